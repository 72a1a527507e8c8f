"""Moving, stopping and ending a deadline. Each leaves a record with reason and author; the first date stays."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger import kinds, lights, terms
from duban.ledger.access import extensions, tasks
from duban.ledger.actions.checks import check_due_under_parent, check_parts_ended
from duban.ledger.actions.door import ask_report, keep, start_clock, step, stop_clock, tell, touch
from duban.ledger.actions.supporting import withdraw_open
from duban.ledger.models import (
    Cancellation,
    Extension,
    ExtensionState,
    State,
    SupportState,
    Suspension,
    Task,
)
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.said import reason_given


@transaction.atomic
def ask_extension(task_id: int, *, actor: Person, to: date, reason: str) -> Extension:
    """Ask, before the due date has passed, for a later one. One request at a time; the rules limit how many in all."""
    task = tasks.take(actor, task_id, "ask_extension")
    today, due = terms.today(), lights.due_today(task)
    if today > due:
        raise ValidationError(_("An extension is asked for before the due date, not after it."), code="late")
    if to <= due:
        raise ValidationError({"to": _("The new date lies after the present one: %(day)s.") % {"day": due.isoformat()}})
    reason = reason_given(reason)
    check_due_under_parent(task, to)
    if task.extensions.filter(state=ExtensionState.SUBMITTED).exists():
        raise ValidationError(_("An extension is asked for already and waits for its decision."), code="pending")
    limit = terms.rules_on(today).max_extensions
    if task.extensions.filter(state=ExtensionState.APPROVED).count() >= limit:
        raise ValidationError(
            _("The rules allow %(limit)s extensions of one task, and it has had them.") % {"limit": limit}, code="limit"
        )
    asked = Extension.objects.create(task=task, from_on=task.due_on, to_on=to, reason=reason, asked_by=actor)
    touch(task)
    tell(kinds.EXTENSION_ASKED, task, actor, since=task.due_on, to=to, reason=reason, extension=asked.pk)
    return asked


def _pending(extension_id: int, actor: Person, verb: str) -> tuple[Extension, Task]:
    """The task's row is locked first: closing, deciding and withdrawing at once happen one after the other."""
    task_id = extensions.get_for(actor, extension_id).task_id
    task = tasks.take(actor, task_id, verb)
    extension = Extension.objects.get(pk=extension_id)
    if extension.state != ExtensionState.SUBMITTED:
        raise ValidationError(
            _("This request is decided already: %(state)s.") % {"state": extension.get_state_display()}, code="decided"
        )
    return extension, task


@transaction.atomic
def decide_extension(extension_id: int, *, actor: Person, approve: bool, reason: str = "") -> Extension:
    """The dispatching side moves the date, or refuses with a reason. Whoever asked does not decide, nor do their deputies."""
    extension, task = _pending(extension_id, actor, "decide_extension")
    if extension.asked_by_id in standing_of(actor).person_ids:
        raise PermissionDenied
    extension.decision = reason_given(reason) if not approve else reason.strip()
    extension.state = ExtensionState.APPROVED if approve else ExtensionState.REFUSED
    extension.decided_by, extension.decided_at = actor, timezone.now()
    if approve:
        # What has shone red is kept by the lights before the date moves.
        task.due_on, task.paused_days = extension.to_on, 0
        if task.paused_on:
            # The new date was set knowing of the days the clock stood still before: only those to come count.
            task.paused_on = terms.today()
        if task.report_every and task.next_report_on is None:
            ask_report(task, terms.today())
        keep(task, "due_on", "paused_days", "paused_on", "next_report_on")
        extension.save()
        tell(
            kinds.EXTENSION_APPROVED,
            task,
            actor,
            since=extension.from_on,
            to=extension.to_on,
            reason=extension.decision,
            extension=extension.pk,
        )
    else:
        extension.save()
        touch(task)
        tell(
            kinds.EXTENSION_REFUSED, task, actor, to=extension.to_on, reason=extension.decision, extension=extension.pk
        )
    return extension


@transaction.atomic
def withdraw_extension(extension_id: int, *, actor: Person) -> Extension:
    extension, task = _pending(extension_id, actor, "withdraw_extension")
    extension.state = ExtensionState.WITHDRAWN
    extension.decided_by, extension.decided_at = actor, timezone.now()
    extension.save()
    touch(task)
    tell(kinds.EXTENSION_WITHDRAWN, task, actor, to=extension.to_on, extension=extension.pk)
    return extension


def drop_pending_extensions(task: Task) -> None:
    """When the task ends or stops, nobody can decide them any more."""
    task.extensions.filter(state=ExtensionState.SUBMITTED).update(
        state=ExtensionState.WITHDRAWN, decided_at=timezone.now()
    )


@transaction.atomic
def suspend_task(task_id: int, *, actor: Person, reason: str, look_again_on: date | None = None) -> Suspension:
    """Put it on ice: the clock stands still until somebody resumes it."""
    task = tasks.take(actor, task_id, "suspend")
    reason, today, was = reason_given(reason), terms.today(), task.state
    if look_again_on and look_again_on <= today:
        raise ValidationError({"look_again_on": _("This day lies ahead.")})
    step(task, State.SUSPENDED, "suspend")
    stop_clock(task, today)
    drop_pending_extensions(task)
    kept = Suspension.objects.create(
        task=task, reason=reason, by=actor, since=today, look_again_on=look_again_on, was=was
    )
    keep(task, "state", "paused_on")
    tell(kinds.SUSPENDED, task, actor, reason=reason, look_again_on=look_again_on)
    return kept


@transaction.atomic
def resume_task(task_id: int, *, actor: Person) -> Suspension:
    """Let the clock run again, unless a request for support still stops it."""
    task = tasks.take(actor, task_id, "resume")
    kept = task.suspensions.get(resumed_on__isnull=True)
    # What its lead unit took note of meanwhile is under way; the receipt waits for nobody any more.
    noted = task.receipts.filter(unit=task.lead_unit_id, acknowledged_at__isnull=False).exists()
    step(task, State.UNDERWAY if noted else State(kept.was), "resume")
    today = terms.today()
    kept.resumed_on, kept.resumed_by = today, actor
    kept.save(update_fields=["resumed_on", "resumed_by"])
    days = terms.calendar().working_days_between(kept.since, today)
    if not task.support_requests.filter(state=SupportState.OPEN).exists():
        start_clock(task, today)
    keep(task, "state", "paused_on", "paused_days")
    tell(kinds.RESUMED, task, actor, days=days, since=kept.since)
    return kept


@transaction.atomic
def cancel_task(task_id: int, *, actor: Person, reason: str) -> Cancellation:
    """Stop it for good. Its parts must be ended first, so that nobody works on for nothing."""
    task = tasks.take(actor, task_id, "cancel")
    reason = reason_given(reason)
    check_parts_ended(task)
    step(task, State.CANCELLED, "cancel")
    task.ended_on, task.paused_on = terms.today(), None
    drop_pending_extensions(task)
    task.offers.hanging().update(withdrawn_at=timezone.now())
    task.suspensions.filter(resumed_on__isnull=True).update(resumed_on=task.ended_on)
    withdraw_open(task, task.ended_on)
    ended = Cancellation.objects.create(task=task, reason=reason, by=actor)
    keep(task, "state", "ended_on", "paused_on")
    tell(kinds.CANCELLED, task, actor, reason=reason)
    return ended
