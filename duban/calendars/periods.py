"""First and last days of months, quarters, half-years and years."""

from calendar import monthrange
from datetime import date


def month_start(day: date) -> date:
    return date(day.year, day.month, 1)


def month_end(day: date) -> date:
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(day: date) -> date:
    return month_end(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def half_start(day: date) -> date:
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def half_end(day: date) -> date:
    return date(day.year, 6, 30) if day.month <= 6 else date(day.year, 12, 31)


def year_start(day: date) -> date:
    return date(day.year, 1, 1)


def year_end(day: date) -> date:
    return date(day.year, 12, 31)
