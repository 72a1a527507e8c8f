"""Tables that were typed, or lost their rules when they were copied: a line of column names, cells apart by blanks."""

from __future__ import annotations

import re

from duban.reading.directives import columns as col
from duban.reading.types import Cell, Table

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\s|｜]+")
_MAY_BE_HEADER = re.compile(r"[ \t\u3000|｜](?:责任|完成|整改|牵头|承办|负责|时限|期限|时间|单位|部门)")
_FEWEST = 3


def typed_tables(text: str) -> list[Table]:
    """Task tables among the lines of a text; every line below the column names has as many cells as they are."""
    if not _MAY_BE_HEADER.search(text):
        return []
    found: list[Table] = []
    table: Table | None = None
    for line in _LINE.finditer(text):
        cells = [Cell(m.group(), m.start(), m.end()) for m in _CELL.finditer(text, line.start(), line.end())]
        if table is not None and len(cells) == len(table.rows[0]):
            table.rows.append(cells)
            continue
        table = Table([cells]) if len(cells) >= _FEWEST and col.columns_of(Table([cells])) else None
        if table is not None:
            found.append(table)
    return [table for table in found if len(table.rows) > 1]
