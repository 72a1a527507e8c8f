"""Which rules are in force, and the days they make."""

from datetime import date

from duban.findings.models import FindingRules
from duban.ledger.terms import calendar, moved, today

__all__ = ["BUILT_IN", "moved", "rules_on", "today", "working_days_until"]

BUILT_IN = FindingRules(since=date(2000, 1, 1), source="—")


def rules_on(day: date) -> FindingRules:
    """The edition in force on a day; the built-in one before the first."""
    return FindingRules.objects.filter(since__lte=day).select_related("task_type").first() or BUILT_IN


def working_days_until(due_on: date, since: date) -> int:
    return calendar().working_days_between(since, due_on)
