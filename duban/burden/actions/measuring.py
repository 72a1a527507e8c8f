"""How long things really take: kept without names, brought together by a job."""

from statistics import median
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, FloatField, IntegerField, Max, Value
from django.db.models.functions import Cast, Round

from duban.burden.models import Charge, Measured, Measurement
from duban.burden.standing import rates_on, this_month

_SPACE = UUID("6f0b3c1e-9d52-4a57-8a0e-2b8f6f4f7c55")
# The last so many count; older ones are forgotten.
KEPT = 200
# What takes longer than a working day was left open, not worked at; what takes no time at all was sent by a machine.
LONGEST, SHORTEST = 8 * 60, 0.1


def measure(of: tuple[str, int], *, seen: tuple[str, int], minutes: float) -> None:
    """`seen` is the one occasion (a response, an occurrence), counted once; it can't be found again from what is kept."""
    if not SHORTEST <= minutes <= LONGEST:
        return
    row = Measurement(of_noun=of[0], of_id=of[1], key=uuid5(_SPACE, f"{seen[0]}:{seen[1]}:{of[0]}"), minutes=minutes)
    Measurement.objects.bulk_create([row], ignore_conflicts=True)


def settle() -> int:
    """Bring medians up to date, and what is charged this month and later with them. Safe to run twice and at once."""
    known = {(row.of_noun, row.of_id): row.last for row in Measured.objects.all()}
    newest = Measurement.objects.order_by().values_list("of_noun", "of_id").annotate(last=Max("pk"))
    fresh = [(noun, pk) for noun, pk, last in newest if last > known.get((noun, pk), 0)]
    for noun, pk in fresh:
        _settle_one(noun, pk)
    return len(fresh)


@transaction.atomic
def _settle_one(noun: str, pk: int) -> None:
    rows = Measurement.objects.filter(of_noun=noun, of_id=pk).order_by("-pk")
    found = list(rows.values_list("pk", "minutes")[:KEPT])
    if not found:
        return
    middle = median(minutes for _pk, minutes in found)
    said = {"minutes": middle, "count": len(found), "last": found[0][0]}
    Measured.objects.update_or_create(of_noun=noun, of_id=pk, defaults=said)
    Measurement.objects.filter(of_noun=noun, of_id=pk, pk__lt=found[-1][0]).delete()
    month = this_month()
    if len(found) >= rates_on(month).enough:
        charges = Charge.objects.filter(of_noun=noun, of_id=pk, month__gte=month)
        charges.update(measured=Cast(Round(F("count") * Value(middle, FloatField())), IntegerField()))
