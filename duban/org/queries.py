"""Reads over the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duban.org.models import Placement, Unit


def parents_on(on: date) -> dict[int, int | None]:
    """Unit id → id of the unit above it on a day, for the units placed on that day."""
    rows = Placement.objects.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))
    return dict(rows.values_list("unit_id", "parent_id"))


def parents_of(units: Iterable[Unit]) -> dict[int, str]:
    """Unit id → what the unit directly above is called; one query. Roots are left out."""
    wanted = {unit.pk: unit.path[: -Unit.steplen] for unit in units if len(unit.path) > Unit.steplen}
    names = {unit.path: str(unit) for unit in Unit.objects.filter(path__in=set(wanted.values()))}
    return {pk: names[path] for pk, path in wanted.items() if path in names}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stood on a day. `chain` runs from the top down to the unit directly above."""

    unit: Unit
    chain: list[Unit]

    @property
    def parent(self) -> Unit | None:
        return self.chain[-1] if self.chain else None

    @property
    def depth(self) -> int:
        return len(self.chain) + 1


def unit_at(unit: Unit, on: date) -> Place | None:
    """Where the unit stood on a day; None when it did not exist then."""
    return next((place for place in tree_on(on) if place.unit.pk == unit.pk), None)


def tree_on(on: date) -> list[Place]:
    """All units that existed on a day, parents before children, siblings in today's order. Two queries."""
    units = {unit.pk: unit for unit in Unit.objects.in_force(on)}
    above = parents_on(on)
    below: dict[int | None, list[Unit]] = {}
    for unit in units.values():  # in the order of today's tree
        parent = above.get(unit.pk)
        below.setdefault(parent if parent in units else None, []).append(unit)
    places: list[Place] = []

    def walk(unit: Unit, chain: list[Unit]) -> None:
        places.append(Place(unit, chain))
        for child in below.get(unit.pk, ()):
            walk(child, [*chain, unit])

    for root in below.get(None, ()):
        walk(root, [])
    return places
