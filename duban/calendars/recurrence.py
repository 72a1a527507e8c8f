"""Duties that come again: an RRULE (RFC 5545), laid onto working days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from types import FunctionType, SimpleNamespace

from dateutil import rrule as rules
from dateutil.rrule import DAILY, WEEKLY, rrule, rruleset, rrulestr

from duban.calendars.rolling import Roll
from duban.calendars.working import WorkingCalendar

# The longest run of days off, with room: what rolls into a window comes from this near.
_REACH = timedelta(days=20)
_STEPS = {DAILY: 1, WEEKLY: 7}
_PRESETS = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "month end": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "quarter end": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "half-year end": "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "year end": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
}


class BadRule(ValueError):
    """The rule cannot be read, or is finer than a day."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`rule` is the RRULE without its prefix, or a name of `presets`; `start` the first day it may fall on.

    `working_days_only` leaves out occurrences on days off instead of rolling them (a morning briefing). `offset` moves
    each occurrence by working days afterwards: month start and 2 is the third working day of the month.
    """

    rule: str
    start: date
    roll: Roll = Roll.FORWARD
    until: date | None = None
    working_days_only: bool = False
    offset: int = 0

    def __post_init__(self) -> None:
        _read(self.rule, self.start)

    @classmethod
    def presets(cls) -> dict[str, str]:
        return dict(_PRESETS)

    def between(self, first: date, last: date, calendar: WorkingCalendar) -> Iterator[date]:
        """The days from `first` to `last`, both included, ascending and each once."""
        reach = _REACH + timedelta(days=abs(self.offset) * 3)
        early = first - min(reach, first - date.min)
        given: date | None = None
        for moment in self._nominal(early, min(last, date.max - reach) + reach):
            day = moment.date()
            if day < early:
                continue
            if self.until and day > self.until:
                return
            if self.working_days_only and not calendar.is_working_day(day):
                continue
            day = calendar.roll(day, self.roll)
            if self.offset:
                day = calendar.add_working_days(day, self.offset)
            if day > last:
                # Rolling keeps the order, so nothing later can come back into the window.
                return
            if day >= first and day != given:
                given = day
                yield day

    def after(self, day: date, calendar: WorkingCalendar) -> date | None:
        """The first day of it after `day`; None when it is over. Looks ten years ahead."""
        ahead = date(min(day.year + 10, date.max.year), 12, 31)
        return next(self.between(day + timedelta(days=1), ahead, calendar), None)

    def _nominal(self, first: date, last: date) -> Iterator[datetime]:
        """Where the rule itself falls, up to `last`; what lies before `first` may be left out."""
        read = _read(self.rule, self.start)
        start, until, count = datetime.combine(self.start, time()), datetime.combine(last, time()), read._count  # type: ignore[attr-defined]
        if read._until is not None:  # type: ignore[attr-defined]
            until = min(until, read._until.replace(tzinfo=None))  # type: ignore[attr-defined]
        step = _STEPS.get(read._freq, 0) * read._interval  # type: ignore[attr-defined]
        if step and count is None and (ahead := (first - self.start).days // step - 1) > 0:
            # A duty of many years is not counted from its first day: whole steps change nothing.
            start += timedelta(days=ahead * step)
        # Beside a COUNT dateutil takes no end, so it is counted here.
        return islice(_moments(read.replace(dtstart=start, until=until, count=None), until.year), count)


@lru_cache(maxsize=1024)
def _read(rule: str, start: date) -> rrule:
    text = _PRESETS.get(rule, rule).strip().removeprefix("RRULE:")
    if "\n" in text or "DTSTART" in text:
        raise BadRule("one rule at a time, and it starts at `start`")
    text = re.sub(r"(UNTIL=\d{8}(?:T\d{6})?)Z", r"\1", text)  # days have no time zone
    try:
        read = rrulestr(text, dtstart=datetime.combine(start, time()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRule(f"not a rule of recurrence: {rule!r} ({error})") from None
    if not isinstance(read, rrule) or isinstance(read, rruleset):
        raise BadRule("one rule at a time, please")
    if read._freq > DAILY:  # type: ignore[attr-defined]
        raise BadRule("a recurrence is daily at the finest")
    if read._interval < 1:  # type: ignore[attr-defined]
        raise BadRule("an interval is at least 1")
    return read


def _moments(read: rrule, last_year: int) -> Iterator[datetime]:
    """As `iter(read)`, but over with that year even while there is no day to give.

    dateutil looks at an end only beside a day: for 30 February, or a fifth Monday that is a 1st, it counts to the year 9999,
    which for a daily rule is ten seconds. It takes that year from its module, so its own code runs here with another one.
    """
    known = vars(rules) | {"datetime": SimpleNamespace(date=date, datetime=datetime, MAXYEAR=last_year)}
    moments: Iterator[datetime] = FunctionType(rrule._iter.__code__, known)(read)  # type: ignore[attr-defined]
    return moments
