"""The deadline account (B6): the first date, every shift with reason and author, every pause."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from duban.ledger import terms
from duban.ledger.models import Closure, ExtensionState, Task


@dataclass(frozen=True, slots=True)
class Posting:
    """One line. `days` are the working days it gave; 0 for what was refused, withdrawn or waits."""

    kind: str  # first, extension, suspension, support, relapse
    at: datetime
    state: str
    by: str
    reason: str
    since: date | None = None
    to: date | None = None
    decided_by: str = ""
    decision: str = ""
    days: int = 0
    # Of an extension: its id, and who asked for it.
    pk: int = 0
    asked_by_id: int = 0


def _stood(since: date, until: date) -> int:
    return max(terms.calendar().working_days_between(since, until), 0)


def _at(day: date) -> datetime:
    """Of a suspension only the day is known: it stands behind what else happened on it, be it the dispatch itself."""
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))


def _extensions(task: Task, on: date) -> Iterator[Posting]:
    names = ("from_on", "to_on", "reason", "asked_at", "state", "decision", "asked_by__name", "decided_by__name")
    for e in task.extensions.select_related("asked_by", "decided_by").only("task", *names):
        given = terms.calendar().working_days_between(e.from_on, e.to_on) if e.state == ExtensionState.APPROVED else 0
        yield Posting(
            "extension", e.asked_at, e.state, str(e.asked_by), e.reason, e.from_on, e.to_on,
            str(e.decided_by or ""), e.decision, given, e.pk, e.asked_by_id,
        )  # fmt: skip


def _suspensions(task: Task, on: date) -> Iterator[Posting]:
    for s in task.suspensions.select_related("by").only("task", "since", "resumed_on", "reason", "by__name"):
        stood = _stood(s.since, s.resumed_on or on)
        yield Posting("suspension", _at(s.since), "", str(s.by), s.reason, s.since, s.resumed_on, days=stood)


def _supports(task: Task, on: date) -> Iterator[Posting]:
    names = ("asked_at", "state", "need", "asked_on", "ended_on", "answer", "asked_by__name", "answered_by__name")
    unit = ("to_unit__name", "to_unit__short_name")
    for r in task.support_requests.select_related("asked_by", "answered_by", "to_unit").only("task", *names, *unit):
        yield Posting(
            "support", r.asked_at, r.state, str(r.asked_by), r.need, r.asked_on, r.ended_on,
            str(r.answered_by or r.to_unit), r.answer, _stood(r.asked_on, r.ended_on or on),
        )  # fmt: skip


def _relapses(task: Task, on: date) -> Iterator[Posting]:
    names = ("at", "reason", "due_on", "by__name")
    rows = Closure.objects.filter(task=task, void=True).select_related("relapse__by")
    for closure in rows.only("task", "on", *(f"relapse__{name}" for name in names)):
        back = closure.relapse
        yield Posting("relapse", back.at, "", str(back.by), back.reason, closure.on, back.due_on)


_READ: dict[str, Callable[[Task, date], Iterator[Posting]]] = {
    "extensions": _extensions,
    "suspensions": _suspensions,
    "supports": _supports,
    "relapses": _relapses,
}
KINDS = frozenset(_READ)


def deadline_account(task: Task, on: date | None = None, among: Container[str] = KINDS) -> list[Posting]:
    """The postings, oldest first. `among`: which of KINDS the task has at all, where the caller knows; the others are not
    asked for."""
    on = on or terms.today()
    lines: list[Posting] = []
    if task.dispatched_at:
        sender, first = str(task.dispatched_by or ""), task.original_due_on or task.due_on
        lines.append(Posting("first", task.dispatched_at, "", sender, "", to=first))
    for kind, read in _READ.items():
        if kind in among:
            lines.extend(read(task, on))
    return sorted(lines, key=lambda p: p.at)
