"""Numbers as they are said in Chinese, and days and months reckoned from a day."""

from __future__ import annotations

import calendar
import datetime as dt

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "元": 1}


def number(text: str) -> int:
    """12, 十二, 二十一, 两 → int."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    value = 0
    for c in text:
        value = value * 10 + _DIGITS[c]
    return value


def between(text: str) -> tuple[int, int]:
    """三五 → 3, 5, which is a guess; any other number stands for itself: 十五 → 15, 15."""
    if len(text) == 2 and not text.isascii() and "十" not in text:
        return number(text[0]), number(text[1])
    return number(text), number(text)


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def last_day(year: int, month: int) -> dt.date | None:
    """The last day of a month, None when there is no such month."""
    try:
        return month_end(year, month)
    except (ValueError, OverflowError):
        return None


def add_months(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(day: dt.date, count: int) -> dt.date:
    """Weekends only: the reader has no calendar of holidays; a person confirms the date anyway."""
    while count > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def within(count: str, unit: str, date: dt.date) -> dt.date | None:
    """The last day of so many units from a day; None for hours that are no whole days, which say how fast."""
    if count == "半":
        return add_months(date, 6) if unit == "年" else date + dt.timedelta(days=15) if unit == "月" else None
    if count.endswith("个半"):
        return add_months(date, number(count[:-2])) + dt.timedelta(days=15)
    # 三五天内: in five days at the latest
    n = between(count)[1]
    if unit == "季度":
        return add_months(date, 3 * n)
    if unit == "工作日":
        return _working_days(date, n)
    if unit == "小时":
        return date + dt.timedelta(days=n // 24) if n % 24 == 0 else None
    if unit in ("天", "日", "自然日"):
        return date + dt.timedelta(days=n)
    if unit in ("周", "星期", "礼拜"):
        return date + dt.timedelta(days=7 * n)
    return add_months(date, n * (12 if unit == "年" else 1))
