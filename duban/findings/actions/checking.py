"""Facts of checks, fed by whatever looks: visits, routines, drills, audits."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
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
    noun, noun_id = source
    fact, _made = CheckFact.objects.get_or_create(
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
    return fact
