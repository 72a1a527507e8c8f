from contextlib import suppress
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.calendars import (
    BadRule,
    NotATerm,
    Recurrence,
    Roll,
    Term,
    WorkingCalendar,
    half_end,
    half_start,
    month_end,
    month_start,
    quarter_end,
    quarter_start,
    year_end,
    year_start,
)
from duban.calendars.numerals import number_of

calendar = WorkingCalendar()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("3 working days", Term(3, "working day")),
        ("1 workday", Term(1, "working day")),
        ("2 weeks", Term(2, "week")),
        ("3个工作日", Term(3, "working day")),
        ("十五个工作日内", Term(15, "working day")),
        ("两周内", Term(2, "week")),
        ("一个星期", Term(1, "week")),
        ("10日以内", Term(10, "day")),
        ("半年", Term(6, "month")),
        ("半个月", Term(15, "day")),
        ("一年", Term(1, "year")),
        ("三个月", Term(3, "month")),
    ],
)
def test_terms_are_read(text, term):
    assert Term.parse(text) == term


@pytest.mark.parametrize("text", ["", "soon", "3", "3 moons", "1个半月", "半周", "-3 days", "尽快", "十百天"])
def test_what_is_no_term_is_refused(text):
    with pytest.raises(NotATerm):
        Term.parse(text)


@given(st.integers(0, 999), st.sampled_from(["working day", "day", "week", "month", "year"]))
def test_a_term_is_read_back_as_it_is_written(count, unit):
    assert Term.parse(str(Term(count, unit))) == Term(count, unit)


def test_chinese_numbers():
    assert [number_of(text) for text in ("两", "十", "十二", "二十", "三十五", "一百零八", "两百", "60")] == [
        2, 10, 12, 20, 35, 108, 200, 60,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "roll", "due"),
    [
        ("3 working days", (2026, 9, 30), Roll.FORWARD, (2026, 10, 10)),
        ("1 week", (2026, 9, 26), Roll.FORWARD, (2026, 10, 8)),
        ("1 week", (2026, 9, 26), Roll.BACK, (2026, 9, 30)),
        ("1 week", (2026, 9, 26), Roll.KEEP, (2026, 10, 3)),
        ("1 month", (2026, 1, 31), Roll.KEEP, (2026, 2, 28)),
        ("1 year", (2024, 2, 29), Roll.KEEP, (2025, 2, 28)),
    ],
)
def test_a_term_ends_on_its_day(text, start, roll, due):
    assert Term.parse(text).due(date(*start), calendar, roll) == date(*due)


def test_periods_begin_and_end():
    day = date(2024, 2, 10)
    ends = [f(day) for f in (month_start, month_end, quarter_start, quarter_end)]
    assert ends == [date(2024, 2, 1), date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)]
    assert (half_start(day), half_end(day)) == (date(2024, 1, 1), date(2024, 6, 30))
    assert (half_start(date(2024, 7, 1)), half_end(date(2024, 7, 1))) == (date(2024, 7, 1), date(2024, 12, 31))
    assert (year_start(day), year_end(day)) == (date(2024, 1, 1), date(2024, 12, 31))


def occurrences(recurrence: Recurrence, first: date, last: date) -> list[str]:
    return [f"{day:%m-%d}" for day in recurrence.between(first, last, calendar)]


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_quarterly_summary_is_due_on_the_last_working_day_of_each_quarter():
    assert occurrences(Recurrence("quarter end", YEAR[0], Roll.BACK), *YEAR) == ["03-31", "06-30", "09-30", "12-31"]
    assert occurrences(Recurrence("half-year end", YEAR[0], Roll.BACK), *YEAR) == ["06-30", "12-31"]


def test_a_monthly_report_rolls_forward_or_back_from_weekends_and_holidays():
    fifth = "FREQ=MONTHLY;BYMONTHDAY=5"
    assert occurrences(Recurrence(fifth, YEAR[0]), *YEAR)[3:5] == ["04-07", "05-06"]
    assert occurrences(Recurrence(fifth, YEAR[0], Roll.BACK), *YEAR)[3:5] == ["04-03", "04-30"]


def test_a_morning_briefing_is_held_on_working_days_also_made_up_ones():
    briefing = Recurrence("daily", YEAR[0], working_days_only=True)
    assert occurrences(briefing, date(2026, 2, 12), date(2026, 2, 25)) == ["02-12", "02-13", "02-14", "02-24", "02-25"]


def test_days_that_roll_onto_one_day_come_once():
    assert occurrences(Recurrence("daily", YEAR[0]), date(2026, 2, 14), date(2026, 2, 24)) == ["02-14", "02-24"]


def test_an_occurrence_rolls_into_the_window_from_outside():
    first = Recurrence("FREQ=MONTHLY;BYMONTHDAY=1", YEAR[0])
    assert occurrences(first, date(2026, 10, 2), date(2026, 10, 9)) == ["10-08"]
    assert occurrences(Recurrence("month end", YEAR[0], Roll.BACK), date(2026, 5, 25), date(2026, 5, 29)) == ["05-29"]


def test_the_third_working_day_of_the_month():
    third = Recurrence("FREQ=MONTHLY;BYMONTHDAY=1", YEAR[0], offset=2)
    assert occurrences(third, date(2026, 10, 1), date(2026, 11, 30)) == ["10-10", "11-04"]


def test_the_next_occurrence_and_the_end():
    weekly = Recurrence("FREQ=WEEKLY;BYDAY=FR", YEAR[0], until=date(2026, 3, 31))
    assert weekly.after(date(2026, 3, 20), calendar) == date(2026, 3, 27)
    assert weekly.after(date(2026, 3, 27), calendar) is None
    assert Recurrence("FREQ=DAILY;UNTIL=20260301T000000Z", YEAR[0]).after(date(2026, 3, 2), calendar) is None


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTHDAY=1;BYSETPOS=2", "FREQ=DAILY;BYMONTH=1;BYWEEKNO=30",
     "FREQ=MONTHLY;BYDAY=6MO", "FREQ=WEEKLY;BYMONTH=1;BYWEEKNO=30"],
)  # fmt: skip
def test_a_rule_that_never_fits_ends_at_once(rule):
    """Counted to the year 9999 a daily one takes ten seconds, and anybody may type it."""
    begun = process_time()
    assert Recurrence(rule, YEAR[0]).after(YEAR[0], calendar) is None
    assert process_time() - begun < 0.5


@pytest.mark.parametrize(
    "rule",
    ["", "often", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX", "DTSTART:20000101\nRRULE:FREQ=DAILY",
     "EXRULE:FREQ=DAILY", "FREQ=DAILY;INTERVAL=-1"],
)  # fmt: skip
def test_bad_rules_are_refused_when_written_down(rule):
    with pytest.raises(BadRule):
        Recurrence(rule, YEAR[0])


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text):
    for read in (Term.parse, lambda rule: Recurrence(rule, YEAR[0])):
        with suppress(NotATerm, BadRule):
            read(text)
