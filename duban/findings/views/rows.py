"""A finding as a line of a list."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.findings import sources
from duban.findings.models import Finding, State

# What a line names beside the finding, read with it in one query.
BESIDE = ("unit", "kind", "task", "found_by")


def due_of(finding: Finding) -> date | None:
    """By when the next move is owed."""
    if finding.state == State.RECTIFYING and finding.task:
        return finding.task.due_on
    return finding.answer_by


# What is owed by that day, in each state that has one; the other states wait for whoever found it.
DUE_WORDS = {
    State.DISPUTED: gettext_lazy("Ruling by"),
    State.ACCEPTED: gettext_lazy("Plan by"),
    State.RECTIFYING: gettext_lazy("Put right by"),
}


def marks_of(finding: Finding) -> list[tuple[str, str]]:
    """(words, tone) of what a reader must not overlook."""
    found = []
    if finding.repeat_of_id:
        found.append((_("repeat"), "tag-red"))
    if finding.relapses:
        found.append((_("relapsed"), "tag-red"))
    if finding.returns:
        found.append((_("returned"), "tag-yellow"))
    if finding.fixed_on_spot:
        found.append((_("fixed on the spot"), "tag-blue"))
    if finding.recheck_drawn_on:
        found.append((_("drawn for a recheck"), "tag-yellow"))
    return found


TONES = {"critical": "tag-red", "major": "tag-yellow", "minor": ""}


def dressed(rows: QuerySet[Finding] | list[Finding], today: date) -> list[Any]:
    """The rows with what a template shows and must not work out: due and what is due, late, marks, tone, source."""
    for row in rows:
        due = due_of(row) if row.is_open else None
        row.due = due  # type: ignore[attr-defined]
        row.due_words = DUE_WORDS.get(State(row.state), _("Answer by"))  # type: ignore[attr-defined]
        row.late = due is not None and due < today  # type: ignore[attr-defined]
        row.marks = marks_of(row)  # type: ignore[attr-defined]
        row.tone = TONES[row.severity]  # type: ignore[attr-defined]
        row.source_label = sources.label_of(row.source_noun)  # type: ignore[attr-defined]
    return list(rows)
