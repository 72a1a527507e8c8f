"""From "it is done" to closed, and back again. Whoever does it does not verify it."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.ledger import kinds, lights, terms
from duban.ledger.access import tasks
from duban.ledger.actions.checks import check_due_under_parent, check_parts_ended
from duban.ledger.actions.door import ask_report, keep, require_open_parent, start_clock, step, tell
from duban.ledger.actions.shifting import drop_pending_extensions
from duban.ledger.actions.supporting import withdraw_open
from duban.ledger.models import (
    Closure,
    CompletionClaim,
    ProofState,
    Relapse,
    State,
    Task,
    Verdict,
    Verification,
)
from duban.likeness.jobs import compare_later
from duban.org.models import Person
from duban.org.said import reason_given, words


@transaction.atomic
def claim_completion(
    task_id: int, *, actor: Person, statement: str, evidence_ids: Sequence[int] = ()
) -> CompletionClaim:
    """Say that the criterion is met. Open parts and, for an acceptance, criteria not passed stand in the way."""
    task = tasks.take(actor, task_id, "claim_completion")
    statement = words(statement, "statement", _("Say how the criterion is met."))
    check_parts_ended(task)
    if task.is_acceptance and task.proofs.exclude(state=ProofState.PASSED).exists():
        raise ValidationError(_("Not all acceptance criteria have passed."), code="proofs")
    today = terms.today()
    step(task, State.CLAIMED, "claim_completion")
    drop_pending_extensions(task)
    withdraw_open(task, today)
    start_clock(task, today)
    claim = CompletionClaim.objects.create(
        task=task,
        by=actor,
        on=today,
        statement=statement,
        criterion=task.criterion,
        evidence=list(evidence_ids),
        verify_by=terms.moved(today, terms.rules_on(today).verify_days),
    )
    task.verified_on = None
    keep(task, "state", "paused_on", "paused_days", "verified_on")
    compare_later("claim", claim.pk)
    tell(
        kinds.COMPLETION_CLAIMED,
        task,
        actor,
        statement=statement,
        claim=claim.pk,
        evidence=list(evidence_ids),
        criterion=task.criterion,
    )
    return claim


def claim_in_force(task: Task) -> CompletionClaim | None:
    """The last claim: the one that is looked at, or was."""
    return task.claims.select_related("verification").order_by("-pk").first()


@transaction.atomic
def verify_completion(
    task_id: int, *, actor: Person, verdict: str, note: str = "", claim_id: int | None = None
) -> Verification:
    """The looker's word: `verified` leaves it ready to be closed, `returned` (with a note) sends it back under way.

    `claim_id` is the claim that was before the looker's eyes: another may have come in its place, unread."""
    task = tasks.take(actor, task_id, "verify")
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": _("Choose a verdict.")})
    claim = claim_in_force(task)
    if claim is None or hasattr(claim, "verification") or claim_id not in (None, claim.pk):
        raise ValidationError(_("The verdict on this claim is given already."), code="given")
    note = note.strip()
    if verdict == Verdict.RETURNED:
        note = words(note, "note", _("Say what is lacking."))
    given = Verification.objects.create(claim=claim, verdict=verdict, note=note, by=actor)
    if verdict == Verdict.RETURNED:
        step(task, State.UNDERWAY, "verify")
        keep(task, "state")
        tell(kinds.RETURNED, task, actor, note=note, claim=claim.pk)
    else:
        task.verified_on = terms.today()
        keep(task, "verified_on", relit=False)
        tell(kinds.VERIFIED, task, actor, note=note, claim=claim.pk)
    return given


@transaction.atomic
def close_task(task_id: int, *, actor: Person, note: str = "") -> Closure:
    """Strike it off the ledger; only after the looker verified the claim."""
    task = tasks.take(actor, task_id, "close")
    claim = claim_in_force(task)
    if claim is None or not hasattr(claim, "verification") or claim.verification.verdict != Verdict.VERIFIED:
        raise ValidationError(_("The looker has not verified it yet."), code="unverified")
    # A part may have relapsed since the claim.
    check_parts_ended(task)
    step(task, State.CLOSED, "close")
    task.ended_on = terms.today()
    # In time is judged by the day it was claimed: the doer does not answer for the looker's pace.
    in_time = claim.on <= lights.effective_due(task)
    closed = Closure.objects.create(
        task=task, claim=claim, note=note.strip(), by=actor, on=task.ended_on, in_time=in_time
    )
    keep(task, "state", "ended_on")
    tell(kinds.CLOSED, task, actor, note=closed.note, claim=claim.pk, in_time=in_time, was_red=task.was_red)
    return closed


@transaction.atomic
def relapse_task(task_id: int, *, actor: Person, reason: str, due_on: date) -> Relapse:
    """What was closed is not so: open it again until a new date. The closing is void; the first date stays."""
    task = tasks.take(actor, task_id, "relapse")
    reason = reason_given(reason)
    if due_on <= terms.today():
        raise ValidationError({"due_on": _("This day lies ahead.")})
    require_open_parent(task)
    check_due_under_parent(task, due_on)
    closure = task.closures.get(void=False)
    closure.void = True
    closure.save(update_fields=["void"])
    relapse = Relapse.objects.create(closure=closure, reason=reason, due_on=due_on, by=actor)
    step(task, State.UNDERWAY, "relapse")
    task.ended_on, task.verified_on = None, None
    task.due_on, task.paused_days, task.paused_on = due_on, 0, None
    ask_report(task, terms.today())
    keep(task, "state", "ended_on", "verified_on", "due_on", "paused_days", "paused_on", "next_report_on")
    tell(kinds.RELAPSED, task, actor, reason=reason, due=due_on)
    return relapse
