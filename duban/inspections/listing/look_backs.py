"""Look-backs as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.access import look_backs
from duban.inspections.models import LookBack
from duban.org.access import standing_of
from duban.org.filters import with_words
from duban.org.models import Person
from duban.ui.sorting import BY_TITLE, NEWEST, OLDEST, Sort

FILTERS = ("q", "verdict", "noun", "mine")
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("old", OLDEST, ("id",)),
    Sort("title", BY_TITLE, ("title", "id")),
)
# What the page and the sheet say of a verdict, and which rows that is.
VERDICTS = {
    "open": (_("To be looked at"), Q(held__isnull=True)),
    "held": (_("It holds"), Q(held=True)),
    "failed": (_("To be opened again"), Q(held=False, reopened=False)),
    "reopened": (_("Opened again"), Q(held=False, reopened=True)),
}


def look_backs_for(person: Person, asked: Mapping[str, str]) -> QuerySet[LookBack]:
    rows = look_backs.visible_to(person)
    if (verdict := asked.get("verdict", "")) in VERDICTS:
        rows = rows.filter(VERDICTS[verdict][1])
    if (noun := asked.get("noun", "")) in ("task", "finding"):
        rows = rows.filter(noun=noun)
    if asked.get("mine"):
        rows = rows.filter(checker__in=standing_of(person).person_ids)
    return with_words(rows, asked.get("q", ""), "title")


COLUMNS = (
    Column(_("What is looked at again"), Kind.LONG, 44),
    Column(_("Kind"), Kind.TEXT, 10),
    Column(_("Who looks again"), Kind.TEXT, 12),
    Column(_("Verdict"), Kind.TEXT, 14),
    Column(_("What was looked at, and what was found"), Kind.LONG, 44),
    Column(_("Looked at on"), Kind.MOMENT, 17),
    Column(pgettext_lazy("noun", "Draw"), Kind.TEXT, 24),
)


def verdict_of(row: LookBack) -> str:
    code = "open" if row.held is None else "held" if row.held else "reopened" if row.reopened else "failed"
    return str(VERDICTS[code][0])


def line_of(row: LookBack) -> tuple[Any, ...]:
    return (
        row.title, row.get_noun_display(), row.checker.name if row.checker else "", verdict_of(row), row.note, row.at,
        str(row.draw),
    )  # fmt: skip


SHEET = Sheet(_("Look-backs"), "inspections:look_backs", SORTS, COLUMNS, line_of)
