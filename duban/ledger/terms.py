"""The rules and the calendar in force: which edition rules a day, and what a working day is here."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from duban.calendars import WorkingCalendar
from duban.ledger.models import CalendarDay, Every, RuleEdition
from duban.ui.fresh import Fresh

BUILT_IN = RuleEdition(since=date(2000, 1, 1), source="—")


# What it has worked out of the years is worth keeping as long as no day of it changed.
_calendar = WorkingCalendar({})


def _read() -> tuple[list[RuleEdition], WorkingCalendar]:
    global _calendar
    editions = list(RuleEdition.objects.order_by("-since"))
    exceptions = dict(CalendarDay.objects.values_list("day", "working"))
    calendar = _calendar
    if calendar.overrides != exceptions:
        calendar = _calendar = WorkingCalendar(exceptions)
    return editions, calendar


_look = Fresh(_read)
# After an edition or a calendar day changed.
forget = _look.forget


def rules_on(day: date) -> RuleEdition:
    """The edition in force on a day; the built-in one before the first."""
    return next((edition for edition in _look()[0] if edition.since <= day), BUILT_IN)


def calendar() -> WorkingCalendar:
    return _look()[1]


def moved(day: date, working_days: int) -> date:
    """So many working days later (earlier when negative); the very day for none, whether worked or not."""
    return calendar().add_working_days(day, working_days) if working_days else day


def first_day_with_left(due_on: date, left: int) -> date:
    """The first day on which no more than `left` working days remain until `due_on`."""
    return calendar().add_working_days(due_on + timedelta(days=1), -(left + 1))


def today() -> date:
    return timezone.localdate()


_STEPS = {
    Every.WEEK: relativedelta(weeks=1),
    Every.FORTNIGHT: relativedelta(weeks=2),
    Every.MONTH: relativedelta(months=1),
    Every.QUARTER: relativedelta(months=3),
    Every.HALF: relativedelta(months=6),
    Every.YEAR: relativedelta(years=1),
}


def next_after(day: date, every: str, since: date | None = None) -> date | None:
    """The first term after `day` of a cycle that counts from `since` (or `day`); None when there is no cycle.

    A term on a day off is the next working day, and the one after it again as if it were not: neither holidays nor
    short months shift a cycle. A daily one falls on every working day.
    """
    if not every:
        return None
    if every == Every.DAY:
        return calendar().next_working_day(day)
    start, step, periods = since or day, _STEPS[Every(every)], 1
    while (term := calendar().roll(start + step * periods)) <= day:
        periods += 1
    return term


def due_after(working_days: int) -> date:
    """What a usual term makes of today."""
    return moved(today(), max(working_days, 1))
