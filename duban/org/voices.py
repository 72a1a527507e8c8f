"""Who speaks for a unit: its leader, head or liaison; of a unit that has none, those of the nearest unit above that has.

Without the second half whatever is asked of a unit of a few people, or of an office without a head, could never be answered.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from duban.org.access import Standing
from duban.org.models import Appointment, Role, Unit
from duban.org.models.person import AppointmentQuerySet

VOICES = (Role.LEADER, Role.HEAD, Role.LIAISON)


def _held() -> AppointmentQuerySet:
    posts: AppointmentQuerySet = Appointment.objects.in_force(timezone.localdate())
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
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    held = list(_held().filter(unit__path__in=paths).values_list("unit__path", "person_id"))
    nearest = max((path for path, _person in held), key=len, default="")
    return [person for path, person in held if path == nearest]
