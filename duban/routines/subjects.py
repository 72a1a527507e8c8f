"""Who owes a duty on a day: found by its rule from the units and appointments of that very day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from duban.org.models import Appointment, Person, Unit
from duban.routines.access import reach_of
from duban.routines.models import Duty, Who


@dataclass(frozen=True, slots=True)
class Subject:
    """One who owes it, and the days on which that is so: `since` included, `until` not."""

    key: str
    unit_id: int
    person_id: int | None
    since: date
    until: date | None

    def owes(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def subjects_of(duty: Duty, first: date, last: date) -> list[Subject]:
    """Everybody who owes it on some day from `first` to `last`. A handful of queries however many they are."""
    found = _units(duty, first, last) if duty.who in (Who.UNITS, Who.KIND) else _people(duty, first, last)
    return list(found)


def owing(subjects: list[Subject], day: date) -> list[Subject]:
    """Those who owe it on a day, each once."""
    return list({subject.key: subject for subject in reversed(subjects) if subject.owes(day)}.values())


def _in_reach(duty: Duty, field: str = "path") -> Q:
    """Within what the owner may oblige, whatever was moved since the duty was set; and where it is narrowed to."""
    reach = Q(**{f"{field}__startswith": reach_of(duty.owner)})
    return reach & Q(**{f"{field}__startswith": duty.within.path}) if duty.within else reach


def _units(duty: Duty, first: date, last: date) -> Iterator[Subject]:
    rows: QuerySet[Unit] = Unit.objects.filter(opened_on__lte=last)
    rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=first)).filter(_in_reach(duty))
    rows = rows.filter(kind=duty.unit_kind) if duty.who == Who.KIND else rows.filter(pk__in=duty.units.values("pk"))
    for pk, since, until in rows.order_by("path").values_list("pk", "opened_on", "closed_on"):
        yield Subject(f"u{pk}", pk, None, since, until)


def _people(duty: Duty, first: date, last: date) -> Iterator[Subject]:
    """By their appointments. A person with several posts that fit owes it once, for the first of them."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(since__lte=last, person__is_active=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=first)).filter(_in_reach(duty, "unit__path"))
    if duty.who == Who.PEOPLE:
        rows = rows.filter(person__in=duty.people.values("pk"))
    else:
        if duty.role:
            rows = rows.filter(role=duty.role)
        if duty.post:
            rows = rows.filter(post__contains=duty.post)
        if duty.unit_kind:
            rows = rows.filter(unit__kind=duty.unit_kind)
    named = rows.order_by("unit__depth", "pk").values_list("person_id", "unit_id", "since", "until")
    for person, unit, since, until in named:
        yield Subject(f"p{person}", unit, person, since, until)


def outside_reach(owner: Unit, units: list[Unit]) -> list[Unit]:
    reach = reach_of(owner)
    return [unit for unit in units if not unit.path.startswith(reach)]


def people_outside_reach(owner: Unit, people: list[Person], on: date) -> list[Person]:
    """Those without a post in a unit that the owner may oblige."""
    posts = Appointment.objects.in_force(on).filter(person__in=people, unit__path__startswith=reach_of(owner))
    inside = set(posts.values_list("person_id", flat=True))
    return [person for person in people if person.pk not in inside]
