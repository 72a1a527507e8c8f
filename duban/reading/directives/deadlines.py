"""By when: which of the dates that a sentence says is its deadline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.reading.directives.dates import resolve, terms
from duban.reading.directives.limits import BEFORE, is_limit
from duban.reading.directives.reckoning import number
from duban.reading.directives.rhythm import find_rhythms

_QUICK = re.compile("[前底末内日号月周旬今明限止]|当[天晚]|星期|礼拜|后天|半年|季度|季[末底]|年中|年终|时间")
# 今天就要传达, 用一个月时间, 坏了的三天内修好: at once or for how long, where another date says by when
_LOOSE = re.compile("今[天日][^，。；]{0,2}就|[^，。；]{2,5}时间")
_BY_THE_CLOCK = re.compile(
    r"(?:上午|中午|下午|晚上|傍晚)?(?:[0-9]{1,2}|[一二三四五六七八九十两]{1,3})[时点](?:[0-9]{1,2}分?|半|整)?钟?(?:(?:之|以)前|前(?![提期后一]))(?!不)"
    r"|(?<!上)(?:下班|收工)前(?=[，把将])"
)
# 检修定在2月26日，提前两天通知
_AHEAD = re.compile(r"提前(?:至少)?(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})个?(?P<unit>[天日周]|星期)")
_MONTH_BEGINS = re.compile("(?:之|以)?前")
_EVERY_TIME = re.compile("[次工]作?日|第二天|发现|遇|接到|收到|迟到|凡|应[于在]")


@dataclass(slots=True)
class Deadline:
    due: str | None
    text: str


def find_deadline(text: str, date: dt.date | None, year: int | None = None, *, over: bool = False) -> Deadline | None:
    """The first deadline that falls due; `due` is None when its year or day cannot be known. Past ones too if `over`."""
    if not _QUICK.search(text):
        return None
    best: tuple[bool, str, str] | None = None
    unknown: Deadline | None = None
    for day, said, loose in _limits(text, date, year, over):
        if day is None:
            unknown = unknown or Deadline(None, said)
            continue
        one = (loose, day.isoformat(), said)
        if best is None or one[:2] < best[:2]:
            best = one
    return Deadline(best[1], best[2]) if best else unknown or _by_the_clock(text, date)


def _limits(
    text: str, date: dt.date | None, year: int | None, over: bool
) -> Iterator[tuple[dt.date | None, str, bool]]:
    for match in terms(text):
        if not is_limit(text, match):
            continue
        try:
            day = resolve(match, date, year)
        except (ValueError, KeyError, OverflowError):
            continue
        if day and match["month"] and not match["day"] and not match["part"] and _MONTH_BEGINS.match(text, match.end()):
            day = day.replace(day=1) - dt.timedelta(days=1)
        tail = BEFORE.match(text[match.end() :])
        if day and date and day < date and not over:
            # what is over is told, not asked for
            continue
        loose = _LOOSE.match(text, match.start()) is not None or (
            match["count"] is not None and text[: match.start()].endswith("的")
        )
        yield day, match.group() + (tail.group() if tail else ""), loose
    if date and "提前" in text:
        yield from _ahead(text, date, year)


def _ahead(text: str, date: dt.date, year: int | None) -> Iterator[tuple[dt.date, str, bool]]:
    """So many days before the day of what the sentence told first."""
    said = _AHEAD.search(text)
    for match in terms(text[: said.start()]) if said else ():
        try:
            day = resolve(match, date, year)
        except (ValueError, KeyError, OverflowError):
            continue
        if said and day and day > date and (match["day"] or match["mday"] or match["wday"]):
            days = number(said["count"]) * (1 if said["unit"] in "天日" else 7)
            yield day - dt.timedelta(days=days), said.group(), False


def _by_the_clock(text: str, date: dt.date | None) -> Deadline | None:
    """17时前, 下班前 of the day itself, where no other day and no rhythm is said."""
    said = _BY_THE_CLOCK.search(text) if date and "前" in text else None
    if said is None or date is None or _EVERY_TIME.search(text) or find_rhythms(text):
        return None
    return Deadline(date.isoformat(), said.group())
