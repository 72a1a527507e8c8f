"""Workbooks (.xlsx, .xls, .ods): every sheet is a table under its name."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from functools import reduce
from typing import Any

from duban.reading.intake.archives import opened, part
from duban.reading.intake.refusal import MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Gathering, Taken

# A table is made of all cells between the first and the last one that holds something.
MOST_CELLS = 5_000_000
# One that holds something; those that merely look like something are shut at once.
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(?!</)""")


def read_excel(data: bytes) -> Taken:
    import python_calamine as calamine

    if data.startswith(b"PK"):
        _refuse_far_apart(opened(data))
    gathering = Gathering()
    length = 0
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            name = about.name
            if about.visible != calamine.SheetVisibleEnum.Visible:
                # lists to choose from, last year's sheet: what nobody sees was not sent to be done
                continue
            rows: list[list[str]] = []
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > MOST_CELLS:
                raise Refused("bomb")
            for row in sheet.to_python(skip_empty_area=True):
                cells = [_shown(value) for value in row]
                length += sum(map(len, cells))
                if length > MOST_CHARACTERS:
                    raise Refused("bomb")
                rows.append(cells)
            if any(any(cells) for cells in rows):
                _repeat_merged(rows, sheet)
                gathering.line(name)
                gathering.table(rows)
    except calamine.PasswordError as error:
        raise Refused("encrypted") from error
    except Refused:
        raise
    except Exception as error:  # calamine raises a class of its own for each format, and panics on some damage
        raise Refused("damaged") from error
    return Taken(gathering.text(), "xlsx", gathering.tables)


def _refuse_far_apart(archive: zipfile.ZipFile) -> None:
    """Two cells in opposite corners ask for more memory than there is, which ends the process."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            columns: set[bytes] = set()
            rows: set[int] = set()
            for cell in _CELL.finditer(part(archive, name)):
                columns.add(cell[1])
                rows.add(int(cell[2]))
            if rows and _width(set(map(_number, columns))) * _width(rows) > MOST_CELLS:
                raise Refused("bomb")


def _width(numbers: set[int]) -> int:
    return max(numbers) - min(numbers) + 1


def _number(column: bytes) -> int:
    """AA → 27."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, column, 0)


def _repeat_merged(rows: list[list[str]], sheet: Any) -> None:
    """What is merged over several rows stands in each of them, as in a table of Word."""
    top, left = sheet.start or (0, 0)
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        if first >= top and column >= left:
            for row in rows[first - top + 1 : last - top + 1]:
                row[column - left] = rows[first - top][column - left]


def _shown(value: object) -> str:
    """A cell as a person would see it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
