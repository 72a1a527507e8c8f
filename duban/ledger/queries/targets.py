"""Where a measured target stands (M7). All of it is computed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.ledger import terms
from duban.ledger.models import Reading, Target


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a target stands. `percent` of the way; `behind` when an even pace would be further."""

    latest: Reading | None
    value: Decimal
    percent: Decimal
    expected: Decimal
    behind: bool


def standpoint_of(target: Target, on: date | None = None) -> Standpoint:
    on = on or terms.today()
    latest = target.readings.filter(replaced_by__isnull=True, on__lte=on).order_by("-on", "-pk").first()
    value = latest.value if latest else target.baseline
    expected = target.expected(on)
    upward = target.goal > target.baseline
    return Standpoint(latest, value, target.reached(value), expected, value < expected if upward else value > expected)


def readings_of(target: Target) -> list[Reading]:
    """In force, oldest first: what the chart draws."""
    return list(target.readings.filter(replaced_by__isnull=True).select_related("unit", "read_by").order_by("on", "pk"))
