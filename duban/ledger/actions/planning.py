"""Steps on the way, and the criteria list of an acceptance project with its rehearsals."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from duban.files.models import Evidence
from duban.ledger import kinds, terms
from duban.ledger.access import tasks
from duban.ledger.actions.checks import check_milestone
from duban.ledger.actions.door import keep, tell, touch
from duban.ledger.models import Milestone, MockAcceptance, Proof, ProofState, Task
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.org.said import reason_given, words
from duban.ui.seen import digest_of


def _of(model: type, pk: int, actor: Person, verb: str) -> tuple[Task, object]:
    """A part of a task and its task, locked; 404 when the task is not for this person."""
    task_id = model.objects.filter(pk=pk).values_list("task", flat=True).first()  # type: ignore[attr-defined]
    if task_id is None:
        raise Http404
    task = tasks.take(actor, task_id, verb)
    return task, model.objects.get(pk=pk)  # type: ignore[attr-defined]


@transaction.atomic
def set_milestone(task_id: int, *, actor: Person, title: str, due_on: date) -> Milestone:
    """A dated step, inside the task's due date."""
    task = tasks.take(actor, task_id, "plan")
    check_milestone(task, title, due_on)
    made = Milestone.objects.create(task=task, title=title.strip(), due_on=due_on)
    keep(task)
    tell(kinds.MILESTONE_SET, task, actor, milestone=made.title, due=due_on, id=made.pk)
    return made


def _milestone(pk: int, actor: Person, verb: str) -> tuple[Task, Milestone]:
    task, found = _of(Milestone, pk, actor, verb)
    assert isinstance(found, Milestone)
    if found.done_on:
        raise ValidationError(_("This milestone is reached already."), code="done")
    return task, found


@transaction.atomic
def reach_milestone(milestone_id: int, *, actor: Person) -> Milestone:
    task, found = _milestone(milestone_id, actor, "plan")
    found.done_on, found.done_by = terms.today(), actor
    found.save(update_fields=["done_on", "done_by"])
    keep(task)
    late = found.done_on > found.due_on
    tell(kinds.MILESTONE_REACHED, task, actor, milestone=found.title, due=found.due_on, late=late, id=found.pk)
    return found


@transaction.atomic
def move_milestone(milestone_id: int, *, actor: Person, due_on: date, reason: str) -> Milestone:
    task, found = _milestone(milestone_id, actor, "plan")
    reason = reason_given(reason)
    check_milestone(task, found.title, due_on)
    was, found.due_on = found.due_on, due_on
    found.save(update_fields=["due_on"])
    keep(task)
    tell(kinds.MILESTONE_MOVED, task, actor, milestone=found.title, was=was, due=due_on, reason=reason, id=found.pk)
    return found


@transaction.atomic
def drop_milestone(milestone_id: int, *, actor: Person, reason: str = "") -> None:
    task, found = _milestone(milestone_id, actor, "plan")
    pk = found.pk
    found.delete()
    keep(task)
    tell(kinds.MILESTONE_DROPPED, task, actor, milestone=found.title, due=found.due_on, reason=reason.strip(), id=pk)


@transaction.atomic
def set_proof(task_id: int, *, actor: Person, standard: str, needed: str = "", unit: Unit | None = None) -> Proof:
    """One more criterion of the acceptance: the standard, the proof it needs, and which unit brings it."""
    task = tasks.take(actor, task_id, "plan")
    if not task.is_acceptance:
        raise ValidationError(_("Only an acceptance project has a list of criteria."))
    made = Proof.objects.create(
        task=task,
        order=task.proofs.count() + 1,
        standard=words(standard, "standard", _("State the standard.")),
        needed=needed.strip(),
        unit=unit,
    )
    touch(task)
    tell(kinds.PROOF_SET, task, actor, standard=made.standard, needed=made.needed, proof=made.pk)
    return made


@transaction.atomic
def hand_in_proof(proof_id: int, *, actor: Person, note: str) -> Proof:
    """Say what proves it; evidence is filed under noun 'proof'. A failed one may be handed in again."""
    task, found = _of(Proof, proof_id, actor, "hand_in_proof")
    assert isinstance(found, Proof)
    if found.state == ProofState.PASSED:
        raise ValidationError(_("This criterion has passed already."), code="passed")
    found.state, found.note = ProofState.READY, words(note, "note", _("Say what proves it."))
    found.handed_in_by, found.judged_by, found.judged_on = actor, None, None
    found.save()
    touch(task)
    tell(kinds.PROOF_HANDED_IN, task, actor, standard=found.standard, note=found.note, proof=found.pk)
    return found


@transaction.atomic
def judge_proof(proof_id: int, *, actor: Person, passed: bool, note: str = "", seen: str = "") -> Proof:
    """The looker's word on one criterion; not by whoever handed the proof in, nor by their deputies.

    `seen` is the digest of what the looker read: what was handed in since is not judged with it."""
    task, found = _of(Proof, proof_id, actor, "judge_proof")
    assert isinstance(found, Proof)
    if found.state != ProofState.READY:
        raise ValidationError(_("No proof waits to be judged."), code="state")
    if seen and seen != digest(found):
        raise ValidationError(_("Other proof was handed in meanwhile: open it anew and look at it before you judge."))
    if found.handed_in_by_id in standing_of(actor).person_ids:
        raise ValidationError(_("Whoever does it does not verify it."), code="own")
    if not passed:
        found.note = words(note, "note", _("Say what is lacking."))
    found.state = ProofState.PASSED if passed else ProofState.FAILED
    found.judged_by, found.judged_on = actor, terms.today()
    found.save()
    touch(task)
    verdict = str(found.get_state_display())
    tell(
        kinds.PROOF_JUDGED,
        task,
        actor,
        standard=found.standard,
        verdict=verdict,
        passed=passed,
        note=note.strip(),
        proof=found.pk,
    )
    return found


def digest(proof: Proof) -> str:
    """All that is judged: what proves it, in whose name, and the files."""
    files = Evidence.objects.of("proof", proof.pk).values_list("pk", flat=True)
    return digest_of([proof.note, proof.handed_in_by_id, *files])


@transaction.atomic
def plan_mock_acceptance(task_id: int, *, actor: Person, on: date) -> MockAcceptance:
    task = tasks.take(actor, task_id, "plan")
    if not task.is_acceptance:
        raise ValidationError(_("Only an acceptance project has a list of criteria."))
    if on > task.due_on:
        raise ValidationError({"on": _("A rehearsal lies before the acceptance: %(day)s.") % {"day": task.due_on}})
    made = MockAcceptance.objects.create(task=task, on=on)
    touch(task)
    tell(kinds.MOCK_PLANNED, task, actor, on=on, mock=made.pk)
    return made


@transaction.atomic
def hold_mock_acceptance(mock_id: int, *, actor: Person, outcome: str) -> MockAcceptance:
    """What the rehearsal showed; how many criteria had passed by then is kept with it."""
    task, found = _of(MockAcceptance, mock_id, actor, "plan")
    assert isinstance(found, MockAcceptance)
    if found.total is not None:
        raise ValidationError(_("The outcome of this rehearsal is on record already."), code="done")
    found.outcome = words(outcome, "outcome", _("Say what it showed."))
    found.total = task.proofs.count()
    found.passed = task.proofs.filter(state=ProofState.PASSED).count()
    found.held_by = actor
    found.save()
    touch(task)
    tell(
        kinds.MOCK_HELD,
        task,
        actor,
        on=found.on,
        passed=found.passed,
        total=found.total,
        outcome=outcome,
        mock=found.pk,
    )
    return found
