"""Forms of one task (督办通知单): boxes with a label, each beside the box that is filled in."""

from __future__ import annotations

import re

from duban.reading.directives import columns as col
from duban.reading.types import Cell, Table

_LABEL = re.compile("[\u4e00-\u9fff（）()/、]{2,10}[：:]?")
_SAYS_WHO_OR_WHEN = {col.LEAD, col.UNIT, col.HELP, col.PERSON, col.DUE}


def form_of(table: Table) -> dict[str, list[Cell]] | None:
    """What the boxes beside known labels hold, named as columns of a task table are; None if this is no such form."""
    rows = [[cell for cell in row if col.squeezed(cell)] for row in table.rows]
    rows = [row for row in rows if len(row) > 1]
    pairs = [list(zip(row[::2], row[1::2], strict=True)) for row in rows if len(row) % 2 == 0 and _is_filled_in(row)]
    if len(pairs) < 2 or len(pairs) * 2 < len(rows) or not _is_filled_in(rows[0]):
        return None
    form: dict[str, list[Cell]] = {}
    for label, box in (pair for row in pairs for pair in row):
        meaning = _meaning(label)
        if meaning == col.MEASURE and col.TASK not in form:
            meaning = col.TASK
        if meaning not in ("", col.OTHER, col.NUMBER):
            form.setdefault(meaning, []).append(box)
    return form if col.TASK in form and form.keys() & _SAYS_WHO_OR_WHEN else None


def _is_filled_in(row: list[Cell]) -> bool:
    """Label, box, label, box: no box says what a label does, and a table's header is all labels."""
    return all(_LABEL.fullmatch(col.squeezed(cell)) for cell in row[::2]) and not any(map(_meaning, row[1::2]))


def _meaning(cell: Cell) -> str:
    return col.meaning_of(col.squeezed(cell).rstrip("：:"))
