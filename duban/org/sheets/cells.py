"""The cells of a workbook, read in a process of its own: two of them at far ends make a table of terabytes.

Looking at the file beforehand does not tell: what it packs and says of its size is the sender's to write.
"""

from __future__ import annotations

import io
from typing import Any

MOST_CELLS = 2_000_000
Sheets = dict[str, list[list[Any]]]


def cells_of(content: bytes) -> Sheets | str | None:
    """Done in the other process. A text says what is wrong with the file; None: more cells than a list has."""
    from python_calamine import CalamineError, CalamineWorkbook

    rows: Sheets = {}
    room = MOST_CELLS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            # As long and wide as its last cell lies from A1: what stands before the first one is filled up.
            row, column = sheet.end or (-1, -1)
            room -= (row + 1) * (column + 1)
            if room < 0:
                return None
            rows[name] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, KeyError) as error:
        return str(error)
    return rows
