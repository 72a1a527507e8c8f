"""The journal, to read: of one task for whoever sees the task, of all units for whoever sees all units. Nobody reads here of
what is hidden from them elsewhere, such as visits ahead."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from duban.api.endpoints import shapes
from duban.api.endpoints.shapes import PathId
from duban.api.pages import Paged, json_response, page_response
from duban.journal import access, kinds
from duban.journal.models import Entry
from duban.journal.queries import timeline
from duban.ledger.access import tasks
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui.paging import mark_of, page_of

router = Router(tags=["journal"])


class EntryFilters(Paged):
    """`next` is always given: keep it, come back with it as `after`, and nothing is missed and nothing read twice.

    The order is that of sealing, a few seconds after the change; numbers of entries may become visible out of order.
    What is hidden from the key's owner when its place is passed does not come later; from the supervision office nothing is.
    """

    kind: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_.]*$")] = ""
    unit: shapes.Id | None = None


@router.get("/journal", response=shapes.EntryPage, summary=gettext_noop("The journal, the oldest first"))
def list_entries(request: PersonRequest, wanted: Query[EntryFilters]) -> HttpResponse:
    if not standing_of(request.user).sees_all:
        raise PermissionDenied
    rows = access.visible_to(request.user).filter(leaf__isnull=False).select_related("leaf")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(unit_id=wanted.unit)
    order = ("leaf__position",)
    page = page_of(rows, {"after": wanted.after}, order=order, size=wanted.limit)
    following = mark_of(page.rows[-1], order) if page.rows else wanted.after
    return json_response({"items": [_entry(row) for row in page.rows], "next": following or None})


@router.get(
    "/tasks/{task_id}/journal",
    response=shapes.EntryPage,
    summary=gettext_noop("What happened to a task, the oldest first"),
)
def list_entries_of_task(request: PersonRequest, task_id: PathId, wanted: Query[Paged]) -> HttpResponse:
    task = tasks.get_for(request.user, task_id)
    rows = access.of_seen(timeline("task", task.pk), request.user)
    return page_response(rows, wanted, order=("id",), show=_entry)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "kind": entry.kind,
        "sentence": _sentence(entry),
        "actor": entry.actor_name,
        "noun": entry.noun,
        "noun_id": entry.noun_id,
        "unit_id": entry.unit_id,
        "facts": entry.facts,
    }


def _sentence(entry: Entry) -> str:
    try:
        return entry.sentence
    except kinds.UnknownKind:
        # A room that was taken out leaves entries behind; one of them must not hide the others.
        return entry.kind
