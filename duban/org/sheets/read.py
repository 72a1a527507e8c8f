"""From a workbook to cells that still know where they stand."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from duban.org.sheets.cells import MOST_CELLS, Sheets
from duban.org.sheets.columns import SHEETS, Column, Sheet, means, which
from duban.reading.apart import BrokeBounds, apart

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 300 * 2**20
MOST_ROWS = 50_000
# Of the process that reads the cells, and how long somebody would look at a resting button.
MOST_MEMORY = 2**30
SECONDS = 60


class NotReadable(ValueError):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be accepted: where it is, what is wrong, how to mend it."""

    sheet: str
    cell: str
    value: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} “{self.value}”: {self.wrong} {self.mend}"


@dataclass
class Line:
    """One filled-in row. `values` are stripped text or dates by column key; missing cells are empty."""

    sheet: Sheet
    number: int
    values: dict[str, Any]
    letters: dict[str, str]

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key, "")

    def fault(self, key: str, wrong: str, mend: str = "") -> Fault:
        letter = self.letters.get(key, "A")
        return Fault(str(self.sheet.label), f"{letter}{self.number}", str(self.values.get(key, "")), wrong, mend)


@dataclass
class Workbook:
    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_workbook(data: bytes) -> Workbook:
    """The sheets of the template that are there, their rows, and the faults of single cells. Raises NotReadable."""
    found = Workbook()
    for name, rows in sheet_rows(data).items():
        sheet = which(SHEETS, name)
        if sheet is not None and sheet.key not in found.lines:
            found.lines[sheet.key] = _lines(sheet, rows, found.faults)
    if not found.lines:
        wanted = "、".join(str(sheet.label) for sheet in SHEETS)
        raise NotReadable(_("No sheet is called %(names)s. Start from the template.") % {"names": wanted})
    return found


def sheet_rows(data: bytes) -> Sheets:
    """All sheets by name, in their order. Raises NotReadable for what is no workbook, is damaged, or is a bomb."""
    _look_before_opening(data)
    work = "duban.org.sheets.cells:cells_of"
    try:
        cells: Sheets | str | None = apart(work, seconds=SECONDS, most_memory=MOST_MEMORY, content=data)
    except BrokeBounds:
        cells = None
    if cells is None:
        raise NotReadable(
            _("The sheets have more than %(n)s cells. Delete what stands far away from the list.") % {"n": MOST_CELLS}
        )
    if isinstance(cells, str):
        raise NotReadable(_("The file is damaged or protected by a password. Save it anew without one."))
    return cells


def _look_before_opening(data: bytes) -> None:
    if not data:
        raise NotReadable(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise NotReadable(_("The file is larger than 20 MB. Split it."))
    if not data.startswith(b"PK"):
        raise NotReadable(_("This is not an .xlsx workbook. Save it as “Excel workbook (.xlsx)” and try again."))
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except zipfile.BadZipFile:
        raise NotReadable(_("The file is cut off or damaged. Send it again.")) from None
    if unpacked > MOST_UNPACKED:
        raise NotReadable(_("The file unpacks to more than 300 MB; this is no list of an organisation."))


def _lines(sheet: Sheet, rows: list[list[Any]], faults: list[Fault]) -> list[Line]:
    head = next((n for n, row in enumerate(rows[:10]) if _is_head(sheet, row)), None)
    label = str(sheet.label)
    if head is None:
        if any(_text(cell) for row in rows for cell in row):
            wanted = "、".join(str(column.label) for column in sheet.columns if column.required)
            faults.append(
                Fault(label, "A1", "", _("The headings are missing."), _("It needs %(names)s.") % {"names": wanted})
            )
        return []
    places: dict[int, Column] = {}
    for place, cell in enumerate(rows[head]):
        column = next((c for c in sheet.columns if means(c.label, _text(cell), c.key)), None)
        if column is not None and column not in places.values():
            places[place] = column
    for column in sheet.columns:
        if column.required and column not in places.values():
            faults.append(
                Fault(
                    label,
                    f"A{head + 1}",
                    "",
                    _("The column “%(name)s” is missing.") % {"name": column.label},
                    _("Copy it from the template."),
                )
            )
    letters = {column.key: letter(place) for place, column in places.items()}
    lines: list[Line] = []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        if not any(_text(row[place]) for place in places if place < len(row)):
            continue
        if len(lines) >= MOST_ROWS:
            faults.append(Fault(label, f"A{number}", "", _("More than 50,000 rows."), _("Split the file.")))
            break
        line = Line(sheet, number, {}, letters)
        for place, column in places.items():
            _take(line, column, row[place] if place < len(row) else "", faults)
        lines.append(line)
    return lines


def _is_head(sheet: Sheet, row: list[Any]) -> bool:
    said = [_text(cell) for cell in row]
    return sum(any(means(c.label, text, c.key) for c in sheet.columns) for text in said if text) >= 2


def _take(line: Line, column: Column, cell: Any, faults: list[Fault]) -> None:
    text = _text(cell)
    line.values[column.key] = text
    if not text:
        if column.required:
            faults.append(line.fault(column.key, _("“%(name)s” is empty.") % {"name": column.label}, _("Fill it in.")))
    elif column.is_date:
        day = read_day(cell)
        if day is None:
            faults.append(line.fault(column.key, _("This is not a date."), _("Write it like 2026-03-31.")))
        else:
            line.values[column.key] = day
    elif column.choices:
        chosen = next((code for code, words in column.choices if means(words, text, code)), None)
        if chosen is None:
            wanted = "、".join(str(words) for _code, words in column.choices)
            faults.append(
                line.fault(column.key, _("This is not in the list."), _("Choose one of %(names)s.") % {"names": wanted})
            )
        else:
            line.values[column.key] = chosen
    elif column.longest and len(text) > column.longest:
        faults.append(
            line.fault(column.key, _("Longer than %(n)s characters.") % {"n": column.longest}, _("Shorten it."))
        )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a number that was meant as text, such as a mobile
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    # A cell copied from elsewhere may hold what no database takes.
    return " ".join("".join(c if c.isprintable() else " " for c in str(cell)).split())


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")


def read_day(cell: Any) -> date | None:
    """A date however Excel or a person wrote it; None when it is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if len(text) == 8 and text.isdecimal():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if not (found := _DAY.fullmatch(text)):
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def letter(place: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
