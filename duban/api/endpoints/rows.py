"""Tasks as the API shows them."""

from datetime import date
from typing import Any

from django.conf import settings

from duban.burden.foreseen import Foreseen
from duban.ledger.models import Offer, Receipt, Report, Task

FIELDS = (
    "id",
    "number",
    "title",
    "state",
    "nature",
    "due_on",
    "original_due_on",
    "dispatched_at",
    "ended_on",
    "next_report_on",
    "yellow_from",
    "red_from",
    "first_red_on",
    "paused_on",
    "type_id",
    "type__name",
    "lead_unit_id",
    "lead_unit__name",
    "responsible_id",
    "responsible__name",
    "looker_id",
    "looker__name",
    "programme_id",
    "programme__name",
)


def named(pk: int | None, name: str | None) -> dict[str, Any] | None:
    return None if pk is None else {"id": pk, "name": name}


def show_row(row: Any, today: date) -> dict[str, Any]:
    """From a row of FIELDS, or from anything that bears these names."""
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "type": {"id": row.type_id, "name": row.type__name},
        "state": row.state,
        "light": Task.light_on(row, today).value,
        "was_red": Task.was_red_by(row, today),
        "lead_unit": {"id": row.lead_unit_id, "name": row.lead_unit__name},
        "responsible": named(row.responsible_id, row.responsible__name),
        "looker": named(row.looker_id, row.looker__name),
        "programme": named(row.programme_id, row.programme__name),
        "nature": row.nature,
        "due_on": row.due_on,
        "original_due_on": row.original_due_on,
        "dispatched_at": row.dispatched_at,
        "ended_on": row.ended_on,
        "next_report_on": row.next_report_on,
        "url": f"{settings.SITE_URL}/tasks/{row.id}",
    }


class _Joined:
    """A loaded task under the names of a row: `type__name` follows the relation it has in memory."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def __getattr__(self, name: str) -> Any:
        value: Any = self.task
        for part in name.split("__"):
            value = getattr(value, part) if value is not None else None
        return value


def show_task(task: Task, today: date) -> dict[str, Any]:
    return show_row(_Joined(task), today)


def show_offer(offer: Offer, today: date) -> dict[str, Any]:
    return {
        "task": show_task(offer.task, today),
        "criterion": offer.task.criterion,
        "scope": named(offer.scope_id, offer.scope.name if offer.scope else None),
        "note": offer.note,
        "offered_by": named(offer.offered_by_id, offer.offered_by.name),
        "offered_at": offer.offered_at,
    }


def show_burden(foreseen: Foreseen) -> dict[str, Any]:
    """The fullest month first, as the sender reads it in the browser."""
    return {
        "people": foreseen.people,
        "minutes": foreseen.minutes,
        "units": [
            {
                "unit": named(bearer.unit.pk, bearer.unit.name),
                "minutes": round(bearer.minutes),
                "month": f"{bearer.month:%Y-%m}" if bearer.month else None,
                "budget_used": bearer.used,
                "budget_after": bearer.after,
                "over": bearer.over,
            }
            for bearer in foreseen.shown
        ],
    }


def show_whole(task: Task, today: date) -> dict[str, Any]:
    """Everything a reader needs to act on one task. `task` comes with its relations."""
    latest = Report.objects.filter(task=task).select_related("unit", "by").order_by("-id").first()
    return {
        **show_task(task, today),
        "description": task.description,
        "source_text": task.source_text,
        "criterion": task.criterion,
        "deliverables": task.deliverable_list,
        "accountable": named(task.accountable_id, task.accountable.name if task.accountable else None),
        "parent_id": task.parent_id,
        "supporting_units": [named(unit.pk, unit.name) for unit in task.supporting_units.order_by("path")],
        "receipts": [_receipt(each) for each in task.receipts.select_related("unit").order_by("id")],
        "milestones": [
            {"id": each.pk, "title": each.title, "due_on": each.due_on, "done_on": each.done_on}
            for each in task.milestones.all()
        ],
        "latest_report": show_report(latest) if latest else None,
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "unit": named(receipt.unit_id, receipt.unit.name),
        "due_on": receipt.due_on,
        "acknowledged_at": receipt.acknowledged_at,
    }


def show_report(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "unit": named(report.unit_id, report.unit.name),
        "by": named(report.by_id, report.by.name),
        "at": report.at,
        "done": report.done,
        "problem": report.problem,
        "next_step": report.next_step,
        "progress": report.progress,
    }
