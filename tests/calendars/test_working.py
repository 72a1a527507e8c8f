"""The days of 2022 and 2026 are written out by hand from the State Council's notices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.calendars import Roll, WorkingCalendar

calendar = WorkingCalendar()
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))

OFF_2026 = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
MADE_UP_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def test_the_year_2026_is_as_the_notice_says():
    off = {date(2026, month, day) for month, first, last in OFF_2026 for day in range(first, last + 1)}
    made_up = {date(2026, *day) for day in MADE_UP_2026}
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        expected = day in made_up or (day.weekday() < 5 and day not in off)
        assert calendar.is_working_day(day) == expected, day
        assert calendar.is_made_up(day) == (day in made_up)


def test_the_spring_festival_of_2022():
    worked = [day.day for day in calendar.working_days_of(date(2022, 1, 28), date(2022, 2, 10))]
    assert worked == [28, 29, 30, 7, 8, 9, 10]


def test_what_is_published_and_what_the_law_gives_before_that():
    assert [calendar.is_published(year) for year in (2022, 2026, 2030)] == [True, True, False]
    assert not calendar.is_working_day(date(2030, 1, 1))
    assert not calendar.is_working_day(date(2030, 10, 2))
    assert calendar.is_working_day(date(2030, 1, 2))
    assert not calendar.is_working_day(date(2030, 1, 5))


def test_an_override_wins_in_both_directions():
    local = WorkingCalendar({date(2026, 10, 1): True, date(2026, 3, 10): False})
    assert local.is_working_day(date(2026, 10, 1))
    assert local.name_of(date(2026, 10, 1)) == ""
    assert local.add_working_days(date(2026, 3, 9), 1) == date(2026, 3, 11)
    assert calendar.add_working_days(date(2026, 3, 9), 1) == date(2026, 3, 10)


def test_a_holiday_has_its_name():
    assert calendar.name_of(date(2026, 10, 1)) == "国庆节"
    assert calendar.name_of(date(2026, 3, 10)) == ""


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ((2026, 9, 30), 1, (2026, 10, 8)),
        ((2026, 9, 30), 3, (2026, 10, 10)),
        ((2026, 10, 3), 1, (2026, 10, 8)),
        ((2026, 10, 3), 0, (2026, 10, 8)),
        ((2026, 10, 8), 0, (2026, 10, 8)),
        ((2026, 10, 8), -1, (2026, 9, 30)),
        ((2026, 12, 31), 1, (2027, 1, 4)),
        ((2026, 1, 4), -1, (2025, 12, 31)),
    ],
)
def test_working_days_are_counted_across_holidays(start, count, end):
    assert calendar.add_working_days(date(*start), count) == date(*end)


@pytest.mark.parametrize(
    ("day", "roll", "to"),
    [
        ((2026, 1, 31), Roll.FORWARD, (2026, 2, 2)),
        ((2026, 1, 31), Roll.BACK, (2026, 1, 30)),
        ((2026, 1, 31), Roll.WITHIN, (2026, 1, 30)),
        ((2026, 1, 31), Roll.KEEP, (2026, 1, 31)),
        ((2026, 3, 14), Roll.WITHIN, (2026, 3, 16)),
        ((2026, 3, 13), Roll.BACK, (2026, 3, 13)),
    ],
)
def test_a_day_off_rolls(day, roll, to):
    assert calendar.roll(date(*day), roll) == date(*to)


@given(days, st.integers(-300, 300).filter(bool))
def test_adding_and_counting_agree(day, count):
    end = calendar.add_working_days(day, count)
    assert calendar.is_working_day(end)
    if count > 0:
        assert calendar.working_days_between(day, end) == count
    else:
        assert calendar.working_days_between(end - timedelta(days=1), day - timedelta(days=1)) == -count


@given(days, days)
def test_counting_is_what_counting_one_by_one_gives(start, end):
    low, high = min(start, end), max(start, end)
    one_by_one = sum(calendar.is_working_day(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
    assert calendar.working_days_between(start, end) == (one_by_one if start <= end else -one_by_one)


def test_the_ends_of_time_are_refused_clearly():
    with pytest.raises(OverflowError):
        calendar.add_working_days(date.max, 1)
    with pytest.raises(OverflowError):
        calendar.add_working_days(date.min, -2)
