"""Checks as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.checklists.access import checklists
from duban.checklists.models import Checklist, Response
from duban.checklists.queries import responses_for, tallies
from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.org.filters import of_unit
from duban.org.models import Person
from duban.ui.addresses import day_said, number_said
from duban.ui.sorting import BY_UNIT, NEWEST, OLDEST, Sort

FILTERS = ("state", "unit", "checklist", "since", "until")
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("old", OLDEST, ("id",)),
    Sort("unit", BY_UNIT, ("unit__path", "-id")),
)


def checklist_asked(person: Person, asked: Mapping[str, str]) -> Checklist | None:
    wanted = number_said(asked.get("checklist", ""))
    return checklists.visible_to(person).filter(pk=wanted).first() if wanted is not None else None


def listed(person: Person, asked: Mapping[str, str]) -> QuerySet[Response]:
    """`unit` is the one looked at, without what is below it: so the coverage leads to its rows."""
    rows = responses_for(person, checklist=checklist_asked(person, asked), state=asked.get("state", ""))
    rows = of_unit(rows, asked.get("unit", ""), below=False)
    if since := day_said(asked.get("since", "")):
        rows = rows.filter(begun_at__date__gte=since)
    if until := day_said(asked.get("until", "")):
        rows = rows.filter(begun_at__date__lte=until)
    return rows


COLUMNS = (
    Column(_("Checklist"), Kind.TEXT, 26),
    Column(_("Edition"), Kind.NUMBER, 8),
    Column(_("Unit looked at"), Kind.TEXT, 20),
    Column(_("Looking unit"), Kind.TEXT, 20),
    Column(_("Place"), Kind.TEXT, 16),
    Column(pgettext_lazy("checker", "By"), Kind.TEXT, 10),
    Column(_("Begun"), Kind.MOMENT, 17),
    Column(_("Items"), Kind.NUMBER, 8),
    Column(pgettext_lazy("verdict", "Passed"), Kind.NUMBER, 8),
    Column(pgettext_lazy("verdict", "Failed"), Kind.NUMBER, 8),
    Column(_("Not applicable"), Kind.NUMBER, 8),
    Column(_("State"), Kind.TEXT, 10),
    Column(_("Finished"), Kind.MOMENT, 17),
)


def dress(rows: list[Any]) -> None:
    """`tally` of each: how many items have which verdict."""
    found = tallies(rows)
    for row in rows:
        row.tally = found[row.pk]


def line_of(row: Any) -> tuple[Any, ...]:
    return (
        row.edition.checklist.name, row.edition.number, str(row.unit), str(row.looking_unit or ""), row.place,
        str(row.by), row.begun_at, row.tally["items"], row.tally["pass"], row.tally["fail"], row.tally["na"],
        gettext("Finished") if row.finished_at else pgettext("check", "Open"), row.finished_at,
    )  # fmt: skip


SHEET = Sheet(_("Checks made"), "checklists:responses", SORTS, COLUMNS, line_of)
