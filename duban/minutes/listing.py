"""Documents as lines of a list: in which order, and what a sheet says of each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.minutes.models import Document
from duban.ui.sorting import BY_TITLE, BY_UNIT, NEWEST, OLDEST, Sort

FILTERS = ("q", "kind", "state", "unit")
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("old", OLDEST, ("id",)),
    Sort("title", BY_TITLE, ("title", "id")),
    Sort("unit", BY_UNIT, ("unit__path", "-id")),
)
COLUMNS = (
    Column(_("Title"), Kind.LONG, 44),
    Column(_("Kind"), Kind.TEXT, 12),
    Column(_("Number of the document"), Kind.TEXT, 20),
    Column(_("Issuer"), Kind.TEXT, 18),
    Column(_("Date"), Kind.DATE, 12),
    Column(_("Filed for"), Kind.TEXT, 18),
    Column(_("Filed by"), Kind.TEXT, 10),
    Column(_("Filed on"), Kind.MOMENT, 17),
    Column(_("State"), Kind.TEXT, 14),
    Column(_("Left to issue"), Kind.NUMBER, 10),
    Column(_("Became tasks"), Kind.NUMBER, 10),
)


def line_of(row: Document) -> tuple[Any, ...]:
    return (
        row.title, row.get_kind_display(), row.number, row.issuer, row.issued_on, str(row.unit), row.filed_by.name,
        row.filed_at, row.get_state_display() if row.is_read else row.get_reading_display(), row.open_count,
        row.done_count,
    )  # fmt: skip


SHEET = Sheet(_("Minutes and documents"), "minutes:list", SORTS, COLUMNS, line_of)
