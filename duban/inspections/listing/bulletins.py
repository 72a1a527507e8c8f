"""Bulletins as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.access import bulletins
from duban.inspections.models import Bulletin
from duban.org.filters import of_unit, with_words
from duban.org.models import Person
from duban.ui.sorting import BY_UNIT, NEWEST, Sort

FILTERS = ("q", "state", "unit")
STATES = (("issued", pgettext_lazy("bulletin", "Issued")), ("draft", pgettext_lazy("plan", "Draft")))
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("until", _("Latest period first"), ("-until", "-id")),
    Sort("unit", BY_UNIT, ("unit__path", "-id")),
)


def bulletins_for(person: Person, asked: Mapping[str, str]) -> QuerySet[Bulletin]:
    """`unit` is who issues it, or a unit above that."""
    rows = of_unit(bulletins.visible_to(person).defer("lines"), asked.get("unit", ""))
    if (state := asked.get("state", "")) in dict(STATES):
        rows = rows.filter(issued_at__isnull=state == "draft")
    return with_words(rows, asked.get("q", ""), "title", "number")


COLUMNS = (
    Column(_("Title"), Kind.LONG, 40),
    Column(_("Document number"), Kind.TEXT, 20),
    Column(_("From"), Kind.DATE, 12),
    Column(_("Up to and including"), Kind.DATE, 12),
    Column(_("Issued by"), Kind.TEXT, 20),
    Column(_("About the units below"), Kind.TEXT, 20),
    Column(_("Aspect"), Kind.TEXT, 14),
    Column(_("State"), Kind.TEXT, 10),
    Column(_("Issued on"), Kind.DATE, 12),
    Column(_("Text"), Kind.LONG, 60),
)


def line_of(row: Bulletin) -> tuple[Any, ...]:
    return (
        row.title, row.number, row.since, row.until, str(row.unit), str(row.scope), row.aspect,
        str(dict(STATES)["issued" if row.is_issued else "draft"]),
        timezone.localdate(row.issued_at) if row.issued_at else None, row.body,
    )  # fmt: skip


SHEET = Sheet(_("Bulletins"), "inspections:bulletins", SORTS, COLUMNS, line_of)
