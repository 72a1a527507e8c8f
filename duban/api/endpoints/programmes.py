"""Programmes, task types, and measured targets with their readings."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router

from duban.api.endpoints import shapes
from duban.api.endpoints.rows import named
from duban.api.endpoints.shapes import PathId, Repeat
from duban.api.pages import Paged, page_response
from duban.api.repeats import perform
from duban.ledger.access import programmes, targets
from duban.ledger.actions import record_reading
from duban.ledger.models import Programme, Reading, Target, TaskType
from duban.org.requests import PersonRequest

router = Router(tags=["programmes"])


class TargetFilters(Paged):
    programme: shapes.Id | None = None
    task: shapes.Id | None = None


@router.get("/programmes", response=shapes.ProgrammePage, summary=gettext_noop("Programmes, the newest first"))
def list_programmes(request: PersonRequest, wanted: Query[Paged]) -> HttpResponse:
    rows = programmes.visible_to(request.user).select_related("owner")
    return page_response(rows, wanted, order=("-year", "-id"), show=_programme)


def _programme(each: Programme) -> dict[str, Any]:
    return {
        "id": each.pk,
        "name": each.name,
        "year": each.year,
        "since": each.since,
        "until": each.until,
        "owner": named(each.owner_id, each.owner.name),
        "closed": each.closed,
    }


@router.get("/task-types", response=shapes.TypePage, summary=gettext_noop("Types of tasks in use"))
def list_types(request: PersonRequest, wanted: Query[Paged]) -> HttpResponse:
    rows = TaskType.objects.filter(retired=False)
    return page_response(
        rows, wanted, order=("id",), show=lambda t: {"id": t.pk, "name": t.name, "term_days": t.term_days}
    )


@router.get("/targets", response=shapes.TargetPage, summary=gettext_noop("Measured targets"))
def list_targets(request: PersonRequest, wanted: Query[TargetFilters]) -> HttpResponse:
    rows = targets.visible_to(request.user)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.task:
        rows = rows.filter(task=wanted.task)
    return page_response(rows, wanted, order=("by_on", "id"), show=_target)


def _target(each: Target) -> dict[str, Any]:
    return {
        "id": each.pk,
        "name": each.name,
        "measure": each.measure,
        "programme_id": each.programme_id,
        "task_id": each.task_id,
        "baseline": str(each.baseline),
        "baseline_on": each.baseline_on,
        "goal": str(each.goal),
        "by_on": each.by_on,
    }


@router.get(
    "/targets/{target_id}/readings", response=shapes.ReadingPage, summary=gettext_noop("Readings of a target, by day")
)
def list_readings(request: PersonRequest, target_id: PathId, wanted: Query[Paged]) -> HttpResponse:
    target = targets.get_for(request.user, target_id)
    return page_response(Reading.objects.filter(target=target), wanted, order=("on", "id"), show=_reading)


@router.post(
    "/targets/{target_id}/readings", response={201: shapes.ReadingOut}, summary=gettext_noop("Record a reading")
)
def add_reading(
    request: PersonRequest, target_id: PathId, payload: shapes.ReadingIn, repeat: Repeat = ""
) -> HttpResponse:
    def act() -> dict[str, Any]:
        made = record_reading(
            target_id, actor=request.user, on=payload.on, value=Decimal(payload.value), note=payload.note
        )
        return _reading(made)

    return perform(request, act, status=201)


def _reading(each: Reading) -> dict[str, Any]:
    return {
        "id": each.pk,
        "on": each.on,
        "value": str(each.value),
        "note": each.note,
        "corrected": each.replaced_by_id is not None,
    }
