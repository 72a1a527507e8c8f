"""The workbook to fill in, empty or holding the organisation of today."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duban.org.models import Appointment, Person, Placement, Unit, UnitAlias
from duban.org.sheets.columns import ACTIVE, ALIASES, APPOINTMENTS, LEFT, PEOPLE, SHEETS, UNITS, Column, Sheet

_FONT = {"font_name": "宋体", "font_size": 11}
_PREPARED_ROWS = 2000  # rows that get drop-down lists and date formats


def template() -> bytes:
    """An empty workbook with instructions, lists to choose from, and headings."""
    return _written({})


def present_organisation() -> bytes:
    """Everything that is there today, in the form of the template: to read, to change and to import again."""
    return _written(
        {UNITS.key: _units(), PEOPLE.key: _people(), APPOINTMENTS.key: _appointments(), ALIASES.key: _aliases()}
    )


def _written(rows: dict[str, Iterable[dict[str, Any]]]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _instructions(book)
    for sheet in SHEETS:
        _sheet(book, sheet, list(rows.get(sheet.key, ())))
    book.close()
    return file.getvalue()


def _instructions(book: Workbook) -> None:
    page = book.add_worksheet(_("Instructions"))
    page.hide_gridlines(2)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 90)
    big = book.add_format({**_FONT, "bold": True, "font_size": 16})
    bold = book.add_format({**_FONT, "bold": True, "valign": "top"})
    text = book.add_format({**_FONT, "text_wrap": True, "valign": "top"})
    page.write_string(0, 0, _("The organisation in four sheets"), big)
    steps = [
        _("1. Fill in the sheets from left to right; a star marks columns that must be filled."),
        _("2. Rows are matched by code (units) and by user name or staff number (people): known ones are changed, others are added. Nothing is deleted because it is missing here."),
        _("3. Import the file. Every faulty cell is listed before anything is saved; then you see what will change and confirm."),
        _("4. To change the organisation later, download the present one, change rows, and import it again."),
        _("5. Dates are written like 2026-03-31. “Until” and “closed on” are the first day on which it no longer holds."),
    ]  # fmt: skip
    for number, step in enumerate(steps, 2):
        page.merge_range(number, 0, number, 2, step, text)
        page.set_row(number, 32 if len(step) > 60 else 18)
    row = len(steps) + 3
    for place, words in enumerate((_("Sheet"), _("Column"), _("What to write"))):
        page.write_string(row, place, words, bold)
    for sheet in SHEETS:
        for column in sheet.columns:
            row += 1
            hint = str(column.hint)
            if column.choices:
                hint = f"{hint} {'、'.join(str(words) for _code, words in column.choices)}".strip()
            page.write_string(row, 0, str(sheet.label), text)
            page.write_string(row, 1, _heading(column), text)
            page.write_string(row, 2, hint, text)


def _heading(column: Column) -> str:
    return f"{column.label}{' *' if column.required else ''}"


def _sheet(book: Workbook, sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    page = book.add_worksheet(str(sheet.label))
    must = book.add_format({**_FONT, "bold": True, "bg_color": "#FFF1CC", "border": 1, "border_color": "#D0D5DB"})
    may = book.add_format({**_FONT, "bold": True, "bg_color": "#E8EEF6", "border": 1, "border_color": "#D0D5DB"})
    text = book.add_format({**_FONT, "num_format": "@"})
    day = book.add_format({**_FONT, "num_format": "yyyy-mm-dd"})
    page.freeze_panes(1, 1)
    last = max(len(rows) + 200, _PREPARED_ROWS)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, day if column.is_date else text)
        page.write_string(0, place, _heading(column), must if column.required else may)
        _prepare(page, column, place, last)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(sheet.columns):
            _cell(page, number, place, column, row.get(column.key), text, day)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)


def _prepare(page: Worksheet, column: Column, place: int, last: int) -> None:
    # Excel cuts a prompt title at 32 characters and the text at 255.
    say = {"input_title": str(column.label)[:32], "input_message": str(column.hint)[:255]} if column.hint else {}
    if column.choices:
        words = [str(words) for _code, words in column.choices]
        page.data_validation(1, place, last, place, {"validate": "list", "source": words, **say})
    elif column.key in ("parent", "unit"):
        source = f"='{UNITS.label}'!$A$2:$A${_PREPARED_ROWS}"
        # Names are welcome too, so the list only helps.
        page.data_validation(1, place, last, place, {"validate": "list", "source": source, "show_error": False, **say})
    elif say:
        page.data_validation(1, place, last, place, {"validate": "any", **say})


def _cell(page: Worksheet, row: int, place: int, column: Column, value: Any, text: Format, day: Format) -> None:
    if value is None or value == "":
        return
    if column.is_date:
        page.write_datetime(row, place, value, day)
    elif column.choices:
        page.write_string(row, place, str(dict(column.choices)[value]), text)
    else:
        page.write_string(row, place, str(value), text)


def _units() -> Iterable[dict[str, Any]]:
    today = timezone.localdate()
    codes = dict(Unit.objects.values_list("pk", "code"))
    placed: dict[int, Placement] = {}
    for placement in Placement.objects.filter(since__lte=today).order_by("since"):
        placed[placement.unit_id] = placement
    for unit in Unit.objects.all():
        here = placed.get(unit.pk)
        yield {
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind,
            "parent": codes.get(here.parent_id) if here and here.parent_id else "",
            "opened_on": unit.opened_on,
            "closed_on": unit.closed_on,
            "placed_since": here.since if here else None,
        }


def _people() -> Iterable[dict[str, Any]]:
    for person in Person.objects.order_by("-is_active", "spelling", "pk"):
        yield {
            "username": person.username,
            "name": person.name,
            "number": person.number,
            "mobile": person.mobile,
            "email": person.email,
            "status": ACTIVE if person.is_active else LEFT,
        }


def _appointments() -> Iterable[dict[str, Any]]:
    rows = Appointment.objects.select_related("person", "unit").order_by("unit__path", "role", "pk")
    for row in rows:
        yield {
            "person": row.person.username,
            "unit": row.unit.code,
            "role": row.role,
            "post": row.post,
            "since": row.since,
            "until": row.until,
        }


def _aliases() -> Iterable[dict[str, Any]]:
    for alias in UnitAlias.objects.select_related("unit").order_by("unit__path", "text"):
        yield {"unit": alias.unit.code, "text": alias.text}
