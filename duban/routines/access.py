"""Who sets standing duties, who owes and meets them, who reads and asks.

A duty is read by everybody whose unit stands at, below or above the unit that set it. It is set and changed by the
supervision office, and by those who lead or speak for the unit that sets it, for units within that unit's reach.

An occurrence of a unit is seen by the people of the unit and of all above it; one of a person by that person and by
those who lead or speak for the unit and for all above it. Whoever owes it never excuses it.
"""

from django.db.models import Q, QuerySet

from duban.org.access import Policy, Standing, standing_of
from duban.org.models import Person, Role, Unit, UnitKind
from duban.org.voices import VOICES
from duban.routines.models import Duty, Occurrence

# A department reaches everything below the unit it belongs to, not only below itself.
DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.TASK_FORCE, UnitKind.EMERGENCY)


def reach_of(unit: Unit) -> str:
    """The tree path at or below which this unit may oblige others."""
    beside = unit.kind in DEPARTMENTS and len(unit.path) > Unit.steplen
    return unit.path[: -Unit.steplen] if beside else unit.path


def _under(field: str, paths: list[str]) -> Q:
    found = Q(pk__in=[])
    for path in sorted(set(paths)):
        found |= Q(**{f"{field}__startswith": path})
    return found


class DutyPolicy(Policy[Duty]):
    model = Duty
    verbs = frozenset({"view", "change", "pause", "end"})

    def visible_to(self, person: Person) -> QuerySet[Duty]:
        rows = Duty.objects.select_related("owner", "checklist", "within", "escalate_person", "follows", "programme")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.sees_all:
            return rows
        paths = set(standing.paths())
        near = _under("owner__path", list(paths))
        above = {path[: i * Unit.steplen] for path in paths for i in range(1, len(path) // Unit.steplen + 1)}
        # What a department sets, it sets for all below the unit it stands in.
        beside = Q(owner__kind__in=DEPARTMENTS) & Q(
            owner__in=Unit.objects.filter(kind__in=DEPARTMENTS, path__in=_side_paths(above))
        )
        return rows.filter(near | Q(owner__path__in=above) | beside)

    def allows(self, standing: Standing, verb: str, obj: Duty) -> bool:
        return standing.has(Role.SUPERVISION) or standing.over(obj.owner, *VOICES)

    def owners_for(self, person: Person) -> QuerySet[Unit]:
        """Units in whose name this person may set duties."""
        standing = standing_of(person)
        if not person.is_active:
            return Unit.objects.none()
        if standing.has(Role.SUPERVISION):
            return Unit.objects.all()
        return Unit.objects.filter(pk__in=[p.unit_id for p in standing.posts if p.role in VOICES])

    def may_set(self, person: Person) -> bool:
        return person.is_active and standing_of(person).has(Role.SUPERVISION, *VOICES)


def _side_paths(above: set[str]) -> QuerySet[Unit, str]:
    """Paths of all units that stand directly below one of these."""
    return Unit.objects.filter(_directly_below(above)).order_by().values("path")


def _directly_below(above: set[str]) -> Q:
    found = Q(pk__in=[])
    for path in sorted(above):
        found |= Q(path__startswith=path, depth=len(path) // Unit.steplen + 1)
    return found


class OccurrencePolicy(Policy[Occurrence]):
    model = Occurrence
    verbs = frozenset({"view", "meet", "correct", "excuse", "ask", "answer"})

    def visible_to(self, person: Person) -> QuerySet[Occurrence]:
        rows = Occurrence.objects.select_related("duty__owner", "duty__checklist", "unit", "person", "met_by")
        if not person.is_active:
            return rows.none()
        standing = standing_of(person)
        if standing.sees_all:
            return rows
        mine = Q(person__in=standing.person_ids)
        mine |= Q(person__isnull=True, unit__in=standing.subtree_ids)
        mine |= Q(unit__in=voiced_ids(standing))
        return rows.filter(mine)

    def allows(self, standing: Standing, verb: str, obj: Occurrence) -> bool:
        if verb == "meet":
            return obj.met_at is None and obj.excused_at is None and owes(standing, obj)
        if verb == "correct":
            return obj.met_at is not None and not obj.duty.checklist_id and owes(standing, obj)
        if verb == "answer":
            return owes(standing, obj)
        if verb == "ask":
            return not owes(standing, obj) and (standing.sees_all or above(standing, obj))
        return obj.met_at is None and obj.excused_at is None and looks_after(standing, obj)


def owes(standing: Standing, obj: Occurrence) -> bool:
    if obj.person_id:
        return obj.person_id in standing.person_ids
    return standing.in_unit(obj.unit_id, *VOICES, Role.MEMBER)


def may_answer(standing: Standing, pk: int) -> bool:
    one = Occurrence.objects.filter(pk=pk).first()
    return one is not None and owes(standing, one)


def looks_after(standing: Standing, obj: Occurrence) -> bool:
    """Above whoever owes it, or keeping the duty itself: excuses it, and verifies what was answered for it."""
    if owes(standing, obj):
        return False
    return standing.has(Role.SUPERVISION) or above(standing, obj) or standing.over(obj.duty.owner, *VOICES)


def verifies(standing: Standing, pk: int) -> bool:
    one = Occurrence.objects.select_related("duty__owner", "unit").filter(pk=pk).first()
    return one is not None and looks_after(standing, one)


def above(standing: Standing, obj: Occurrence) -> bool:
    """Whether this person leads or speaks for a unit above the one that owes it; for a person's duty, also at it."""
    return any(
        obj.unit.path.startswith(path) and (obj.person_id is not None or path != obj.unit.path)
        for path in standing.paths(*VOICES)
    )


def voiced_ids(standing: Standing) -> QuerySet[Unit, int]:
    """Units at or below those that this person leads or speaks for."""
    return Unit.objects.filter(_under("path", standing.paths(*VOICES))).order_by().values("pk")


duties = DutyPolicy()
occurrences = OccurrencePolicy()
