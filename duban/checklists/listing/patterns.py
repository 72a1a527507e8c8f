"""Patterns as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duban.checklists.access import patterns
from duban.checklists.models import Pattern
from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.org.filters import of_unit
from duban.org.models import Person
from duban.ui.sorting import BY_TITLE, NEWEST, OLDEST, Sort

FILTERS = ("q", "unit")
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("old", OLDEST, ("id",)),
    Sort("title", BY_TITLE, ("title", "id")),
)


def patterns_for(person: Person, asked: Mapping[str, str]) -> QuerySet[Pattern]:
    rows = patterns.visible_to(person).prefetch_related("rules__edition__checklist")
    if words := asked.get("q", "").strip()[:100]:
        rows = rows.filter(Q(title__icontains=words) | Q(cause__icontains=words) | Q(item_code__iexact=words))
    return of_unit(rows, asked.get("unit", ""))


COLUMNS = (
    Column(_("Pattern"), Kind.LONG, 36),
    Column(_("Item"), Kind.TEXT, 12),
    Column(_("Cause"), Kind.LONG, 30),
    Column(_("Unit"), Kind.TEXT, 20),
    Column(_("Place"), Kind.TEXT, 16),
    Column(_("Times"), Kind.NUMBER, 8),
    Column(_("Rules"), Kind.LONG, 40),
    Column(_("Norm"), Kind.LONG, 30),
)


def line_of(row: Pattern) -> tuple[Any, ...]:
    rules = list(row.rules.all())
    norms = [f"{each.edition.checklist.name} · {each.edition.standing_word}" for each in rules if each.edition]
    return (
        row.title, row.item_code, row.cause, str(row.unit or ""), row.place, row.total,
        "\n".join(each.text for each in rules), "\n".join(norms),
    )  # fmt: skip


SHEET = Sheet(_("Patterns, rules, norms"), "checklists:patterns", SORTS, COLUMNS, line_of)
