"""Which rules are in force, and the days they make."""

from datetime import date

from duban.findings.models import FindingRules
from duban.ledger.terms import moved, today

__all__ = ["moved", "plan_due", "rules_on", "today"]

BUILT_IN = FindingRules(since=date(2000, 1, 1), source="—")


def rules_on(day: date) -> FindingRules:
    """The edition in force on a day; the built-in one before the first."""
    return FindingRules.objects.filter(since__lte=day).select_related("task_type").first() or BUILT_IN


def plan_due() -> date:
    """By when a plan is due that is asked for today."""
    return moved(today(), rules_on(today()).plan_days)
