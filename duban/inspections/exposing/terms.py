"""The rules for exposure in force, and the days their terms make."""

from datetime import date

from duban.calendars import Roll
from duban.calendars.terms import Term
from duban.inspections.models import ExposureRules
from duban.ledger.terms import calendar, today

__all__ = ["BUILT_IN", "due", "rules_on", "shown_until", "today"]

BUILT_IN = ExposureRules(
    since=date(2000, 1, 1), source="", reply_term="5个工作日", ruling_term="5个工作日", shown_term="3个月"
)


def rules_on(day: date) -> ExposureRules:
    """The edition in force on a day; the built-in one before the first."""
    return ExposureRules.objects.filter(since__lte=day).first() or BUILT_IN


def due(term: str, start: date) -> date:
    return Term.parse(term).due(start, calendar())


def shown_until(term: str, start: date) -> date:
    """A notice is read on days off too: its last day is not moved."""
    return Term.parse(term).due(start, calendar(), Roll.KEEP)
