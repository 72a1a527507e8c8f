"""Which days are worked in mainland China: weekends, statutory holidays, make-up days, and a group's own exceptions."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duban.calendars.rolling import Roll

FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True, slots=True)
class _Statutory:
    """One year as the State Council set it, or, before it is published, as the law alone gives it."""

    off: Mapping[date, str]
    worked_weekends: frozenset[date]


@lru_cache(maxsize=256)
def _statutory(year: int) -> _Statutory:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _Statutory({}, frozenset())
    from holidays.countries.china import China  # a large package: only whoever asks for a date loads it

    known = China(years=year, language="zh_CN")
    return _Statutory(
        {day: name for day, name in known.items() if day.year == year},
        frozenset(day for day in known.weekend_workdays if day.year == year),
    )


class WorkingCalendar:
    """A calendar of working days. `overrides` wins over everything: True makes a day worked, False a day off.

    Every year is laid out once, so a question costs a look-up; make one calendar and keep it.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self.overrides = dict(overrides or {})
        self._years: dict[int, list[int]] = {}

    def is_working_day(self, day: date) -> bool:
        worked = self._worked(day.year)
        number = day.toordinal()
        at = bisect_left(worked, number)
        return at < len(worked) and worked[at] == number

    def roll(self, day: date, roll: Roll = Roll.FORWARD) -> date:
        """The day itself when it is worked or `KEEP` is asked, else the working day it rolls to."""
        if roll is Roll.KEEP or self.is_working_day(day):
            return day
        if roll is Roll.BACK:
            return self.previous_working_day(day)
        ahead = self.next_working_day(day)
        return self.previous_working_day(day) if roll is Roll.WITHIN and ahead.month != day.month else ahead

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted; before it when `count` is negative.

        0 gives the day itself, or the next working day when it is a day off. Raises OverflowError past year 9999.
        """
        if count == 0:
            return self.roll(day)
        year = day.year
        worked = self._worked(year)
        if count > 0:
            at = bisect_right(worked, day.toordinal()) + count - 1
            while at >= len(worked):
                at -= len(worked)
                year += 1
                worked = self._worked(year)
        else:
            at = bisect_left(worked, day.toordinal()) + count
            while at < 0:
                year -= 1
                worked = self._worked(year)
                at += len(worked)
        return date.fromordinal(worked[at])

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative when `end` is earlier.

        So it is what is left on the morning of `start` for something due on `end`, that day included once begun.
        """
        if end < start:
            return -self.working_days_between(end, start)
        before = bisect_right(self._worked(start.year), start.toordinal())
        until = bisect_right(self._worked(end.year), end.toordinal())
        return sum(len(self._worked(year)) for year in range(start.year, end.year)) + until - before

    def working_days_of(self, start: date, end: date) -> list[date]:
        """Every working day from `start` to `end`, both included."""
        days: list[date] = []
        for year in range(start.year, end.year + 1):
            worked = self._worked(year)
            span = worked[bisect_left(worked, start.toordinal()) : bisect_right(worked, end.toordinal())]
            days += map(date.fromordinal, span)
        return days

    def name_of(self, day: date) -> str:
        """The holiday's Chinese name, as the law or the notice has it; empty on any other day."""
        return "" if day in self.overrides else _statutory(day.year).off.get(day, "")

    def is_made_up(self, day: date) -> bool:
        """Whether this is a weekend day worked in exchange for a longer holiday."""
        return day in _statutory(day.year).worked_weekends and self.is_working_day(day)

    @staticmethod
    def is_published(year: int) -> bool:
        """Whether the State Council's arrangement of the year is known. If not, only weekends and the holidays of the
        law count; make-up days and long weekends are still to come, so dates may shift by some days."""
        # Every notice since 2001, when there were notices, names make-up days.
        return bool(_statutory(year).worked_weekends)

    def _worked(self, year: int) -> list[int]:
        """Ordinals of the year's working days, ascending."""
        if year not in self._years:
            if not date.min.year <= year <= date.max.year:
                raise OverflowError("past the end of the calendar")
            law = _statutory(year)
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            worked = []
            for number in range(first, last + 1):
                day = date.fromordinal(number)
                by_law = day in law.worked_weekends or (day.weekday() < 5 and day not in law.off)
                if self.overrides.get(day, by_law):
                    worked.append(number)
            self._years[year] = worked
        return self._years[year]
