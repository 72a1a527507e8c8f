"""Facts of checks, fed by whatever looks: visits, routines, drills, audits."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from duban.findings.layers import layer_of
from duban.findings.models import CheckFact
from duban.org.models import Person, Unit


@transaction.atomic
def record_check(
    *,
    unit: Unit,
    item_code: str,
    looking_unit: Unit,
    passed: bool,
    on: date,
    source: tuple[str, int],
    place: str = "",
    aspect: str = "",
    layer: int | None = None,
    by: Person | None = None,
) -> CheckFact:
    """One item looked at once. Idempotent: the same source, unit, item and place again gives the first fact, unchanged.

    `layer` is computed from the looking unit unless given. Called by rooms in the transaction of their own journaled act,
    which is what the journal tells; the fact itself is derived from it and gets no entry.
    """
    if not item_code:
        raise ValidationError(_("A check is of an item."))
    # Facts of one unit are written one after the other: each knows of those below that came before it.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    noun, noun_id = source
    fact, made = CheckFact.objects.get_or_create(
        source_noun=noun,
        source_id=noun_id,
        item_code=item_code,
        unit=unit,
        place=place.strip(),
        defaults={
            "aspect": aspect,
            "layer": layer_of(looking_unit) if layer is None else layer,
            "looking_unit": looking_unit,
            "passed": passed,
            "on": on,
            "day": on.toordinal(),
            "by": by,
        },
    )
    if made:
        _look_back(fact)
        _be_looked_back_at(fact)
    return fact


def _look_back(fact: CheckFact) -> None:
    """Give a failure the last look of a layer below."""
    if fact.passed:
        return
    same = CheckFact.objects.filter(unit=fact.unit_id, item_code=fact.item_code, place=fact.place)
    prior = same.filter(layer__gt=fact.layer, day__lte=fact.day).order_by("-day", "-id").first()
    if prior is not None:
        CheckFact.objects.filter(pk=fact.pk).update(**_of(prior))


def _be_looked_back_at(fact: CheckFact) -> None:
    """A look that arrives late, from a phone without a network: failures above of the days after may have missed it."""
    above = CheckFact.objects.filter(
        unit=fact.unit_id, item_code=fact.item_code, place=fact.place, passed=False,
        layer__lt=fact.layer, day__gte=fact.day,
    )  # fmt: skip
    above.filter(Q(prior__isnull=True) | Q(prior_day__lte=fact.day)).update(**_of(fact))


def _of(prior: CheckFact) -> dict[str, Any]:
    return {
        "prior": prior.pk,
        "prior_layer": prior.layer,
        "prior_passed": prior.passed,
        "prior_day": prior.day,
    }
