"""Plain text and Markdown."""

from __future__ import annotations

import re

from duban.reading.intake.encodings import decode
from duban.reading.intake.taken import Gathering, Taken

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def read_plain(data: bytes) -> Taken:
    text = decode(data)
    if "|" in text and any(_RULE.match(line) for line in text.split("\n")):
        return _markdown(text)
    if re.search(r"^\s{0,3}#{1,6}\s+\S", text, re.MULTILINE):
        return _markdown(text)
    if text.count("\t") >= 4:
        return _tabbed(text)
    return Taken(text, "text")


def _markdown(text: str) -> Taken:
    """Headings and strong words without their marks; tables as tables."""
    gathering = Gathering()
    rows: list[list[str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        is_row = line.count("|") > 1 and (rows or (number + 1 < len(lines) and _RULE.match(lines[number + 1])))
        if is_row:
            if not _RULE.match(line):
                rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            gathering.table(rows)
            rows = []
        gathering.line(_STRONG.sub(r"\2", _HEADING.sub("", line)))
    if rows:
        gathering.table(rows)
    return Taken(gathering.text(), "markdown", gathering.tables)


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
