"""Plain text and Markdown."""

from __future__ import annotations

import csv
import io
import re

from duban.reading.intake.encodings import decode
from duban.reading.intake.taken import Gathering, Taken

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_MARKED = re.compile(r"(\*\*|__|~~|[*`])(?=\S)(.+?)(?<=\S)\1")
# A task that is ticked keeps its mark: it is done.
_ITEM = re.compile(r"^(\s*)[-*+]\s+(?:\[ \]\s+)?(?=\S)")
_QUOTED = re.compile(r"^\s{0,3}(?:>[ \t]?)+")
# Fewer cells than this between commas are half sentences.
_FEWEST = 3


def read_plain(data: bytes) -> Taken:
    text = decode(data)
    if "|" in text and any(_RULE.match(line) for line in text.split("\n")):
        return _markdown(text)
    if re.search(r"^\s{0,3}#{1,6}\s+\S", text, re.MULTILINE):
        return _markdown(text)
    if re.search(r"^\s*[-*+]\s+\[[ xX]\]\s", text, re.MULTILINE):
        return _markdown(text)
    if text.count("\t") >= 4:
        return _tabbed(text)
    if rows := _separated(text):
        gathering = Gathering()
        gathering.table(rows)
        return Taken(gathering.text(), "text", gathering.tables)
    return Taken(text, "text")


def _markdown(text: str) -> Taken:
    """Headings, items, quotations and strong words without their marks; tables as tables."""
    gathering = Gathering()
    rows: list[list[str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        is_row = line.count("|") > 1 and (rows or (number + 1 < len(lines) and _RULE.match(lines[number + 1])))
        if is_row:
            if not _RULE.match(line):
                rows.append([_unmarked(cell.strip()) for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            gathering.table(rows)
            rows = []
        gathering.line(_unmarked(_ITEM.sub(r"\1", _HEADING.sub("", _QUOTED.sub("", line)))))
    if rows:
        gathering.table(rows)
    return Taken(gathering.text(), "markdown", gathering.tables)


def _unmarked(text: str) -> str:
    # strong words may have code in them, and code strong words
    return _MARKED.sub(r"\2", _MARKED.sub(r"\2", text))


def _separated(text: str) -> list[list[str]]:
    """The rows of a table written with commas (RFC 4180): every line has as many cells as the first."""
    first = text.partition("\n")[0]
    if first.count(",") < _FEWEST - 1:
        return []
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error:
        return []
    return rows if len(rows) > 1 and len({len(row) for row in rows}) == 1 else []


def _tabbed(text: str) -> Taken:
    """Text pasted from a spreadsheet: lines in a row with the same number of tabs are a table."""
    gathering = Gathering()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        cells = line.split("\t")
        if len(cells) > 1 and (not rows or len(rows[0]) == len(cells)):
            rows.append(cells)
            continue
        _close(gathering, rows)
        rows = [cells] if len(cells) > 1 else []
        if not rows:
            gathering.line(line)
    return Taken(gathering.text(), "text", gathering.tables)


def _close(gathering: Gathering, rows: list[list[str]]) -> None:
    if len(rows) > 1:
        gathering.table(rows)
    else:
        for row in rows:
            gathering.line("\t".join(row))
