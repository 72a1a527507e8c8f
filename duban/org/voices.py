"""Who speaks for a unit: its leader, head or liaison; of a unit that has none, those of the nearest unit above that has.

Without the second half whatever is asked of a unit of a few people, or of an office without a head, could never be answered.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from duban.org.access import Standing
from duban.org.models import Appointment, Role, Unit
from duban.org.models.person import AppointmentQuerySet

VOICES = (Role.LEADER, Role.HEAD, Role.LIAISON)


def _held(on: date | None = None) -> AppointmentQuerySet:
    posts: AppointmentQuerySet = Appointment.objects.in_force(on or timezone.localdate())
    return posts.filter(role__in=VOICES, person__is_active=True)


def spoken_for(standing: Standing) -> frozenset[int]:
    """All units that this person speaks for today. One query, once a request; none for who speaks for nobody."""
    known: frozenset[int] | None = standing.__dict__.get("_units_spoken_for")
    if known is None:
        mine = {post.path: post.unit_id for post in standing.posts if post.role in VOICES}
        below = Q()
        for path in mine:
            below |= Q(path__startswith=path)
        if mine:
            voiceless = Unit.objects.filter(below).exclude(Exists(_held().filter(unit=OuterRef("pk"))))
            # Parents first: whoever speaks for the unit above speaks for one that has nobody.
            for path, pk in voiceless.order_by("path").values_list("path", "pk"):
                if path[: -Unit.steplen] in mine:
                    mine[path] = pk
        known = standing.__dict__["_units_spoken_for"] = frozenset(mine.values())
    return known


def speaks_for(standing: Standing, unit: Unit) -> bool:
    if standing.in_unit(unit.pk, *VOICES):
        return True
    return standing.over(unit, *VOICES) and unit.pk in spoken_for(standing)


def speakers_of(unit: Unit) -> list[int]:
    """The people who speak for a unit today."""
    return speakers_of_each([unit])[unit.pk]


def speakers_of_each(units: Iterable[Unit], on: date | None = None) -> dict[int, list[int]]:
    """By the unit's id, the people who speak for it on a day. One query for all."""
    # The unit's own path first, then those above it.
    above = {unit.pk: [unit.path[:end] for end in range(len(unit.path), 0, -Unit.steplen)] for unit in units}
    wanted = {path for paths in above.values() for path in paths}
    held: dict[str, list[int]] = {}
    for path, person in _held(on).filter(unit__path__in=wanted).values_list("unit__path", "person_id"):
        held.setdefault(path, []).append(person)
    return {unit: next((held[path] for path in paths if path in held), []) for unit, paths in above.items()}
