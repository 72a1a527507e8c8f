"""Excel files written row by row: memory stays flat however long the ledger is.

XlsxWriter makes the workbook, and the rows are written into its sheet here: asked cell by cell, it needs three times
as long for them (4.1 s against 1.4 s for 40,000 rows of 21 columns).
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from duban.exports.columns import LIGHTS, Column, Kind, Row, Rows
from duban.exports.neutral import printable
from duban.exports.shell import SHEET, plain_style, shell_of

MAX_ROWS = 1_048_575  # Excel's own, below the header
MAX_TEXT = 32_767
_EPOCH = date(1899, 12, 30).toordinal()
_ROWS_A_WRITE = 500
# What Excel would read as a character's number: the underscore of such a text is written as its own number.
_NUMBERED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
Cell = Callable[[int, Any], str]


def write_excel(columns: Sequence[Column], rows: Rows, *, title: str) -> IO[bytes]:
    """One sheet: frozen and filtered header, dates as dates, lights as shape and word. Returns the open file at its start.

    Text is always written as text, so nothing a person typed can become a formula or a link. Rows past Excel's last
    one are left out; CSV has no such end.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the response, which closes it
    shell = shell_of(columns, title=title, last_row=1)
    cells = [
        _cell(column.kind, letters, styles)
        for column, letters, styles in zip(columns, shell.letters, shell.styles, strict=True)
    ]
    source, last = islice(rows, MAX_ROWS), 1
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=4) as archive:
        with archive.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(shell.before.encode())
            while chunk := list(islice(source, _ROWS_A_WRITE)):
                sheet.write("".join([_row(at, row, cells) for at, row in enumerate(chunk, last + 1)]).encode())
                last += len(chunk)
            # Only now is it known how far the filter reaches.
            shell = shell_of(columns, title=title, last_row=last)
            sheet.write(shell.after.encode())
        for name, part in shell.parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file


def _row(at: int, row: Row, cells: Sequence[Cell]) -> str:
    inner = "".join([cell(at, v) for cell, v in zip(cells, row, strict=True) if v is not None and v != ""])
    return f'<row r="{at}">{inner}</row>'


def _cell(kind: Kind, letters: str, styles: Any) -> Cell:
    """A function that writes one value of a column as a cell of row `at`."""
    if kind is Kind.LIGHT:
        lights = {
            code: f'" s="{style}" t="inlineStr"><is><t>{_escaped(str(LIGHTS[code]))}</t></is></c>'
            for code, style in styles.items()
        }
        return lambda at, value: f'<c r="{letters}{at}{lights[value]}'
    style = plain_style(styles)
    if kind in (Kind.DATE, Kind.MOMENT):
        return lambda at, value: f'<c r="{letters}{at}" s="{style}"><v>{_serial(value)}</v></c>'
    if kind in (Kind.NUMBER, Kind.PERCENT):
        return lambda at, value: f'<c r="{letters}{at}" s="{style}"><v>{value}</v></c>'
    return lambda at, value: (
        f'<c r="{letters}{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{_escaped(value if type(value) is str else str(value))}</t></is></c>"
    )


def _escaped(text: str) -> str:
    text = printable(text)[:MAX_TEXT]
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NUMBERED.sub("_x005F_", text) if "_x" in text else text


def _serial(value: date) -> float:
    """Excel's day number; moments in the organisation's own time zone, because a sheet knows none."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if value.tzinfo else value
        return local.toordinal() - _EPOCH + (local.hour * 3600 + local.minute * 60 + local.second) / 86400
    return value.toordinal() - _EPOCH
