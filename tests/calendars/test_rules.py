"""When standing duties fall due: days off, shifts over midnight, duties that follow others, and what is refused."""

import doctest
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

import duban.calendars.rules as rules
from duban.calendars import BadRule, Recurrence, Roll, WorkingCalendar
from duban.calendars.rules import (
    CircularRule,
    DayOff,
    DutyPlan,
    DutyRule,
    NeverOccurs,
    Shift,
    TooManyOccurrences,
    UnknownDuty,
    first_occurrences,
)

calendar = WorkingCalendar()
START = date(2026, 1, 1)
MONTH = date(2026, 10, 1), date(2026, 10, 31)
NIGHT = Shift("夜班", time(20), time(8))
DAY = Shift("白班", time(8), time(20))


def days(rule: DutyRule, first: date, last: date) -> list[str]:
    return [f"{one.day:%m-%d}" for one in DutyPlan({"duty": rule}, calendar).occurrences("duty", first, last)]


def test_the_example_of_the_module_is_true():
    assert doctest.testmod(rules).failed == 0


def test_a_day_off_is_skipped_or_gives_way_to_the_working_day_before_or_after():
    # 1 to 7 October 2026 are off, the 10th is a Saturday that is worked.
    first = "FREQ=MONTHLY;BYMONTHDAY=1,10"
    assert days(DutyRule(first, START, DayOff.SKIP), *MONTH) == ["10-10"]
    assert days(DutyRule(first, START, DayOff.BEFORE), date(2026, 9, 30), MONTH[1]) == ["09-30", "10-10", "10-30"]
    assert days(DutyRule(first, START, DayOff.AFTER), *MONTH) == ["10-08", "10-10"]
    assert days(DutyRule(first, START, DayOff.KEEP), *MONTH) == ["10-01", "10-10"]


def test_a_duty_without_shifts_has_the_whole_day():
    (one,) = DutyPlan({"duty": DutyRule("daily", START)}, calendar).occurrences(
        "duty", date(2026, 3, 2), date(2026, 3, 2)
    )
    assert (one.begins, one.ends, one.shift) == (datetime(2026, 3, 2), datetime(2026, 3, 3), "")


def test_a_night_ends_on_the_next_day_and_belongs_to_the_day_it_begins():
    plan = DutyPlan({"watch": DutyRule("daily", START, DayOff.KEEP, (DAY, NIGHT))}, calendar)
    found = plan.occurrences("watch", date(2026, 12, 31), date(2026, 12, 31))
    assert [(one.shift, one.begins, one.ends) for one in found] == [
        ("白班", datetime(2026, 12, 31, 8), datetime(2026, 12, 31, 20)),
        ("夜班", datetime(2026, 12, 31, 20), datetime(2027, 1, 1, 8)),
    ]
    assert [one.shift for one in plan.running("watch", datetime(2027, 1, 1, 7, 59))] == ["夜班"]
    assert [one.shift for one in plan.running("watch", datetime(2027, 1, 1, 8))] == ["白班"]


def test_shifts_that_meet_leave_no_minute_out_and_have_none_twice():
    plan = DutyPlan({"watch": DutyRule("daily", START, DayOff.KEEP, (DAY, NIGHT))}, calendar)
    found = plan.occurrences("watch", date(2026, 2, 1), date(2026, 3, 31))
    assert all(one.ends == other.begins for one, other in pairwise(found))


def test_a_rota_is_one_rule_for_each_place_in_it():
    groups = {
        f"{shift.name}{n}": DutyRule("FREQ=DAILY;INTERVAL=4", START + timedelta(days=n), DayOff.KEEP, (shift,))
        for n in range(4)
        for shift in (DAY, NIGHT)
    }
    found = list(DutyPlan(groups, calendar).all(*MONTH))
    assert len(found) == 31 * 2
    assert len({(one.day, one.shift) for _, one in found}) == 31 * 2


def test_a_duty_follows_another_by_working_days():
    plan = DutyPlan(
        {
            "note": DutyRule(after="check", later=2),
            "check": DutyRule("FREQ=WEEKLY;BYDAY=TU", START),
            "talk": DutyRule(after="note", until=date(2026, 10, 20)),
        },
        calendar,
    )
    # The Tuesday before the holiday is 29 September; two working days on is 8 October.
    assert [str(one.day) for one in plan.occurrences("note", *MONTH)] == [
        "2026-10-08", "2026-10-15", "2026-10-22", "2026-10-29",
    ]  # fmt: skip
    assert [one.day.day for one in plan.occurrences("talk", *MONTH)] == [8, 15]


def test_duties_in_a_ring_are_refused_with_the_ring():
    ring = {"a": DutyRule(after="b"), "b": DutyRule(after="c"), "c": DutyRule(after="b")}
    with pytest.raises(CircularRule, match="b → c → b"):
        DutyPlan(ring, calendar)
    with pytest.raises(CircularRule, match="a → a"):
        DutyPlan({"a": DutyRule(after="a")}, calendar)
    with pytest.raises(UnknownDuty, match="a follows 'nobody'"):
        DutyPlan({"a": DutyRule(after="nobody")}, calendar)


@pytest.mark.parametrize(
    "rule",
    [
        DutyRule("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", START),
        DutyRule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", START),
        DutyRule("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", START),
        DutyRule("FREQ=DAILY;UNTIL=20251231", START),
        DutyRule("FREQ=WEEKLY;BYDAY=SU", START, until=date(2026, 1, 3)),
    ],
    ids=str,
)
def test_a_rule_that_never_occurs_is_refused(rule):
    for asked in (lambda: days(rule, *MONTH), lambda: first_occurrences(rule, START, calendar, 3)):
        with pytest.raises(NeverOccurs, match="has no day"):
            asked()


def test_what_follows_a_duty_that_never_occurs_is_refused_too():
    plan = DutyPlan({"a": DutyRule(after="b"), "b": DutyRule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", START)}, calendar)
    with pytest.raises(NeverOccurs, match="a: 'FREQ=YEARLY"):
        plan.check("a")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "either a rule of its own or another duty"),
        ({"rule": "daily", "start": START, "after": "other"}, "either"),
        ({"rule": "daily"}, "needs a first day"),
        ({"rule": "daily", "start": START, "later": 1}, "later"),
        ({"after": "other", "later": -1}, "0 to 250"),
        ({"rule": "now and then", "start": START}, "not a rule"),
        ({"rule": "FREQ=HOURLY", "start": START}, "daily at the finest"),
        ({"rule": "FREQ=DAILY;INTERVAL=0", "start": START}, "interval"),
        ({"rule": "daily", "start": START, "until": date(2025, 1, 1)}, "before it begins"),
        ({"rule": "daily", "start": START, "shifts": (DAY, DAY)}, "one name"),
    ],
)
def test_a_bad_rule_is_refused_when_it_is_made(arguments, says):
    with pytest.raises(BadRule, match=says):
        DutyRule(**arguments)


def test_more_than_allowed_are_refused_instead_of_made():
    plan = DutyPlan({"watch": DutyRule("daily", START, DayOff.KEEP, (DAY, NIGHT))}, calendar)
    with pytest.raises(TooManyOccurrences, match=r"62 occurrences .* 61 are allowed"):
        plan.occurrences("watch", *MONTH, at_most=61)
    with pytest.raises(TooManyOccurrences):
        plan.occurrences("watch", START, date(2099, 1, 1))


def test_the_next_ones_are_shown_years_ahead_and_end_when_it_ends():
    leap = DutyRule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", START, DayOff.KEEP)
    assert [one.day.year for one in first_occurrences(leap, START, calendar, 3)] == [2028, 2032, 2036]
    short = DutyRule("FREQ=DAILY;COUNT=2", START, DayOff.KEEP)
    assert [one.day.day for one in first_occurrences(short, START, calendar, 9)] == [1, 2]


FREQUENCIES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,SU", "FREQ=WEEKLY;WKST=SU;BYDAY=SA,SU", "FREQ=MONTHLY",
     "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;BYDAY=TU,FR", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1"]
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=200)
@given(FREQUENCIES, st.integers(1, 5), st.integers(0, 4000), st.integers(0, 60), st.sampled_from([None, 1, 40, 900]))
def test_years_that_are_not_counted_through_give_the_same_days(rule, interval, ahead, length, count):
    rule = f"{rule};INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    first = START + timedelta(days=ahead)
    last = first + timedelta(days=length)
    whole = rrulestr(rule, dtstart=datetime.combine(START, time()))
    expected = []
    for moment in whole:
        if moment.date() > last:
            break
        if moment.date() >= first:
            expected.append(moment.date())
    assert list(Recurrence(rule, START, Roll.KEEP).between(first, last, calendar)) == expected


def test_a_month_of_ten_thousand_people_with_rules_of_their_own():
    duties = {
        f"P{n:05}": DutyRule("FREQ=DAILY", date(2015, 1, 1) + timedelta(days=n % 3000), DayOff.SKIP, (DAY,))
        for n in range(10_000)
    }
    found = list(DutyPlan(duties, calendar).all(*MONTH))
    assert len(found) == 10_000 * len(calendar.working_days_of(*MONTH))
