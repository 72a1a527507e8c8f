"""Who may see and change units and people. Names and posts are the group's directory: everybody inside reads them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Appointment, Deputy, Person, Role, Unit
from duban.org.models.unit import UnitQuerySet


class UnitPolicy(Policy[Unit]):
    model = Unit
    verbs = frozenset({"view", "open_below", "edit", "reclassify", "move", "close", "appoint", "name_alias"})

    def visible_to(self, person: Person) -> UnitQuerySet:
        return Unit.objects.all() if person.is_active else Unit.objects.none()

    def allows(self, standing: Standing, verb: str, obj: Unit) -> bool:
        if verb == "name_alias":
            # A correction made while reading minutes teaches a name; whoever supervises may do that everywhere.
            return standing.has(Role.SUPERVISION) or standing.over(obj, Role.ADMINISTRATOR)
        if verb in {"reclassify", "move", "close"}:
            # Not one's own seat: a unit is moved or closed from above it. So is it said what it is: a department looks
            # at, and obliges, all of the unit above.
            return any(
                obj.path.startswith(path) and obj.path != path for path in standing.paths(Role.ADMINISTRATOR)
            ) or (is_top_administrator(standing) and (verb == "reclassify" or not obj.is_root()))
        return standing.over(obj, Role.ADMINISTRATOR)


class PersonPolicy(Policy[Person]):
    model = Person
    verbs = frozenset({"view", "see_contact", "edit", "invite", "deactivate", "name_deputy"})

    def visible_to(self, person: Person) -> QuerySet[Person]:
        if not person.is_active:
            return Person.objects.none()
        # Who has left is the administrators' business; the journal keeps their name for everybody else.
        if standing_of(person).has(Role.ADMINISTRATOR):
            return Person.objects.all()
        return Person.objects.filter(is_active=True)

    def allows(self, standing: Standing, verb: str, obj: Person) -> bool:
        me = obj.pk == standing.person.pk
        if verb == "name_deputy":
            return me or self._administers(standing, obj)
        if verb == "see_contact":
            if me or standing.sees_all or is_top_administrator(standing):
                return True
            return bool(standing.subtree_ids & unit_ids_of(obj)) or self._administers(standing, obj)
        if verb == "deactivate" and me:
            return False
        return self._administers(standing, obj)

    def _administers(self, standing: Standing, obj: Person) -> bool:
        """An administrator acts on those who hold posts only within the administered units, and on nobody above.

        Posts stood in for count: whoever could reset a deputy's password would have those of the absent as well. So do
        posts entered ahead: a password set today opens them on the day when they begin. The supervision office sees all
        of the group from whatever unit it sits in, so the top alone acts on its people.
        """
        if is_top_administrator(standing):
            return True
        seats = standing.paths(Role.ADMINISTRATOR)
        if not seats:
            return False
        lasting = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
        absent = Deputy.objects.filter(lasting, deputy_id=obj.pk).values("person_id")
        held = Appointment.objects.filter(lasting, Q(person_id=obj.pk) | Q(person_id__in=absent))
        posts = set(held.values_list("unit__path", "role"))
        return bool(posts) and all(
            role != Role.SUPERVISION and any(path.startswith(seat) for seat in seats) for path, role in posts
        )


def is_top_administrator(standing: Standing) -> bool:
    return any(p.role == Role.ADMINISTRATOR and len(p.path) <= Unit.steplen for p in standing.posts)


def unit_ids_of(person: Person) -> set[int]:
    return {p.unit_id for p in standing_of(person).posts if p.person_id == person.pk}


units = UnitPolicy()
people = PersonPolicy()
