"""Visits as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.access import sent_to, visits
from duban.inspections.models import Visit, VisitKind, VisitState
from duban.org.filters import of_unit
from duban.org.models import Person
from duban.ui.addresses import day_said
from duban.ui.sorting import BY_UNIT, Sort

FILTERS = ("kind", "state", "unit", "mine", "since", "until")
SORTS = (
    Sort("new", _("Latest day first"), ("-on", "-id")),
    Sort("old", _("Earliest day first"), ("on", "id")),
    Sort("unit", BY_UNIT, ("unit__path", "-on", "-id")),
)


def visits_for(person: Person, asked: Mapping[str, str]) -> QuerySet[Visit]:
    rows = of_unit(visits.visible_to(person).prefetch_related("team"), asked.get("unit", ""))
    if (kind := asked.get("kind", "")) in VisitKind.values:
        rows = rows.filter(kind=kind)
    if (state := asked.get("state", "")) in VisitState.values:
        rows = rows.filter(state=state)
    if asked.get("mine"):
        rows = rows.filter(pk__in=sent_to(person))
    if since := day_said(asked.get("since", "")):
        rows = rows.filter(on__gte=since)
    if until := day_said(asked.get("until", "")):
        rows = rows.filter(on__lte=until)
    return rows


COLUMNS = (
    Column(_("Inspected unit"), Kind.TEXT, 20),
    Column(_("Checklist"), Kind.TEXT, 24),
    Column(_("Place"), Kind.TEXT, 16),
    Column(pgettext_lazy("visit", "Day"), Kind.DATE, 12),
    Column(_("Kind of visit"), Kind.TEXT, 10),
    Column(_("Inspecting unit"), Kind.TEXT, 20),
    Column(_("Team"), Kind.LONG, 20),
    Column(_("State"), Kind.TEXT, 18),
    Column(pgettext_lazy("visit", "Begun"), Kind.MOMENT, 17),
    Column(pgettext_lazy("visit", "Ended"), Kind.MOMENT, 17),
    Column(_("Summary"), Kind.LONG, 40),
)


def line_of(visit: Visit) -> tuple[Any, ...]:
    return (
        str(visit.unit), str(visit.edition.checklist), visit.place, visit.on, visit.get_kind_display(),
        str(visit.looking_unit), "、".join(person.name for person in visit.team.all()), visit.state_shown,
        visit.begun_at, visit.ended_at, visit.summary,
    )  # fmt: skip


SHEET = Sheet(_("Visits"), "inspections:visits", SORTS, COLUMNS, line_of)
