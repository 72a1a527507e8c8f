"""Suggestions as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.access import suggestions
from duban.inspections.models import Suggestion, SuggestionState
from duban.org.filters import of_unit, with_words
from duban.org.models import Person
from duban.ui.sorting import BY_UNIT, NEWEST, Sort

FILTERS = ("q", "state", "unit")
SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("due", _("What is to be answered first"), ("answer_by", "id")),
    Sort("unit", BY_UNIT, ("unit__path", "-id")),
)


def suggestions_for(person: Person, asked: Mapping[str, str]) -> QuerySet[Suggestion]:
    """`unit` is who answers, without what is below it: so the numbers beside the list lead to their rows."""
    rows = of_unit(suggestions.visible_to(person), asked.get("unit", ""), below=False)
    if (state := asked.get("state", "")) in SuggestionState.values:
        rows = rows.filter(state=state)
    return with_words(rows, asked.get("q", ""), "title", "text")


COLUMNS = (
    Column(_("In short"), Kind.LONG, 30),
    Column(_("What you see, and what you propose"), Kind.LONG, 44),
    Column(_("Sent by"), Kind.TEXT, 10),
    Column(_("Sent on"), Kind.DATE, 12),
    Column(_("Answered by"), Kind.TEXT, 20),
    Column(_("Answer by"), Kind.DATE, 12),
    Column(_("State"), Kind.TEXT, 14),
    Column(_("Answer"), Kind.LONG, 44),
    Column(_("Answered on"), Kind.DATE, 12),
)


def line_of(row: Suggestion) -> tuple[Any, ...]:
    return (
        row.title, row.text, row.by.name if row.by else gettext("anonymous"), row.sent_on, str(row.unit),
        row.answer_by, row.get_state_display(), row.answer, row.answered_on,
    )  # fmt: skip


SHEET = Sheet(_("Suggestions"), "inspections:suggestions", SORTS, COLUMNS, line_of)
