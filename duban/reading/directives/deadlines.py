"""By when: which of the dates that a sentence says is its deadline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.reading.directives.dates import resolve, terms
from duban.reading.directives.limits import AHEAD_OF_IT, BEFORE, is_limit
from duban.reading.directives.reckoning import add_months, between
from duban.reading.directives.rhythm import find_rhythms

_QUICK = re.compile("[前底末内日号月周旬今明限止]|当[天晚]|星期|礼拜|后天|半年|季度|季[末底]|年中|年终|时间")
# 今天就要传达, 当晚召开, 用一个月时间, 坏了的三天内修好: at once or for how long, where another date says by when
_LOOSE = re.compile("今[天日][^，。；]{0,2}就|当[天晚日]|[^，。；]{2,5}时间|今[天日晚][^，。；]{0,4}到几点")
# 17时前, 下午三点以前; not 第三点前面, 重点任务前三点前移, where points are counted
_BY_THE_CLOCK = re.compile(
    r"(?:早上|早晨|上午|中午|下午|晚上|傍晚|(?<![第前后这那几述列上.0-9]))(?:[01]?[0-9]|2[0-4]|[一二三四五六七八九十两]{1,3})[时点](?:[0-9]{1,2}分?|半|整)?钟?"
    rf"(?:(?:之|以)前|{AHEAD_OF_IT})(?!不)"
    r"|(?<!上)(?:下班|收工)前(?=[，把将])"
)
# 检修定在2月26日，提前两天通知
_AHEAD = re.compile(r"提前(?:至少)?(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})个?(?P<unit>[天日周]|星期)")
_BEGINS = re.compile("(?:之|以)?前")
# what reckoning raises for 2月30日, 十十天 or a day before the first of all
_NO_SUCH_DAY = (ValueError, KeyError, OverflowError)
_EVERY_TIME = re.compile("[次工]作?日|第二天|发现|遇|接到|收到|迟到|凡|应[于在]")


@dataclass(slots=True)
class Deadline:
    due: str | None
    text: str


def find_deadline(text: str, date: dt.date | None, year: int | None = None, *, over: bool = False) -> Deadline | None:
    """The first deadline that falls due; `due` is None when its year or day cannot be known. Past ones too if `over`."""
    if not _QUICK.search(text):
        return None
    said = list(_limits(text, date, year))
    # What is over is told, not asked for; but no hour that is said beside it makes it fall due today.
    due = [(loose, day, words) for day, words, loose in said if day and (over or date is None or day >= date)]
    if due:
        _, day, words = min(due, key=lambda one: one[:2])
        return Deadline(day.isoformat(), words)
    if not said:
        return _by_the_clock(text, date)
    return next((Deadline(None, words) for day, words, _ in said if day is None), None)


def _limits(text: str, date: dt.date | None, year: int | None) -> Iterator[tuple[dt.date | None, str, bool]]:
    """Every deadline said: its day if it can be known, its words, and whether it holds only where there is no other."""
    for match in terms(text):
        if not is_limit(text, match):
            continue
        tail = BEFORE.match(text, match.end())
        loose = _LOOSE.match(text, match.start()) is not None or (
            match["count"] is not None and text.endswith("的", 0, match.start())
        )
        yield _day(text, match, date, year), match.group() + (tail.group() if tail else ""), loose
    if date and "提前" in text:
        yield from _ahead(text, date, year)


def _day(text: str, match: re.Match[str], date: dt.date | None, year: int | None) -> dt.date | None:
    """None, too, for a day that does not exist."""
    try:
        day = resolve(match, date, year)
        if day is None or not (match["qend"] == "前" or _BEGINS.match(text, match.end())):
            return day
        if match["month"] and not match["day"] and not match["part"]:
            return day.replace(day=1) - dt.timedelta(days=1)
        if match["quarter"] and match["qend"] in ("前", None) and date:
            # 四季度前: before it begins, unless it has
            begins = add_months(day.replace(day=1), -2)
            return begins - dt.timedelta(days=1) if begins > date else day
        return day
    except _NO_SUCH_DAY:
        return None


def _ahead(text: str, date: dt.date, year: int | None) -> list[tuple[dt.date, str, bool]]:
    """So many days before the day of what the sentence told first."""
    said = _AHEAD.search(text)
    if said is None:
        return []
    fixed = [match for match in terms(text[: said.start()]) if match["day"] or match["mday"] or match["wday"]]
    days = [day for match in fixed if (day := _day(text, match, date, year)) and day > date]
    try:
        # 提前三五天 leaves until three days before
        count = between(said["count"])[0] * (1 if said["unit"] in "天日" else 7)
        return [(day - dt.timedelta(days=count), said.group(), False) for day in days]
    except _NO_SUCH_DAY:
        return []


def _by_the_clock(text: str, date: dt.date | None) -> Deadline | None:
    """17时前, 下班前 of the day itself, where no other day and no rhythm is said."""
    said = _BY_THE_CLOCK.search(text) if date and "前" in text else None
    if said is None or date is None or _EVERY_TIME.search(text) or find_rhythms(text):
        return None
    return Deadline(date.isoformat(), said.group())
