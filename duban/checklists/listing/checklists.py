"""Checklists as lines of a sheet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duban.checklists.queries.listing import ChecklistLine
from duban.exports.columns import Column, Kind
from duban.ui.sorting import BY_TITLE, Sort

SORTS = (Sort("code", _("By code"), ("code", "id")), Sort("title", BY_TITLE, ("name", "id")))
COLUMNS = (
    Column(_("Code"), Kind.TEXT, 12),
    Column(_("Checklist"), Kind.LONG, 30),
    Column(_("Owner unit"), Kind.TEXT, 20),
    Column(_("Edition"), Kind.NUMBER, 8),
    Column(_("State"), Kind.TEXT, 12),
    Column(_("In force"), Kind.DATE, 12),
    Column(_("Source document"), Kind.LONG, 26),
    Column(_("Items"), Kind.NUMBER, 8),
    Column(_("Checks made"), Kind.NUMBER, 10),
)


def line_of(line: ChecklistLine) -> tuple[Any, ...]:
    """By the edition in force; by the one being prepared where there is none yet."""
    edition = line.present or line.coming
    about = (
        (edition.number, str(edition.standing_word), edition.since, edition.document)
        if edition
        else (None, "", None, "")
    )
    return (line.checklist.code, line.checklist.name, str(line.checklist.owner), *about, line.items, line.responses)
