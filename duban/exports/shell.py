"""The workbook around the rows: styles, header, widths, print set-up, made by XlsxWriter with no row in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from duban.exports.columns import LIGHTS, Column, Kind
from duban.exports.neutral import printable

SHEET = "xl/worksheets/sheet1.xml"
_FONT = {"font_name": "宋体", "font_size": 10.5, "valign": "top"}
_EDGE = {"border": 1, "border_color": "#D0D5DB"}
_NUMBER_FORMS = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", Kind.PERCENT: '0"%"'}
_SAMPLE = re.compile(r'<c r="([A-Z]+)(\d+)" s="(\d+)"/>')
_PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Shell:
    """`before` and `after` go around the rows; `styles` are by column and, for lights, by code; `letters` by column."""

    before: str
    after: str
    styles: Sequence[Mapping[str, str]]
    letters: Sequence[str]
    parts: Mapping[str, bytes]


def shell_of(columns: Sequence[Column], *, title: str, last_row: int) -> Shell:
    """The workbook for rows down to `last_row` (the header is row 1)."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": printable(title)})
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format(
        {**_FONT, **_EDGE, "bold": True, "bg_color": "#E8EEF6", "text_wrap": True, "valign": "vcenter"}
    )
    codes: list[list[str]] = []
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.label), head)
        styles = _styles(book, column.kind)
        codes.append(list(styles))
        # One empty sample of each style, under the header: it tells the number that the style bears in the file.
        for row, style in enumerate(styles.values(), 1):
            sheet.write_blank(row, place, None, style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last_row - 1, 1), max(len(columns) - 1, 0))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.set_row(0, 26)
    book.close()
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts.pop(SHEET).decode()
    samples = {(letters, int(row)): style for letters, row, style in _SAMPLE.findall(text)}
    letters = list(dict.fromkeys(letter for letter, _row in samples))
    return Shell(
        # The size of the sheet is optional, and not known yet.
        before=re.sub(r'<dimension ref="[^"]*"/>', "", text[: text.index('<row r="2"')]),
        after=text[text.index("</sheetData>") :],
        styles=[
            {code: samples[letters[place], row] for row, code in enumerate(found, 2)}
            for place, found in enumerate(codes)
        ],
        letters=letters,
        parts=parts,
    )


def _styles(book: Workbook, kind: Kind) -> dict[str, Format]:
    if kind is Kind.LIGHT:
        return {
            code: book.add_format({**_FONT, **_EDGE, "bold": True, "font_color": light.ink, "bg_color": light.paper})
            for code, light in LIGHTS.items()
        }
    more: dict[str, object] = {}
    if kind in _NUMBER_FORMS:
        more["num_format"] = _NUMBER_FORMS[kind]
    if kind in (Kind.DATE, Kind.MOMENT):
        more["align"] = "center"
    if kind is Kind.LONG:
        more["text_wrap"] = True
    return {_PLAIN: book.add_format({**_FONT, **_EDGE, **more})}


def plain_style(styles: Mapping[str, str]) -> str:
    return styles[_PLAIN]


def _sheet_name(title: str) -> str:
    return "".join(c for c in printable(title) if c not in "[]:*?/\\'")[:31].strip() or "Sheet1"
