"""The deadline account (B6): the first date, every shift with reason and author, every pause, and whether it was red."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from duban.ledger import lights, terms
from duban.ledger.models import Closure, ExtensionState, State, Task


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


@dataclass(slots=True)
class Account:
    original_due_on: date
    due_on: date
    effective_due_on: date
    postings: list[Posting] = field(default_factory=list)
    first_red_on: date | None = None
    red_days: int = 0

    @property
    def moved_days(self) -> int:
        """Calendar days between the first date and today's."""
        return (self.due_on - self.original_due_on).days

    @property
    def granted(self) -> int:
        return sum(1 for p in self.postings if p.kind == "extension" and p.state == ExtensionState.APPROVED)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def deadline_account(task: Task, on: date | None = None) -> Account:
    on = on or terms.today()
    calendar = terms.calendar()
    account = Account(task.original_due_on or task.due_on, task.due_on, lights.effective_due(task))
    lines = account.postings
    if task.dispatched_at:
        lines.append(
            Posting("first", task.dispatched_at, "", str(task.dispatched_by or ""), "", to=account.original_due_on)
        )
    for e in task.extensions.select_related("asked_by", "decided_by"):
        given = calendar.working_days_between(e.from_on, e.to_on) if e.state == ExtensionState.APPROVED else 0
        lines.append(
            Posting(
                "extension",
                e.asked_at,
                e.state,
                str(e.asked_by),
                e.reason,
                e.from_on,
                e.to_on,
                str(e.decided_by or ""),
                e.decision,
                given,
            )
        )
    for s in task.suspensions.select_related("by", "resumed_by"):
        stood = calendar.working_days_between(s.since, s.resumed_on or on)
        lines.append(
            Posting("suspension", _at(s.since), "", str(s.by), s.reason, s.since, s.resumed_on, days=max(stood, 0))
        )
    for r in task.support_requests.select_related("asked_by", "answered_by", "to_unit"):
        stood = calendar.working_days_between(r.asked_on, r.ended_on or on)
        lines.append(
            Posting(
                "support",
                r.asked_at,
                r.state,
                str(r.asked_by),
                r.need,
                r.asked_on,
                r.ended_on,
                str(r.answered_by or r.to_unit),
                r.answer,
                max(stood, 0),
            )
        )
    for closure in Closure.objects.filter(task=task, void=True).select_related("relapse__by"):
        back = closure.relapse
        lines.append(Posting("relapse", back.at, "", str(back.by), back.reason, closure.on, back.due_on))
    lines.sort(key=lambda p: p.at)
    account.first_red_on = task.first_red_on or (task.red_from if task.was_red_by(on) else None)
    if account.first_red_on:
        until = task.ended_on if task.state in (State.CLOSED, State.CANCELLED) and task.ended_on else on
        account.red_days = max((until - account.first_red_on).days + 1, 0)
    return account
