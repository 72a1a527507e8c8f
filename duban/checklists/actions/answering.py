"""Taking in what devices answered, in their order. Answers are facts: they are added, never changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists import alike, kinds
from duban.checklists.abouts import abouts
from duban.checklists.access import editions, responses
from duban.checklists.actions.apart import device_apart, kept_apart
from duban.checklists.actions.rounds import begin_response, finish_response, tell
from duban.checklists.answering import PICTURES, clock_off, judged
from duban.checklists.batch import Batch, Begun, Finished, Given, Receipt
from duban.checklists.models import Answer, AnswerKind, Item, Response, Verdict
from duban.files.actions import keep
from duban.files.intake import ahead, assembled, forget
from duban.likeness import index
from duban.likeness.jobs import compare_later
from duban.org.access import standing_of
from duban.org.models import Person, Unit


@transaction.atomic
def record_answers(batch: Batch, *, actor: Person) -> list[Receipt]:
    """Take in what a device did, in its order. Each thing stands or falls by itself; one receipt for each.

    Whatever arrived before is `known` and changes nothing. Answers of an edition that has ended, and of a response that
    somebody else finished meanwhile, are kept: facts are not refused for being late. Those of somebody who is no longer
    sent are kept apart.
    """
    off = clock_off(batch.sent_at, timezone.now())
    receipts: list[Receipt] = []
    for begun in batch.begun:
        receipt = Receipt(begun.device, "response", "kept", clock_off=off)
        _guarded(receipt, _beginning(begun, actor, receipt, off))
        receipts.append(receipt)
    tally: dict[int, list[Answer]] = {}
    rounds, ours = _rounds(batch, actor)
    for given in batch.given:
        receipt = Receipt(given.device, "answer", "kept", clock_off=off)
        _guarded(receipt, _answering(given, actor, receipt, rounds, ours, tally, off))
        receipts.append(receipt)
    by_pk = {response.pk: response for response in rounds.values()}
    for pk, answers in tally.items():
        failed = [answer.item.code for answer in answers if answer.verdict == Verdict.FAIL]
        tell(kinds.ANSWERED, by_pk[pk], actor, count=len(answers), failed=len(failed), failed_items=failed)
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


def _rounds(batch: Batch, actor: Person) -> tuple[dict[UUID, Response], set[UUID]]:
    """The responses that the answers are for, held, in one order for everybody, and which of them this person answers in.
    Others' are left out; for those of somebody who has left, what is kept apart stands in."""
    wanted = {given.response for given in batch.given} | {each.response for each in batch.finished}
    standing = standing_of(actor)
    apart = {device_apart(device, actor): device for device in wanted}
    rows = responses.visible_to(actor).filter(device__in=[*wanted, *apart]).select_for_update(of=("self",))
    held = {response.device: response for response in rows.order_by("pk")}
    rounds = {device: response for device, response in held.items() if device in wanted}
    ours = {device for device, response in rounds.items() if responses.has_a_hand(standing, response)}
    for number, device in apart.items():
        if device not in ours and (instead := held.get(number) or kept_apart(device, actor)):
            rounds[device] = instead
            ours.add(device)
    return rounds, ours


def _beginning(begun: Begun, actor: Person, receipt: Receipt, off: int) -> Callable[[], None]:
    def act() -> None:
        edition = editions.get_for(actor, begun.edition_id)
        unit = Unit.objects.filter(pk=begun.unit_id).first()
        if unit is None:
            raise Http404
        if Response.objects.filter(device__in=[begun.device, device_apart(begun.device, actor)]).exists():
            receipt.state = "known"
        at = min(begun.begun_at - timedelta(seconds=off), timezone.now())
        if begun.about is None:
            # Rooms above name their responses by numbers that anybody can reckon; those of devices are drawn by chance.
            if begun.device.version != 4:
                raise ValidationError(_("This number belongs to another response."))
            response = begin_response(
                actor=actor, edition=edition, unit=unit, place=begun.place, device=begun.device, begun_at=at, late=True,
            )  # fmt: skip
        else:
            noun, pk = begun.about
            if noun not in abouts:
                raise Http404
            response = abouts[noun].begin(actor, pk, edition, at)
            if response.device not in (begun.device, device_apart(begun.device, actor)):
                raise ValidationError(_("This number belongs to another response."))
        receipt.response_id, receipt.stale = response.pk, response.is_stale

    return act


def _answering(
    given: Given,
    actor: Person,
    receipt: Receipt,
    rounds: dict[UUID, Response],
    ours: set[UUID],
    tally: dict[int, list[Answer]],
    off: int,
) -> Callable[[], None]:
    def act() -> None:
        response = rounds.get(given.response)
        if response is None or not standing_of(actor).posts:
            raise Http404
        if given.response not in ours:
            raise PermissionDenied
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
    where: dict[str, Any] = {
        "noun": alike.EVIDENCE,
        "noun_id": answer.pk,
        "unit_id": response.unit_id,
        "endings": endings,
    }
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
