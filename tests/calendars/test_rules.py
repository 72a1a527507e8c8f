"""Schedules of standing duties: working days, shifts, and what is refused."""

from datetime import date, datetime

import pytest

from duban.calendars import WorkingCalendar
from duban.calendars.rules import BadSchedule, Fault, OnDayOff, Schedule, read_shifts

MONDAY = date(2026, 3, 2)
calendar = WorkingCalendar()


def days(schedule: Schedule, last: date) -> list[int]:
    return [day.day for day in schedule.days(MONDAY, last, calendar)]


def test_a_daily_duty_falls_on_working_days_only_unless_every_day_is_wanted():
    assert days(Schedule("FREQ=DAILY", MONDAY), date(2026, 3, 10)) == [2, 3, 4, 5, 6, 9, 10]
    assert days(Schedule("FREQ=DAILY", MONDAY, on_day_off=OnDayOff.KEEP), date(2026, 3, 8)) == [2, 3, 4, 5, 6, 7, 8]


def test_a_day_off_moves_before_or_after():
    weekly = "FREQ=WEEKLY;BYDAY=SU"
    assert days(Schedule(weekly, MONDAY, on_day_off=OnDayOff.BEFORE), date(2026, 3, 10)) == [6]
    assert days(Schedule(weekly, MONDAY, on_day_off=OnDayOff.AFTER), date(2026, 3, 10)) == [9]


def test_a_night_shift_ends_on_the_next_day():
    shifts = read_shifts("早班 08:00-16:00\n中班 16：00至24:00".replace("24:00", "23:59") + "\n夜班 23:59-08:00")
    slots = list(Schedule("FREQ=DAILY", MONDAY, shifts=shifts).slots(MONDAY, MONDAY, calendar))
    assert [slot.shift for slot in slots] == [1, 2, 3]
    assert slots[2].begin == datetime(2026, 3, 2, 23, 59)
    assert slots[2].end == datetime(2026, 3, 3, 8, 0)


@pytest.mark.parametrize(
    ("schedule", "fault"),
    [
        (Schedule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", MONDAY), Fault.NEVER),
        (Schedule("FREQ=WEEKLY;BYDAY=SA,SU", MONDAY, until=date(2026, 3, 20)), Fault.NEVER),
        (Schedule("FREQ=DAILY", MONDAY, until=date(2026, 3, 1)), Fault.ENDED),
        (Schedule("FREQ=HOURLY", MONDAY), Fault.UNREADABLE),
        (Schedule("every now and then", MONDAY), Fault.UNREADABLE),
        (Schedule("FREQ=DAILY;INTERVAL=0", MONDAY), Fault.UNREADABLE),
        (Schedule("FREQ=DAILY", MONDAY, shifts=read_shifts("甲 08:00-16:00\n乙 15:00-20:00")), Fault.OVERLAP),
        (Schedule("FREQ=DAILY", MONDAY, shifts=read_shifts("甲 08:00-16:00\n乙 20:00-09:00")), Fault.OVERLAP),
        (Schedule("FREQ=DAILY", MONDAY, shifts=read_shifts("甲 08:00-08:00\n乙 20:00-21:00")), Fault.ENDLESS_SHIFT),
        (Schedule("FREQ=DAILY", MONDAY, shifts=read_shifts("甲 08:00-09:00\n甲 20:00-21:00")), Fault.SAME_NAME),
    ],
)
def test_what_can_never_be_kept_is_refused(schedule: Schedule, fault: Fault):
    with pytest.raises(BadSchedule) as refused:
        schedule.check(calendar)
    assert refused.value.fault is fault


@pytest.mark.parametrize("line", ["早班", "早班 8点到16点", "早班 08:00-25:00"])
def test_a_line_that_is_no_shift_is_named(line: str):
    with pytest.raises(BadSchedule) as refused:
        read_shifts(line)
    assert refused.value.where == line


def test_the_next_ten_are_found_years_ahead():
    leap = Schedule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", MONDAY, on_day_off=OnDayOff.KEEP)
    assert [slot.day.year for slot in leap.coming(MONDAY, 10, calendar)] == [2028, 2032]
