"""When standing duties fall due: a rule of recurrence laid onto working days and shifts, or the days of another duty.

>>> from datetime import date, time
>>> briefing = DutyRule("daily", date(2026, 1, 1), shifts=(Shift("morning", time(8), time(8, 30)),))
>>> report = DutyRule(after="briefing", shifts=(Shift("evening", time(17), time(18)),))
>>> plan = DutyPlan({"briefing": briefing, "report": report}, WorkingCalendar())
>>> [str(one.begins) for one in plan.occurrences("report", date(2026, 2, 13), date(2026, 2, 24))]
['2026-02-13 17:00:00', '2026-02-14 17:00:00', '2026-02-24 17:00:00']

A rota is one rule for each place in it: in a cycle of four days the group that begins on the 3rd has
`FREQ=DAILY;INTERVAL=4` from the 3rd for its day shift, and another rule from the 4th for its night shift.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from duban.calendars.recurrence import BadRule, Recurrence
from duban.calendars.rolling import Roll
from duban.calendars.working import WorkingCalendar

AT_MOST = 5000
# 29 February comes back to the same day of the week after 28 years; what has not occurred by then will not.
_LONGEST_WAIT = 29


class NeverOccurs(BadRule):
    """The rule has no day at all, such as 30 February, or a holiday that is skipped when it is a day off."""


class CircularRule(BadRule):
    """Duties follow each other in a ring, so none of them has a first day."""


class UnknownDuty(BadRule):
    """A duty follows one that is not there."""


class TooManyOccurrences(BadRule):
    """The window holds more occurrences than were allowed."""


class DayOff(StrEnum):
    """What becomes of an occurrence on a day off: `SKIP` it, the working day `BEFORE` or `AFTER`, or `KEEP` it there,
    as for a watch that is kept round the clock."""

    SKIP = "skip"
    BEFORE = "before"
    AFTER = "after"
    KEEP = "keep"


_ROLLS = {DayOff.SKIP: Roll.KEEP, DayOff.KEEP: Roll.KEEP, DayOff.BEFORE: Roll.BACK, DayOff.AFTER: Roll.FORWARD}


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of a day. `ends` at or before `begins` is on the next day: 20:00 to 08:00 is a night, 08:00 to 08:00 a
    whole day round."""

    name: str
    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins.tzinfo or self.ends.tzinfo:
            raise BadRule(f"the hours of {self.name!r} are local and carry no time zone")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end of the shift of `day`, local."""
        over_midnight = self.ends <= self.begins
        return datetime.combine(day, self.begins), datetime.combine(day + timedelta(days=over_midnight), self.ends)


_WHOLE_DAY = (Shift("", time(), time()),)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that the duty falls due. `day` is the day on which the shift begins; times are local; `shift` is its
    name, empty for a duty without shifts, which has the whole day."""

    day: date
    begins: datetime
    ends: datetime
    shift: str


@dataclass(frozen=True, slots=True)
class DutyRule:
    """Either `rule` and `start` (an RRULE or a name of `Recurrence.presets()`, and the first day it may fall on), or
    `after`, the name of a duty whose days it shares, `later` working days on (0: the same day). `until` is the last day.
    `pauses` are spans, both ends included, in which it does not fall due, nor what follows it.

    Raises BadRule when it is neither or both, or cannot be read.
    """

    rule: str = ""
    start: date | None = None
    on_day_off: DayOff = DayOff.SKIP
    shifts: tuple[Shift, ...] = ()
    until: date | None = None
    after: str = ""
    later: int = 0
    pauses: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if bool(self.rule) == bool(self.after):
            raise BadRule("a duty has either a rule of its own or another duty that it follows")
        if self.rule and self.later:
            raise BadRule("only a duty that follows another can be later than it")
        if not 0 <= self.later <= 250:
            raise BadRule("a duty follows another by 0 to 250 working days")
        if len({shift.name for shift in self.shifts}) < len(self.shifts):
            raise BadRule("two shifts have one name")
        if self.rule:
            self._recurrence()

    def _is_paused(self, day: date) -> bool:
        return any(since <= day <= until for since, until in self.pauses)

    def _recurrence(self) -> Recurrence:
        if self.start is None:
            raise BadRule("a rule needs a first day")
        if self.until and self.until < self.start:
            raise NeverOccurs(f"the duty ends on {self.until}, before it begins on {self.start}")
        skip = self.on_day_off is DayOff.SKIP
        return Recurrence(self.rule, self.start, _ROLLS[self.on_day_off], self.until, working_days_only=skip)


class DutyPlan:
    """Standing duties by name. Equal rules are worked out once, so ten thousand people with a dozen rules are a dozen.

    Raises UnknownDuty and CircularRule at once, NeverOccurs when the duty is asked for.
    """

    def __init__(self, duties: Mapping[str, DutyRule], calendar: WorkingCalendar) -> None:
        self._duties, self._calendar = dict(duties), calendar
        self._known: dict[tuple[DutyRule, date, date], tuple[date, ...]] = {}
        self._occurring: set[DutyRule] = set()
        self._check_order()

    def occurrences(self, name: str, first: date, last: date, at_most: int = AT_MOST) -> list[Occurrence]:
        """Those whose day is from `first` to `last`, both included, by day and then in the order of the shifts.

        Raises KeyError for an unknown name, NeverOccurs, TooManyOccurrences.
        """
        self.check(name)
        shifts = self._duties[name].shifts or _WHOLE_DAY
        found = [
            Occurrence(day, *shift.on(day), shift.name) for day in self._days(name, first, last) for shift in shifts
        ]
        if len(found) > at_most:
            raise TooManyOccurrences(f"{name}: {len(found)} occurrences from {first} to {last}, {at_most} are allowed")
        return found

    def all(self, first: date, last: date, at_most: int = AT_MOST) -> Iterator[tuple[str, Occurrence]]:
        """Every duty's occurrences, duty by duty in the order given; `at_most` holds for each duty."""
        for name in self._duties:
            for occurrence in self.occurrences(name, first, last, at_most):
                yield name, occurrence

    def running(self, name: str, moment: datetime) -> list[Occurrence]:
        """The occurrences going on at the local `moment`, also those begun yesterday; the end is no longer in them."""
        day = moment.date()
        near = self.occurrences(name, day - timedelta(days=1), day)
        return [one for one in near if one.begins <= moment < one.ends]

    def check(self, name: str) -> None:
        """Raises NeverOccurs when the duty has no day at all from its start on."""
        leader = self._duties[name]
        while leader.after:
            leader = self._duties[leader.after]
        if leader in self._occurring:
            return
        recurrence = leader._recurrence()
        start = recurrence.start
        # Rolled back from the first nominal day, the first occurrence may lie before the start.
        first = start - min(timedelta(days=31), start - date.min)
        last = date(min(start.year + _LONGEST_WAIT, date.max.year), 12, 31)
        if next(recurrence.between(first, last, self._calendar), None) is None:
            raise NeverOccurs(f"{name}: {leader.rule!r} has no day from {start} to {leader.until or last}")
        self._occurring.add(leader)

    def _days(self, name: str, first: date, last: date) -> tuple[date, ...]:
        rule = self._duties[name]
        if rule.after:
            return self._days_after(rule, first, last)
        known = self._known.get((rule, first, last))
        if known is None:
            falls = rule._recurrence().between(first, last, self._calendar)
            known = tuple(day for day in falls if not rule._is_paused(day))
            self._known[rule, first, last] = known
        return known

    def _days_after(self, rule: DutyRule, first: date, last: date) -> tuple[date, ...]:
        # As many working days back take at most this many days: nine days off are the longest run, with room.
        reach = min(timedelta(days=rule.later * 3 + 20) if rule.later else timedelta(), first - date.min)
        days = []
        for day in self._days(rule.after, first - reach, last):
            there = self._calendar.add_working_days(day, rule.later) if rule.later else day
            if first <= there <= last and (not rule.until or there <= rule.until):
                days.append(there)
        return tuple(day for day in dict.fromkeys(days) if not rule._is_paused(day))

    def _check_order(self) -> None:
        safe: set[str] = set()
        for name in self._duties:
            chain: list[str] = []
            while name not in safe:
                if name in chain:
                    raise CircularRule("duties follow each other in a ring: " + " → ".join([*chain, name]))
                chain.append(name)
                following = self._duties[name].after
                if not following:
                    break
                if following not in self._duties:
                    raise UnknownDuty(f"{name} follows {following!r}, which is not there")
                name = following
            safe.update(chain)


def first_occurrences(rule: DutyRule, day: date, calendar: WorkingCalendar, count: int) -> list[Occurrence]:
    """The next `count` occurrences from `day` on of a rule of its own, to show what a rule means before it is saved.

    Raises NeverOccurs when it has none at all; fewer are given when it ends.
    """
    DutyPlan({"this duty": rule}, calendar).check("this duty")
    ahead = date(min(day.year + _LONGEST_WAIT, date.max.year), 12, 31)
    found = (
        Occurrence(one, *shift.on(one), shift.name)
        for one in rule._recurrence().between(day, ahead, calendar)
        for shift in rule.shifts or _WHOLE_DAY
    )
    return list(islice(found, count))
