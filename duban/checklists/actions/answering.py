"""Looking by a checklist: beginning, answering, finishing. Answers are facts: they are added, never changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists import alike, costs, kinds
from duban.checklists.abouts import abouts
from duban.checklists.access import editions, responses
from duban.checklists.answering import PICTURES, clock_off, judged
from duban.checklists.models import Answer, AnswerKind, Edition, Item, Response, Verdict
from duban.files.actions import keep
from duban.files.intake import ahead, assembled, forget
from duban.files.models import Evidence
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.likeness import index
from duban.likeness.jobs import compare_later
from duban.org.access import standing_of
from duban.org.models import Person, Unit

NOUN = alike.EVIDENCE


@dataclass(slots=True)
class Begun:
    """A response that a device began. `device` is its own number for it."""

    device: UUID
    edition_id: int
    unit_id: int
    begun_at: datetime
    place: str = ""
    about: tuple[str, int] | None = None  # what it was sent to, when it begins that


@dataclass(slots=True)
class Given:
    """One answer. `uploads` are numbers of files sent ahead, `files` such that came with a form."""

    device: UUID
    response: UUID
    item_id: int
    answered_at: datetime
    value: Any = ""
    na: bool = False
    reason: str = ""
    uploads: Sequence[str] = ()
    files: Sequence[Any] = ()


@dataclass(slots=True)
class Finished:
    response: UUID
    at: datetime


@dataclass(slots=True)
class Batch:
    """What a device sends at once, in the order of its own doing. `sent_at` is its clock at the sending."""

    sent_at: datetime | None = None
    begun: list[Begun] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)


@dataclass(slots=True)
class Receipt:
    """What became of one thing a device sent: kept, known (it had arrived before) or refused with the reason."""

    device: UUID
    what: str  # response | answer | finish
    state: str  # kept | known | refused
    why: str = ""
    verdict: str = ""
    stale: bool = False
    response_id: int | None = None
    clock_off: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "device": str(self.device),
            "what": self.what,
            "state": self.state,
            "why": self.why,
            "verdict": self.verdict,
            "stale": self.stale,
            "response": self.response_id,
            "clock_off": self.clock_off,
        }


def _tell(kind: Kind, response: Response, actor: Person, **body: Any) -> None:
    about = (response.about_noun, response.about_id) if response.about_noun and response.about_id else None
    journal.append(
        kind,
        actor=actor,
        noun="response",
        noun_id=response.pk,
        unit_id=response.unit_id,
        about=about,
        body={
            "name": response.edition.checklist.name,
            "number": response.edition.number,
            "unit": str(response.unit),
            "place": response.place,
            **body,
        },
    )


@transaction.atomic
def begin_response(
    *,
    actor: Person,
    edition: Edition,
    unit: Unit,
    place: str = "",
    looking_unit: Unit | None = None,
    about: tuple[str, int] | None = None,
    device: UUID | None = None,
    begun_at: datetime | None = None,
    late: bool = False,
) -> Response:
    """Begin one round. The same `device` number again gives the same response.

    `about` names what an upper room began it for; that room has then checked who may go where. `late` is for what was
    begun without a network: the edition may have ended meanwhile.
    """
    known = None
    if device is not None:
        known = Response.objects.select_related("edition__checklist", "unit").filter(device=device).first()
    if known is not None:
        if known.by_id != actor.pk or known.edition_id != edition.pk:
            raise ValidationError(_("This number belongs to another response."))
        return known
    edition = editions.get_for(actor, edition.pk, "view" if late else "answer")
    if not standing_of(actor).posts:
        raise PermissionDenied
    if late and edition.since is None:
        raise ValidationError(_("This edition was never in force."))
    if not late and not edition.is_in_force():
        raise ValidationError(_("This edition is not in force today."))
    if about is None and not responses.units_to_look_at(actor).filter(pk=unit.pk).exists():
        raise ValidationError({"unit": _("You do not look at this unit.")})
    try:
        with transaction.atomic():
            response = Response.objects.create(
                edition=edition,
                unit=unit,
                looking_unit=looking_unit or _seat(actor, unit),
                place=place.strip()[:120],
                about_noun=about[0] if about else "",
                about_id=about[1] if about else None,
                device=device or uuid4(),
                by=actor,
                begun_at=begun_at or timezone.now(),
            )
    except IntegrityError:  # the same batch twice at once
        return Response.objects.select_related("edition__checklist", "unit").get(device=str(device), by=actor)
    _tell(kinds.BEGUN, response, actor)
    return response


def _seat(actor: Person, unit: Unit) -> Unit | None:
    """On whose behalf somebody looks when nothing is said: the unit itself when they belong to it, else their first post's."""
    seats = [p.unit_id for p in standing_of(actor).posts if p.person_id == actor.pk] or list(
        standing_of(actor).unit_ids
    )
    if unit.pk in seats:
        return unit
    return Unit.objects.filter(pk__in=seats).order_by("path").first()


@transaction.atomic
def record_answers(batch: Batch, *, actor: Person) -> list[Receipt]:
    """Take in what a device did, in its order. Each thing stands or falls by itself; one receipt for each.

    Whatever arrived before is `known` and changes nothing. Answers of an edition that has ended, and of a response that
    somebody else finished meanwhile, are kept: facts are not refused for being late.
    """
    off = clock_off(batch.sent_at, timezone.now())
    receipts: list[Receipt] = []
    for begun in batch.begun:
        receipt = Receipt(begun.device, "response", "kept", clock_off=off)
        _guarded(receipt, _beginning(begun, actor, receipt, off))
        receipts.append(receipt)
    tally: dict[int, list[Answer]] = {}
    rounds = _rounds(batch, actor)
    for given in batch.given:
        receipt = Receipt(given.device, "answer", "kept", clock_off=off)
        _guarded(receipt, _answering(given, actor, receipt, rounds, tally, off))
        receipts.append(receipt)
    by_pk = {response.pk: response for response in rounds.values()}
    for pk, answers in tally.items():
        failed = [answer.item.code for answer in answers if answer.verdict == Verdict.FAIL]
        _tell(kinds.ANSWERED, by_pk[pk], actor, count=len(answers), failed=len(failed), failed_items=failed)
        if by_pk[pk].finished_at is not None and (about := abouts.get(by_pk[pk].about_noun)):
            about.late(by_pk[pk])
    for each in batch.finished:
        receipt = Receipt(each.response, "finish", "kept", clock_off=off)
        _guarded(receipt, _finishing(each, actor, receipt, rounds))
        receipts.append(receipt)
    return receipts


def _guarded(receipt: Receipt, act: Callable[[], None]) -> None:
    """Carry out one thing in a savepoint; what it refuses becomes the receipt's words."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        receipt.state, receipt.why = "refused", " ".join(error.messages)
    except Http404:
        receipt.state, receipt.why = "refused", _("It is not there, or not yours to see.")
    except PermissionDenied:
        receipt.state, receipt.why = "refused", _("You may not do this.")


def _rounds(batch: Batch, actor: Person) -> dict[UUID, Response]:
    """The responses that the answers are for, held, in one order for everybody. Others' are left out."""
    wanted = {given.response for given in batch.given} | {each.response for each in batch.finished}
    rows = responses.visible_to(actor).filter(device__in=wanted).select_for_update(of=("self",)).order_by("pk")
    return {response.device: response for response in rows}


def _beginning(begun: Begun, actor: Person, receipt: Receipt, off: int) -> Callable[[], None]:
    def act() -> None:
        edition = editions.get_for(actor, begun.edition_id)
        unit = Unit.objects.filter(pk=begun.unit_id).first()
        if unit is None:
            raise Http404
        if Response.objects.filter(device=begun.device).exists():
            receipt.state = "known"
        at = min(begun.begun_at - timedelta(seconds=off), timezone.now())
        if begun.about is None:
            response = begin_response(
                actor=actor, edition=edition, unit=unit, place=begun.place, device=begun.device, begun_at=at, late=True,
            )  # fmt: skip
        else:
            noun, pk = begun.about
            if noun not in abouts:
                raise Http404
            response = abouts[noun].begin(actor, pk, edition, at)
            if response.device != begun.device:
                raise ValidationError(_("This number belongs to another response."))
        receipt.response_id, receipt.stale = response.pk, response.is_stale

    return act


def _answering(
    given: Given,
    actor: Person,
    receipt: Receipt,
    rounds: dict[UUID, Response],
    tally: dict[int, list[Answer]],
    off: int,
) -> Callable[[], None]:
    def act() -> None:
        response = rounds.get(given.response)
        if response is None or not standing_of(actor).posts:
            raise Http404
        receipt.response_id, receipt.stale = response.pk, response.is_stale
        item = _item_of(response, given.item_id)
        known = Answer.objects.filter(device=given.device).first()
        if known is not None:
            if (known.by_id, known.response_id, known.item_id) != (actor.pk, response.pk, item.pk):
                raise ValidationError(_("This number belongs to another answer."))
            receipt.state, receipt.verdict = "known", known.verdict
            return
        count = len(given.files) + len(given.uploads)
        value, verdict = judged(item, given.value, na=given.na, reason=given.reason, files=count)
        answer = Answer.objects.create(
            response=response,
            item=item,
            device=given.device,
            by=actor,
            value=value,
            verdict=verdict,
            reason=given.reason.strip()[:500],
            answered_at=given.answered_at,
            clock_off=off,
        )
        _keep_files(given, answer, response, item, actor)
        if item.kind == AnswerKind.TEXT and len(str(value)) >= index.rules().shortest:
            compare_later(alike.TEXT, answer.pk)
        receipt.verdict = verdict
        tally.setdefault(response.pk, []).append(answer)

    return act


def _item_of(response: Response, item_id: int) -> Item:
    """The item that was answered. A device that had another edition of the checklist answered the same item of that one:
    it counts here as well as long as it reads the same."""
    checklist = response.edition.checklist_id
    said = Item.objects.select_related("edition").filter(pk=item_id, edition__checklist=checklist).first()
    if said is None:
        raise ValidationError(_("This edition has no such item."))
    if said.edition_id == response.edition_id:
        return said
    same = Item.objects.filter(edition=response.edition_id, code=said.code, text=said.text, kind=said.kind).first()
    if same is None:
        raise ValidationError(
            _("This device has edition %(old)s; in edition %(new)s, by which this check is made, item %(code)s reads otherwise.")
            % {"old": said.edition.number, "new": response.edition.number, "code": said.code}
        )  # fmt: skip
    return same


def _keep_files(given: Given, answer: Answer, response: Response, item: Item, actor: Person) -> None:
    endings = PICTURES if item.kind in (AnswerKind.PHOTO, AnswerKind.SIGNATURE) else None
    where: dict[str, Any] = {"noun": NOUN, "noun_id": answer.pk, "unit_id": response.unit_id, "endings": endings}
    kept = [keep(each, each.name or "", actor=actor, **where) for each in given.files]
    for upload in ahead(list(given.uploads), actor=actor):
        with assembled(upload) as whole:
            kept.append(keep(whole, upload.name, actor=actor, **where))
        forget(upload)
    if item.kind != AnswerKind.SIGNATURE:
        for each in kept:
            compare_later(alike.FILE, each.pk)


def _finishing(each: Finished, actor: Person, receipt: Receipt, rounds: dict[UUID, Response]) -> Callable[[], None]:
    def act() -> None:
        response = rounds.get(each.response)
        if response is None:
            raise Http404
        receipt.response_id, receipt.stale = response.pk, response.is_stale
        if response.finished_at is not None:
            receipt.state = "known"
            return
        finish_response(response.pk, actor=actor)

    return act


@transaction.atomic
def finish_response(response_id: int, *, actor: Person) -> Response:
    """End a round. Refused while an item that must be answered is not, or lacks the proof it asks for."""
    response = responses.get_for(actor, response_id, "finish", lock=True)
    results = response.current()
    missing = [result.item.code for result in results if result.item.must_be_answered and not result.answers]
    if missing:
        raise ValidationError(
            _("%(n)s items are not answered yet: %(codes)s") % {"n": len(missing), "codes": "、".join(missing[:10])},
            code="unanswered",
        )
    if unproven := _without_proof(results):
        raise ValidationError(
            _("Proof is missing for: %(codes)s") % {"codes": "、".join(unproven[:10])}, code="unproven"
        )
    response.finished_at, response.finished_by = timezone.now(), actor
    response.save(update_fields=["finished_at", "finished_by"])
    verdicts = [result.verdict for result in results]
    _tell(
        kinds.FINISHED,
        response,
        actor,
        passed=verdicts.count(Verdict.PASS),
        failed=verdicts.count(Verdict.FAIL),
        na=verdicts.count(Verdict.NA),
        failed_items=[result.item.code for result in results if result.verdict == Verdict.FAIL],
        conflicts=[result.item.code for result in results if result.conflict],
    )
    costs.measure(response)
    return response


def _without_proof(results: Sequence[Any]) -> list[str]:
    """Codes of items that ask for proof, were answered (not as not applicable), and have no file from anybody."""
    wanting = [
        result
        for result in results
        if result.item.proof
        and result.verdict in (Verdict.PASS, Verdict.FAIL)
        # A written name is a signature's own proof.
        and not (result.item.kind == AnswerKind.SIGNATURE and any(answer.value for answer in result.answers))
    ]
    ids = [answer.pk for result in wanting for answer in result.answers]
    if not ids:
        return []
    proven = set(Evidence.objects.of(NOUN, *ids).values_list("noun_id", flat=True))
    return [result.item.code for result in wanting if not proven & {answer.pk for answer in result.answers}]
