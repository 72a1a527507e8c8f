"""A round by a checklist: begun, and finished once everything asked for is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from duban.checklists import alike, costs, kinds
from duban.checklists.access import editions, responses
from duban.checklists.models import AnswerKind, Edition, Item, Response, Verdict
from duban.checklists.queries import current_of
from duban.files.models import Evidence
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.access import standing_of
from duban.org.models import Person, Unit

NAMED = 3  # of the items that keep a round from its end


def tell(kind: Kind, response: Response, actor: Person, **body: Any) -> None:
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
    tell(kinds.BEGUN, response, actor)
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
def finish_response(response_id: int, *, actor: Person) -> Response:
    """End a round. Refused while an item that must be answered is not, or lacks the proof it asks for."""
    response = responses.get_for(actor, response_id, "finish", lock=True)
    results = current_of(response)
    missing = [result.item for result in results if result.item.must_be_answered and not result.answers]
    if missing:
        said = {"n": len(missing), "items": _in_words(missing)}
        raise ValidationError(_("%(n)s items are not answered yet: %(items)s") % said, code="unanswered")
    if unproven := _without_proof(results):
        said = {"n": len(unproven), "items": _in_words(unproven)}
        raise ValidationError(_("%(n)s items lack their proof: %(items)s") % said, code="unproven")
    response.finished_at, response.finished_by = timezone.now(), actor
    response.save(update_fields=["finished_at", "finished_by"])
    verdicts = [result.verdict for result in results]
    tell(
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


def _in_words(items: Sequence[Item]) -> str:
    """The first of them as they stand on the phone, where no codes are shown."""
    return "；".join(Truncator(item.text).chars(24) for item in items[:NAMED]) + ("…" if len(items) > NAMED else "")


def _without_proof(results: Sequence[Any]) -> list[Item]:
    """Those that ask for proof, were answered (not as not applicable), and have no file from anybody."""
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
    proven = set(Evidence.objects.of(alike.EVIDENCE, *ids).values_list("noun_id", flat=True))
    return [result.item for result in wanting if not proven & {answer.pk for answer in result.answers}]
