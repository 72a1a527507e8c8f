"""What every change of the unit tree stands on: one change at a time, no circles, and today's tree as placed."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.org.models import Placement, Unit, UnitKind
from duban.org.queries import parents_on


def lock_tree() -> None:
    """Hold the tree until the transaction ends: moving rewrites the paths of a whole subtree."""
    list(Unit.objects.filter(depth=1).order_by("path").select_for_update().values_list("pk", flat=True))


def forbid_circle(unit: Unit, parent: Unit | None, since: date) -> None:
    """Refuse a place under the unit itself, on the day of the move or on any day that is planned after it."""
    later = Placement.objects.filter(since__gt=since).values_list("since", flat=True).distinct()
    for day in [since, *later]:
        above = parents_on(day)
        above[unit.pk] = parent.pk if parent else None
        seen: set[int] = set()
        place: int | None = unit.pk
        while place is not None:
            if place in seen:
                raise ValidationError(_("A unit cannot stand under itself or under one of its own sub-units."))
            seen.add(place)
            place = above.get(place)


def stand(unit: Unit, parent: Unit | None) -> Unit:
    """Put a unit and all below it at its place in today's tree; returns it as it is then."""
    unit.refresh_from_db()
    if parent is None:
        if not unit.is_root():
            Unit.objects.move(unit, Unit.objects.filter(depth=1).last(), "last-sibling")
    else:
        parent.refresh_from_db()
        if unit.path[: -Unit.steplen] != parent.path:
            Unit.objects.move(unit, parent, "last-child")
    unit.refresh_from_db()
    return unit


def may_stand_below(parent: Unit | None, on: date, kind: str) -> None:
    if parent is None and kind != UnitKind.GROUP:
        # Forgetting the unit above would make its administrator one of the whole group.
        raise ValidationError(_("Only a group stands at the top: name the unit above."))
    if parent is not None and (parent.opened_on > on or (parent.closed_on and parent.closed_on <= on)):
        raise ValidationError(_("%(unit)s does not exist on %(on)s."), params={"unit": parent, "on": on})


def last_steps(units: Iterable[Unit]) -> dict[str, int]:
    """Path of a parent ("" for the top) → the number of its last child, as the tree counts places."""
    last: dict[str, int] = {}
    for unit in units:
        above, step = unit.path[: -Unit.steplen], Unit._str2int(unit.path[-Unit.steplen :])
        last[above] = max(last.get(above, 0), step)
    return last
