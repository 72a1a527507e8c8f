"""Excel files written row by row: memory stays flat however long the ledger is."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duban.exports.columns import LIGHTS, Column, Kind, Rows
from duban.exports.neutral import printable

MAX_ROWS = 1_048_575  # Excel's own, below the header
MAX_TEXT = 32_767
_EPOCH = date(1899, 12, 30).toordinal()
_FONT = {"font_name": "宋体", "font_size": 10.5, "valign": "top"}
_EDGE = {"border": 1, "border_color": "#D0D5DB"}
Writer = Callable[[int, int, Any], object]


def write_excel(columns: Sequence[Column], rows: Rows, *, title: str) -> IO[bytes]:
    """One sheet: frozen and filtered header, dates as dates, lights as shape and word. Returns the open file at its start.

    Text is always written as text, so nothing a person typed can become a formula or a link. Past Excel's last row
    the sheet says that it was cut; CSV has no such end.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the response, which closes it
    book = Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet(_sheet_name(title))
    _head(book, sheet, columns)
    writers = [_writer(book, sheet, column.kind) for column in columns]
    last = 0
    for last, row in enumerate(rows, 1):
        if last > MAX_ROWS:
            break
        for place, value in enumerate(row):
            if value is not None and value != "":
                writers[place](last, place, value)
    sheet.autofilter(0, 0, max(min(last, MAX_ROWS), 1), max(len(columns) - 1, 0))
    book.close()
    file.seek(0)
    return file


def _sheet_name(title: str) -> str:
    return "".join(c for c in printable(title) if c not in "[]:*?/\\'")[:31].strip() or "Sheet1"


def _head(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    style = book.add_format(
        {**_FONT, **_EDGE, "bold": True, "bg_color": "#E8EEF6", "text_wrap": True, "valign": "vcenter"}
    )
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.set_row(0, 26)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), style)


def _writer(book: Workbook, sheet: Worksheet, kind: Kind) -> Writer:
    if kind is Kind.LIGHT:
        return _light_writer(book, sheet)
    if kind in (Kind.DATE, Kind.MOMENT):
        form = "yyyy-mm-dd" if kind is Kind.DATE else "yyyy-mm-dd hh:mm"
        style = book.add_format({**_FONT, **_EDGE, "num_format": form, "align": "center"})
        return lambda row, place, value: sheet.write_number(row, place, _serial(value), style)
    if kind in (Kind.NUMBER, Kind.PERCENT):
        style = book.add_format({**_FONT, **_EDGE, **({"num_format": '0"%"'} if kind is Kind.PERCENT else {})})
        return lambda row, place, value: sheet.write_number(row, place, value, style)
    return _text_writer(sheet, book.add_format({**_FONT, **_EDGE, "text_wrap": kind is Kind.LONG}))


def _text_writer(sheet: Worksheet, style: Format) -> Writer:
    def write(row: int, place: int, value: Any) -> None:
        sheet.write_string(row, place, printable(str(value))[:MAX_TEXT], style)

    return write


def _light_writer(book: Workbook, sheet: Worksheet) -> Writer:
    ready = {
        code: (
            str(light),
            book.add_format({**_FONT, **_EDGE, "bold": True, "font_color": light.ink, "bg_color": light.paper}),
        )
        for code, light in LIGHTS.items()
    }

    def write(row: int, place: int, value: Any) -> None:
        word, style = ready[value]
        sheet.write_string(row, place, word, style)

    return write


def _serial(value: date) -> float:
    """Excel's day number; moments in the organisation's own time zone, because a sheet knows none."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if value.tzinfo else value
        return local.toordinal() - _EPOCH + (local.hour * 3600 + local.minute * 60 + local.second) / 86400
    return value.toordinal() - _EPOCH
