"""Editions as Excel workbooks, and back: a sheet of items, and one that explains its columns."""

import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from duban.checklists.lines import COLUMNS, Fault, Line, read
from duban.checklists.models import AnswerKind, Dimension, Severity
from duban.exports.neutral import printable
from duban.org.sheets.columns import means
from duban.org.sheets.read import NotReadable, sheet_rows

WIDTHS = {"section": 18, "aspect": 16, "text": 48, "guidance": 48, "options": 24, "code": 12}
_SPARE_ROWS = 500


@dataclass
class CellFault:
    """A fault as a person finds it in the workbook."""

    cell: str
    label: str
    value: str
    message: str


@dataclass
class Brought:
    """What a workbook brought: lines, or faults of cells; what became an item of another kind than it says, and what
    stands in it that no item can take."""

    lines: list[Line] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    adapted: list[CellFault] = field(default_factory=list)
    left_out: list[CellFault] = field(default_factory=list)


def workbook_of(lines: list[Line], *, title: str) -> bytes:
    """The lines as an .xlsx that `read_workbook` takes back unchanged; without lines it is the empty template."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E7EFFB", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D5DB", "num_format": "@"}
    )
    sheet = book.add_worksheet(_("Items"))
    for place, (name, label) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, WIDTHS.get(name, 11))
        sheet.write_string(0, place, str(label), head)
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line.as_texts().values()):
            sheet.write_string(number, place, printable(text), cell)
    last = len(lines) + _SPARE_ROWS
    names = list(COLUMNS)
    for name, choices in (("kind", AnswerKind), ("dimension", Dimension), ("severity", Severity)):
        place = names.index(name)
        source = [str(label) for _code, label in choices.choices]
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": source})
    for name in ("veto", "proof"):
        place = names.index(name)
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": [_("yes"), _("no")]})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    _explain(book, head, cell, title)
    book.close()
    return file.getvalue()


def _explain(book: Workbook, head: Any, cell: Any, title: str) -> None:
    sheet = book.add_worksheet(_("How to fill it in"))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, printable(title), head)
    sheet.write_string(0, 1, "", head)
    words = {
        "section": _("The part of the checklist. Left empty, the item belongs to the section above."),
        "aspect": _("The field of prevention or work that the section belongs to."),
        "code": _("Leave it empty for new items. Keep it for items that exist: results are compared by it."),
        "text": _("One thing that can be seen or asked, at most 300 characters."),
        "kind": "、".join(str(label) for _code, label in AnswerKind.choices),
        "options": _(
            "For a choice: one option a line or separated by semicolons; × before an option means that it fails."
        ),
        "low": _("For a number: what passes at least. Empty is open."),
        "high": _("For a number: what passes at most. Empty is open."),
        "measure": _("Such as ℃, min, mg/L."),
        "dimension": "、".join(str(label) for _code, label in Dimension.choices),
        "severity": "、".join(str(label) for _code, label in Severity.choices),
        "weight": _("A whole number from 0 to 100; 1 when empty."),
        "veto": _("Yes: failing this fails the whole."),
        "proof": _("Yes: a photo or file must come with the answer. Ask for it only where the criterion needs it."),
        "guidance": _("How to look, by which clause; shown beside the item."),
    }
    for number, (name, label) in enumerate(COLUMNS.items(), 1):
        sheet.write_string(number, 0, str(label), cell)
        sheet.write_string(number, 1, words[name], cell)


def read_workbook(data: bytes) -> Brought:
    """Every fault of every cell, or the lines. Raises NotReadable when the file as a whole cannot be used."""
    rows = sheet_rows(data)
    found = Brought()
    heads = {name: head for name, sheet in rows.items() if (head := _head_of(sheet)) is not None}
    if not heads:
        raise NotReadable(_("No sheet has the headings of the template. Start from the template."))
    (name, head), *others = heads.items()
    sheet = rows[name]
    places = _places(sheet[head])
    below = sheet[head + 1 :]
    lines = [{key: row[at] if at < len(row) else "" for key, at in places.items()} for row in below]
    read_lines = read(lines, range(head + 2, head + 2 + len(lines)))
    found.lines = read_lines.lines
    found.faults = [_cell_fault(fault, lines, places, head, name) for fault in read_lines.faults]
    if not found.lines and not found.faults:
        raise NotReadable(_("The sheet has no items."))
    found.left_out = _unknown_columns(sheet[head], below, set(places.values()), f"{name}!", head + 1)
    found.left_out += [
        CellFault(f"{other}!A{at + 1}", "", other, _("Only the first sheet with items is taken."))
        for other, at in others
    ]
    return found


def _head_of(sheet: list[list[Any]]) -> int | None:
    return next((n for n, row in enumerate(sheet[:10]) if _is_head(row)), None)


def _unknown_columns(
    head: list[Any], below: list[list[Any]], known: set[int], sheet: str, number: int
) -> list[CellFault]:
    """Columns with something in them that no item has: a heading written otherwise would lose them without a word."""
    found = []
    for at in range(max([len(head), *map(len, below)])):
        said = next((text for row in below if at < len(row) and (text := str(row[at] or "").strip())), "")
        if said and at not in known:
            label = str(head[at] or "").strip() if at < len(head) else ""
            where = f"{sheet}{letter(at)}{number}"
            found.append(CellFault(where, label, said[:80], _("The template has no such column.")))
    return found


def _is_head(row: list[Any]) -> bool:
    return {"section", "text"} <= set(_places(row))


def _places(row: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        text = str(cell or "").strip()
        name = next((key for key, label in COLUMNS.items() if text and means(label, text, key)), "")
        if name and name not in found:
            found[name] = at
    return found


def _cell_fault(fault: Fault, lines: list[dict[str, Any]], places: dict[str, int], head: int, sheet: str) -> CellFault:
    at = places.get(fault.column, 0)
    value = lines[fault.row].get(fault.column, "") if fault.row < len(lines) else ""
    return CellFault(f"{sheet}!{letter(at)}{head + 2 + fault.row}", fault.label, str(value or "")[:80], fault.message)


def letter(place: int) -> str:
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(65 + rest) + said
    return said
