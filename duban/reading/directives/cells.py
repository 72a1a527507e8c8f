"""What the cell of a task table says: names, a date, things to be handed in."""

from __future__ import annotations

import datetime as dt
import re

from duban.reading.directives.dates import date_in
from duban.reading.directives.deadlines import find_deadline
from duban.reading.directives.reckoning import last_day
from duban.reading.directives.sentences import as_the_rules_know_it

_SPLIT = re.compile(r"[、，,；;/\n\t]|\s{1,}|(?<=[部门局委办处科室司组会府县区镇])[和及与](?=[^、]{2,})|会同")
_ROLE = re.compile(r"^(?:牵头|责任|配合|主办|协办|承办)?(?:单位|部门|科室|领导|人)?[：:]")
_ET_CETERA = re.compile(r"(?:等|等有关|等相关)(?:单位|部门)?$")
_MONTH_ONLY = re.compile(r"^(?:今年|明年)?[0-9一二三四五六七八九十]{1,2}月$")
_PART_OF_YEAR = re.compile(r"^(?:[0-9]{4}年|今年|明年)?(?:第?[一二三四1-4]季度|[上下]半年)$")
_YEAR_MONTH = re.compile(r"^(?P<y>[0-9]{4})[年.\-/](?P<m>[0-9]{1,2})月?(?:份|底|末)?(?:前|完成)?$")
NOTHING = frozenset(("", "/", "-", "—", "——", "无", "\\", "／"))


def names_in(cells: list[str]) -> list[str]:
    names: list[str] = []
    for cell in cells:
        for part in _SPLIT.split(cell):
            name = _ET_CETERA.sub("", _ROLE.sub("", part.strip(" 。:：")))
            if name not in NOTHING and name not in names:
                names.append(name)
    return names


def parts_of(text: str) -> list[str]:
    return [p.strip(" 。") for p in re.split(r"[、；;\n]|(?<=[。])", text) if p.strip(" 。")]


def due_in(text: str, date: dt.date | None) -> tuple[str | None, str | None]:
    """A cell that holds nothing but a date needs no 前 to be a deadline."""
    bare = re.sub(r"\s+", "", as_the_rules_know_it(text))
    if not bare:
        return None, None
    if whole := date_in(bare):
        return whole.isoformat(), text
    if match := _YEAR_MONTH.match(bare):
        day = last_day(int(match["y"]), int(match["m"]))
        return (day.isoformat() if day else None), text
    if _MONTH_ONLY.match(bare) or _PART_OF_YEAR.match(bare):
        bare += "底前"
    deadline = find_deadline(
        bare if "前" in bare else bare.removesuffix("完成") + "前", date, over=True
    ) or find_deadline(bare, date, over=True)
    if deadline is None or re.search(r"每", bare):
        return None, text
    return deadline.due, text
