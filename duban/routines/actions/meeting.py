"""Meeting what is owed: by a finished check, or by a confirmed report; being excused; questions back and answers."""

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists.actions import begin_response
from duban.checklists.models import Edition, Response
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.access import standing_of
from duban.org.models import Person
from duban.routines import asking, kinds
from duban.routines.access import occurrences, owes
from duban.routines.models import Duty, Occurrence, Question, Report, Standing

NOUN = "occurrence"
PARTS = ("done", "problem", "plan")
LONGEST = 4000
# A round sent from a phone days later still counts; older ones were looked at already.
FRESH = timedelta(days=10)


def _tell(kind: Kind, one: Occurrence, actor: Person | None, **body: Any) -> None:
    journal.append(
        kind,
        actor=actor,
        noun=NOUN,
        noun_id=one.pk,
        unit_id=one.unit_id,
        about=("duty", one.duty_id),
        body={"name": one.duty.name, "day": str(one.day), "who": one.who, **body},
    )


def _open(occurrence_id: int, actor: Person) -> Occurrence:
    one = occurrences.get_for(actor, occurrence_id, lock=True)
    if one.met_at is not None:
        raise ValidationError(_("This was met already, by %(name)s.") % {"name": one.met_by or "—"})
    if one.excused_at is not None:
        raise ValidationError(_("Nothing is owed here any more: %(reason)s") % {"reason": one.reason})
    if one.opens_at > timezone.now():
        raise ValidationError(
            _("This opens on %(day)s.") % {"day": timezone.localtime(one.opens_at).strftime("%Y-%m-%d %H:%M")}
        )
    return occurrences.get_for(actor, occurrence_id, "meet", lock=True)


def _met(one: Occurrence, actor: Person) -> None:
    one.met_at, one.met_by = timezone.now(), actor
    one.save(update_fields=["met_at", "met_by"])


@transaction.atomic
def begin_check(occurrence_id: int, *, actor: Person) -> Response:
    """Begin the checklist in the edition in force today; the same round when it was begun before."""
    one = _open(occurrence_id, actor)
    if not one.duty.checklist_id:
        raise ValidationError(_("No checklist belongs to this duty."))
    begun = responses_of(one).filter(finished_at__isnull=True).first()
    if begun is not None:
        return begun
    edition = Edition.objects.in_force().filter(checklist=one.duty.checklist_id).first()
    if edition is None:
        raise ValidationError(_("No edition of the checklist is in force today."))
    count = responses_of(one).count()
    return begin_response(
        actor=actor,
        edition=edition,
        unit=one.unit,
        looking_unit=one.unit,
        about=(NOUN, one.pk),
        # Whoever begins twice begins the same.
        device=uuid5(NAMESPACE_URL, f"duban:occurrence:{one.pk}:{actor.pk}:{count}"),
    )


def responses_of(one: Occurrence) -> Any:
    return Response.objects.filter(about_noun=NOUN, about_id=one.pk).order_by("pk")


@transaction.atomic
def meet_by_response(occurrence_id: int, *, actor: Person) -> Occurrence:
    """A finished round meets the duty; it counts from when the round was finished."""
    one = _open(occurrence_id, actor)
    finished = responses_of(one).filter(finished_at__isnull=False).first()
    if finished is None:
        raise ValidationError(_("Finish the checklist first."))
    one.met_at, one.met_by = finished.finished_at, finished.finished_by or actor
    one.save(update_fields=["met_at", "met_by"])
    _tell(kinds.MET, one, actor, response=finished.pk)
    return one


@transaction.atomic
def confirm_report(
    occurrence_id: int,
    *,
    actor: Person,
    done: str = "",
    problem: str = "",
    plan: str = "",
    draft: Any = None,
    took: float | None = None,
) -> Report:
    """Confirm what was drafted and corrected. Two who press at once: the second is told who was first.

    `took` is how many minutes lay between the draft and this; it is kept for the duty, without a name.
    """
    one = _open(occurrence_id, actor)
    if one.duty.checklist_id:
        raise ValidationError(_("This duty is met by its checklist."))
    said = _said(done, problem, plan)
    report = Report.objects.create(occurrence=one, by=actor, draft=draft or {}, **said)
    _met(one, actor)
    asking.learn(one, said, draft or {}, took)
    _tell(kinds.REPORTED, one, actor, **said)
    return report


@transaction.atomic
def correct_report(occurrence_id: int, *, actor: Person, done: str, problem: str, plan: str) -> Report:
    """Say it right afterwards; the journal keeps what stood there before, and when it was met stays."""
    one = occurrences.get_for(actor, occurrence_id, "correct", lock=True)
    report = Report.objects.get(occurrence=one)
    said = _said(done, problem, plan)
    before = {part: getattr(report, part) for part in PARTS}
    if said == before:
        return report
    for part, words in said.items():
        setattr(report, part, words)
    report.save(update_fields=list(said))
    _tell(kinds.CORRECTED, one, actor, before=before, **said)
    return report


def _said(done: str, problem: str, plan: str) -> dict[str, str]:
    said = {
        part: "\n".join(line.strip() for line in words.splitlines() if line.strip())
        for part, words in zip(PARTS, (done, problem, plan), strict=True)
    }
    if not any(said.values()):
        raise ValidationError({"done": _("Say in a word how it stands, even when nothing happened.")})
    for part, words in said.items():
        if len(words) > LONGEST:
            raise ValidationError({part: _("At most %(n)s characters, please.") % {"n": LONGEST}})
    return said


@transaction.atomic
def excuse_occurrence(occurrence_id: int, *, actor: Person, reason: str) -> Occurrence:
    """Nothing is owed this time, and the reason stays."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why nothing is owed this time.")})
    one = occurrences.get_for(actor, occurrence_id, lock=True)
    if one.met_at is not None:
        raise ValidationError(_("This was met already, by %(name)s.") % {"name": one.met_by or "—"})
    if one.excused_at is not None:
        raise ValidationError(_("Nothing is owed here any more: %(reason)s") % {"reason": one.reason})
    one = occurrences.get_for(actor, occurrence_id, "excuse", lock=True)
    _excuse(one, actor, reason)
    return one


def _excuse(one: Occurrence, actor: Person, reason: str) -> None:
    one.excused_at, one.excused_by, one.excuse = timezone.now(), actor, reason.strip()[:200]
    one.save(update_fields=["excused_at", "excused_by", "excuse"])
    _tell(kinds.EXCUSED, one, actor, reason=one.excuse)


def excuse_open(duty: Duty, *, actor: Person, day: date, reason: str, paused: Duty | None = None) -> None:
    """Within a pause that begins on this day: what is open already. What was missed by now stays missed, and what the
    actor owes stays owed. With `paused` it is that duty which was paused, and this one follows it: nobody excused it."""
    now, standing = timezone.now(), standing_of(actor)
    rows = Occurrence.objects.filter(duty=duty, day=day).standing(Standing.OPEN, now).select_for_update(of=("self",))
    for one in rows.select_related("duty", "unit", "person").order_by("pk"):
        if owes(standing, one):
            continue
        if paused is None:
            _excuse(one, actor, reason)
        else:
            _fall_away(one, actor, reason, paused)


def _fall_away(one: Occurrence, actor: Person, reason: str, paused: Duty) -> None:
    one.excused_at, one.excuse, one.fell_with = timezone.now(), reason[:200], paused.name
    one.save(update_fields=["excused_at", "excuse", "fell_with"])
    _tell(kinds.FELL_AWAY, one, actor, followed=paused.name, reason=reason)


@transaction.atomic
def ask_back(occurrence_id: int, *, actor: Person, text: str) -> Question:
    """Ask about a report; whoever owes it answers."""
    one = occurrences.get_for(actor, occurrence_id, "ask", lock=True)
    if not text.strip():
        raise ValidationError({"text": _("Write the question.")})
    question = Question.objects.create(occurrence=one, text=text.strip()[:500], asked_by=actor)
    _tell(kinds.ASKED, one, actor, question=question.text)
    return question


@transaction.atomic
def answer_question(question_id: int, *, actor: Person, occurrence_id: int, answer: str) -> Question:
    one = occurrences.get_for(actor, occurrence_id, "answer", lock=True)
    question = one.questions.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise ValidationError(_("This question is not there."))
    if question.answered_at is not None:
        raise ValidationError(_("This was answered already."))
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer.")})
    question.answer, question.answered_by, question.answered_at = answer.strip()[:1000], actor, timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    _tell(kinds.ANSWERED, one, actor, answer=question.answer, question=question.text, asked_by=question.asked_by_id)
    return question


def meet_finished() -> int:
    """Meet what was finished on the checklist's own page: nobody has to come back and say so. Returns how many."""
    finished = Response.objects.filter(about_noun=NOUN, finished_at__isnull=False)
    waiting = Occurrence.objects.unmet().filter(
        duty__checklist__isnull=False,
        pk__in=finished.filter(finished_at__gte=timezone.now() - FRESH).values("about_id"),
    )
    return sum(_meet_if_finished(pk) for pk in waiting.values_list("pk", flat=True)[:500])


@transaction.atomic
def _meet_if_finished(pk: int) -> bool:
    one = Occurrence.objects.unmet().select_for_update(of=("self",)).filter(pk=pk).first()
    response = responses_of(one).filter(finished_at__isnull=False).first() if one else None
    if one is None or response is None:
        return False
    one.met_at, one.met_by = response.finished_at, response.finished_by or response.by
    one.save(update_fields=["met_at", "met_by"])
    _tell(kinds.MET, one, one.met_by, response=response.pk)
    return True
