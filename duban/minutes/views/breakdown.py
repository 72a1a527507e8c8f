"""The breakdown table (任务分解表) of a document: as Excel with every proposal, as Word with the tasks that went out."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.responses import excel_response, word_response
from duban.exports.word.breakdown import breakdown
from duban.ledger.access import tasks
from duban.ledger.exports import breakdown_lines
from duban.minutes import queries
from duban.minutes.access import documents
from duban.minutes.matching import speaker_of
from duban.minutes.models import Document
from duban.org.requests import PersonRequest

MOST_IN_WORD = 500
COLUMNS = (
    Column(gettext_lazy("No."), Kind.NUMBER, 6),
    Column(gettext_lazy("Task"), Kind.LONG, 36),
    Column(gettext_lazy("Source words"), Kind.LONG, 50),
    Column(gettext_lazy("Lead unit"), Kind.TEXT, 18),
    Column(gettext_lazy("Supporting units"), Kind.LONG, 24),
    Column(gettext_lazy("Responsible person"), Kind.TEXT, 10),
    Column(gettext_lazy("Looker"), Kind.TEXT, 10),
    Column(pgettext_lazy("task", "Due"), Kind.DATE, 12),
    Column(gettext_lazy("Recurrence"), Kind.TEXT, 10),
    Column(gettext_lazy("Deliverables"), Kind.LONG, 24),
    Column(gettext_lazy("Done-criterion"), Kind.LONG, 30),
    Column(gettext_lazy("State"), Kind.TEXT, 14),
    Column(gettext_lazy("Task number"), Kind.TEXT, 20),
)


@require_GET
def excel(request: PersonRequest, pk: int) -> HttpResponseBase:
    document = documents.get_for(request.user, pk)
    return excel_response(COLUMNS, _rows(document), title=_title(document))


def _rows(document: Document) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(queries.proposals_of(document), 1):
        yield (
            number,
            row.title,
            row.source_text,
            str(row.lead_unit or "、".join(row.unit_names)),
            "、".join(str(unit) for unit in row.supporting_units.all()),
            str(row.responsible or ""),
            str(row.looker or ""),
            row.due_on,
            "、".join(row.rhythms),
            "、".join(row.deliverables),
            row.criterion,
            f"{row.get_state_display()}：{row.reason}" if row.reason else row.get_state_display(),
            row.task.number if row.task else "",
        )


@require_GET
def word(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Tasks of the document that the reader may see, after GB/T 9704."""
    document = documents.get_for(request.user, pk)
    ids = document.proposals.filter(task__isnull=False).values_list("task_id", flat=True)
    lines = breakdown_lines(tasks.visible_to(request.user).filter(pk__in=list(ids)), MOST_IN_WORD)
    day = document.issued_on or timezone.localdate(document.filed_at)
    content = breakdown(lines, title=_title(document), issuer=speaker_of(document.unit).name, on=day)
    return word_response(content, title=_title(document))


def _title(document: Document) -> str:
    return _("%(title)s: breakdown of tasks") % {"title": document.title}
