"""Merging two asks: at once by whoever answers for what must agree, else with the consent of who does."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.burden import kinds, overlaps
from duban.burden.access import offers
from duban.burden.models import MergeOffer
from duban.journal import actions as journal
from duban.org.models import Person
from duban.org.said import reason_given


@transaction.atomic
def merge_overlap(code: str, first: int, second: int, way: str, *, actor: Person) -> MergeOffer | None:
    """None when they were merged; the offer when somebody else's consent is asked."""
    kind = overlaps.kind_called(code)
    overlap = overlaps.found_again(kind, first, second, way, actor, timezone.localdate())
    title = f"{overlap.second.title} → {overlap.first.title}"[:300]
    lacking = kind.lacking(first, second, way, [actor])
    if not lacking:
        # Offers before what they are about, as who consents locks them.
        MergeOffer.objects.filter(kind=code, second=second, accepted__isnull=True).update(
            accepted=True, decided_by=actor, decided_at=timezone.now()
        )
        _merge(kind, first, second, way, title, [actor])
        return None
    try:
        with transaction.atomic():
            offer = MergeOffer.objects.create(
                kind=code, way=way, first=first, second=second, title=title, to_unit=kind.unit_of(lacking[0]), by=actor
            )
    except IntegrityError:
        raise ValidationError(_("This has been proposed already and waits for an answer.")) from None
    journal.append(
        kinds.OFFERED, actor=actor, noun="burden_offer", noun_id=offer.pk, unit_id=offer.to_unit_id,
        body={"unit": str(offer.to_unit), "title": title},
    )  # fmt: skip
    return offer


def _merge(kind: overlaps.Kind, first: int, second: int, way: str, title: str, agreed: Sequence[Person]) -> None:
    minutes = kind.merge(first, second, way, agreed)
    journal.append(
        kinds.MERGED, actor=agreed[0], noun="burden_merge", noun_id=second, unit_id=kind.unit_of(second).pk,
        body={"title": title, "minutes": minutes, "kind": kind.code, "way": way, "first": first},
    )  # fmt: skip


def _open(offer_id: int, actor: Person) -> MergeOffer:
    offer = offers.get_for(actor, offer_id, lock=True)
    if offer.accepted is not None:
        raise ValidationError(_("This is decided already, by %(name)s.") % {"name": offer.decided_by or "—"})
    return offers.get_for(actor, offer_id, "decide", lock=True)


@transaction.atomic
def consent_to_merge(offer_id: int, *, actor: Person) -> MergeOffer:
    """The unit whose word is wanted consents, and it is done. Whoever proposed it does not consent for others."""
    offer = _open(offer_id, actor)
    _merge(overlaps.kind_called(offer.kind), offer.first, offer.second, offer.way, offer.title, [actor, offer.by])
    offer.accepted, offer.decided_by, offer.decided_at = True, actor, timezone.now()
    offer.save(update_fields=["accepted", "decided_by", "decided_at"])
    return offer


@transaction.atomic
def refuse_to_merge(offer_id: int, *, actor: Person, reason: str) -> MergeOffer:
    offer = _open(offer_id, actor)
    reason = reason_given(reason)
    offer.accepted, offer.decided_by, offer.decided_at = False, actor, timezone.now()
    offer.reason = reason[:200]
    offer.save(update_fields=["accepted", "decided_by", "decided_at", "reason"])
    journal.append(
        kinds.REFUSED, actor=actor, noun="burden_offer", noun_id=offer.pk, unit_id=offer.to_unit_id,
        body={"title": offer.title, "reason": offer.reason},
    )  # fmt: skip
    return offer
