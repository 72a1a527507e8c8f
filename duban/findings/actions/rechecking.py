"""Rechecked by somebody else, closed or returned, and opened again when it comes back.

The task leads: whatever is done on the task's own page changes the finding by `follow`, in the same transaction. Acts here
call the ledger first, which locks the task before the finding, as `follow` does: so two never wait for each other.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.findings import asking, kinds, terms
from duban.findings.access import findings, layer_of_standing
from duban.findings.actions.door import keep, step, tell
from duban.findings.models import Finding, FindingRelapse, Recheck, State
from duban.journal.kinds import Kind
from duban.ledger import kinds as of_task
from duban.ledger.actions import close_task, relapse_task, verify_completion
from duban.ledger.asking import asking_unit
from duban.ledger.models import Task
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.said import reason_given


@transaction.atomic
def recheck_finding(finding_id: int, *, actor: Person, passed: bool, note: str, claim_id: int | None = None) -> Finding:
    """Look again. Passed: it is closed with it, as nobody has to look a third time; otherwise it is returned.

    `claim_id` is the claim that was before the looker's eyes, as in `verify_completion`."""
    finding = findings.take(actor, finding_id, "recheck", lock=False)
    task_id = _task_of(finding)
    verdict = "verified" if passed else "returned"
    verify_completion(task_id, actor=actor, verdict=verdict, note=note, claim_id=claim_id)
    if passed and not _lacks_outcome(finding):
        close_task(task_id, actor=actor, note=note)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def close_finding(finding_id: int, *, actor: Person, note: str = "") -> Finding:
    """Close what was rechecked and could not be closed with it, for want of an outcome."""
    finding = findings.take(actor, finding_id, "close", lock=False)
    close_task(_task_of(finding), actor=actor, note=note)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def relapse_finding(finding_id: int, *, actor: Person, reason: str, due_on: date | None = None) -> Finding:
    """It is there again: finding and task are open again, and the closing no longer counts.

    With a task, `due_on` is its new date; without one (fixed on the spot, closed by an outcome) a plan is due.
    """
    finding = findings.take(actor, finding_id, "relapse", lock=False)
    reason = reason_given(reason)
    if finding.task_id is not None:
        if due_on is None:
            raise ValidationError({"due_on": _("Say by when it must be put right.")})
        relapse_task(finding.task_id, actor=actor, reason=reason, due_on=due_on)
        finding.refresh_from_db()
        return finding
    finding = findings.take(actor, finding_id, "relapse")
    reopen(finding, actor, reason, "relapse")
    return finding


def reopen(finding: Finding, actor: Person | None, reason: str, verb: str) -> None:
    """Back to work: on its task if it has one, else a plan is due. The caller holds the row."""
    closed_on = finding.ended_on
    step(finding, State.RECTIFYING if verb == of_task.RELAPSED.code else State.ACCEPTED, verb)
    if actor is not None and closed_on is not None:
        FindingRelapse.objects.create(finding=finding, reason=reason, closed_on=closed_on, by=actor)
    finding.ended_on, finding.relapses = None, finding.relapses + 1
    finding.fixed_on_spot, finding.recheck_drawn_on = False, None
    finding.answer_by = None if finding.state == State.RECTIFYING else terms.plan_due()
    keep(finding, "state", "ended_on", "relapses", "fixed_on_spot", "recheck_drawn_on", "answer_by")
    if finding.state == State.ACCEPTED:
        asking.charge(finding, asking_unit(actor))
    tell(kinds.RELAPSED, finding, actor, reason=reason)


def follow(kind: Kind, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    """The ledger tells what happened to a task that came from a finding. Raising here undoes it there."""
    act = _FOLLOWED.get(kind.code)
    if act is None:
        return
    finding = Finding.objects.select_for_update(of=("self",)).filter(task=task).first()
    if finding is not None:
        act(finding, task, actor, body)


def _claimed(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    step(finding, State.CLAIMED, of_task.COMPLETION_CLAIMED.code)
    keep(finding, "state")
    tell(kinds.CLAIMED, finding, actor, statement=body["statement"], claim=body["claim"])


def _returned(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    _rechecked(finding, actor, body, passed=False)
    step(finding, State.RECTIFYING, of_task.RETURNED.code)
    finding.returns += 1
    keep(finding, "state", "returns")
    tell(kinds.RETURNED, finding, actor, note=body["note"])


def _verified(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    _rechecked(finding, actor, body, passed=True)
    step(finding, State.RECHECKED, of_task.VERIFIED.code)
    keep(finding, "state")
    tell(kinds.RECHECKED, finding, actor, note=body["note"])


def _closed(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    if _lacks_outcome(finding):
        raise ValidationError(
            _("Conduct is closed with an outcome: record education or penalty first."), code="outcome"
        )
    step(finding, State.CLOSED, of_task.CLOSED.code)
    finding.ended_on = terms.today()
    keep(finding, "state", "ended_on")
    tell(kinds.CLOSED, finding, actor, in_time=body["in_time"])


def _relapsed(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    reopen(finding, actor, str(body["reason"]), of_task.RELAPSED.code)


def _cancelled(finding: Finding, task: Task, actor: Person | None, body: Mapping[str, Any]) -> None:
    """Cancelling the task does not make the finding go away: a new plan is due."""
    step(finding, State.ACCEPTED, of_task.CANCELLED.code)
    finding.task = None
    finding.answer_by = terms.plan_due()
    keep(finding, "state", "task", "answer_by")
    tell(kinds.PLAN_VOID, finding, actor, task=task.number, task_id=task.pk, due=finding.answer_by)


_FOLLOWED = {
    of_task.COMPLETION_CLAIMED.code: _claimed,
    of_task.RETURNED.code: _returned,
    of_task.VERIFIED.code: _verified,
    of_task.CLOSED.code: _closed,
    of_task.RELAPSED.code: _relapsed,
    of_task.CANCELLED.code: _cancelled,
}


def _rechecked(finding: Finding, actor: Person | None, body: Mapping[str, Any], *, passed: bool) -> None:
    look_again(finding, actor, passed=passed, note=str(body["note"]), claim_id=body["claim"])


def look_again(
    finding: Finding, actor: Person | None, *, passed: bool, note: str, claim_id: int | None = None
) -> Recheck:
    """Keep the verdict: on the ledger's claim, or on a fix that was drawn. ValidationError where the actor looks from below."""
    layer = layer_of_standing(standing_of(actor)) if actor is not None else None
    if actor is None or layer is None or layer > finding.found_layer:
        raise ValidationError(
            _("Whoever rechecks looks from a layer no lower than the one that found it."), code="layer"
        )
    return Recheck.objects.create(finding=finding, claim_id=claim_id, passed=passed, note=note, layer=layer, by=actor)


def _lacks_outcome(finding: Finding) -> bool:
    return finding.kind.is_conduct and not finding.outcome


def _task_of(finding: Finding) -> int:
    if finding.task_id is None:
        raise ValidationError(_("It has no task."), code="state")
    return finding.task_id
