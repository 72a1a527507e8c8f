"""Reads over the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from duban.org.models import Appointment, Deputy, Invitation, Person, Placement, Role, Unit
from duban.org.search import find_units
from duban.ui.question import prepared


def name_of_unit(way: str) -> Coalesce:
    """What `str(unit)` says, for a query that leads to the unit by `way`."""
    return Coalesce(NullIf(F(f"{way}__short_name"), Value("")), F(f"{way}__name"))


# Who set no password yet and never logged in by another service either.
NEVER_CAME = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login__isnull=True)


def uninvited() -> QuerySet[Person]:
    """Active people who never came and hold no link that would still let them."""
    held = Invitation.objects.filter(person=OuterRef("pk"), used_at__isnull=True, expires_at__gt=timezone.now())
    return Person.objects.filter(NEVER_CAME, ~Exists(held), is_active=True)


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


@dataclass(frozen=True, slots=True)
class Found(Place):
    """A place in a searched tree: a hit, or what stands above one."""

    hit: bool = True


def search_tree(places: list[Place], text: str) -> list[Found]:
    """The places whose unit fits what was typed (name, code, pinyin, initials, alias) with all that stands above them."""
    rows = Unit.objects.filter(pk__in=[place.unit.pk for place in places])
    hits = set(find_units(text, rows=rows, most=200).values_list("pk", flat=True))
    kept = {above.pk for place in places if place.unit.pk in hits for above in place.chain} | hits
    return [Found(place.unit, place.chain, place.unit.pk in hits) for place in places if place.unit.pk in kept]


def heads_of(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Unit id → who heads it on a day: the head, else the leader; several are joined."""
    names: dict[int, dict[str, list[str]]] = {}
    wanted = set(unit_ids)
    rows = Appointment.objects.in_force(on).filter(role__in=(Role.HEAD, Role.LEADER))
    if len(wanted) < 100:  # a list of a thousand ids costs more than the few heads left out
        rows = rows.filter(unit_id__in=wanted)
    for unit_id, role, name in rows.order_by("pk").values_list("unit_id", "role", "person__name"):
        if unit_id not in wanted:
            continue
        names.setdefault(unit_id, {}).setdefault(role, []).append(name)
    return {pk: "、".join(roles.get(Role.HEAD) or roles.get(Role.LEADER) or []) for pk, roles in names.items()}


# As a unit is introduced: who leads, who answers for it, who keeps the contact, then everybody.
ROLE_ORDER = [
    Role.LEADER,
    Role.HEAD,
    Role.LIAISON,
    Role.SUPERVISION,
    Role.INSPECTOR,
    Role.AUDITOR,
    Role.ASSESSOR,
    Role.ADMINISTRATOR,
    Role.MEMBER,
]


def appointments_of(unit: Unit, on: date) -> list[Appointment]:
    """Appointments in force in a unit, with person and present deputy (`.deputy_now`), in the order of roles. Two queries."""
    rows = list(Appointment.objects.in_force(on).filter(unit=unit).select_related("person"))
    rows.sort(key=lambda row: (ROLE_ORDER.index(Role(row.role)), row.pk))
    deputies = deputies_on([row.person_id for row in rows], on)
    for row in rows:
        row.deputy_now = deputies.get(row.person_id)  # type: ignore[attr-defined]
    return rows


def deputies_on(person_ids: Iterable[int], on: date) -> dict[int, Person]:
    """Person id → who acts for this person on a day."""
    rows = Deputy.objects.filter(person_id__in=list(person_ids), since__lte=on, until__gt=on).select_related("deputy")
    return {row.person_id: row.deputy for row in rows}


def holders_of(unit: Unit, *roles: str, on: date | None = None) -> list[Person]:
    """Active people who hold one of these roles in a unit itself, heads before others; for naming who answers for it."""
    day = on or timezone.localdate()
    rows = Appointment.objects.in_force(day).filter(unit=unit, person__is_active=True).select_related("person")
    if roles:
        rows = rows.filter(role__in=roles)
    ordered = sorted(rows, key=lambda row: (ROLE_ORDER.index(Role(row.role)), row.pk))
    return list(dict.fromkeys(row.person for row in ordered))


def posts_of(person_ids: Iterable[int], on: date) -> dict[int, list[Appointment]]:
    """Person id → appointments in force on a day with their units, highest unit first. One query."""
    posts: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.in_force(on).filter(person_id__in=list(person_ids)).select_related("unit")
    for row in rows.order_by("unit__depth", "pk"):
        posts.setdefault(row.person_id, []).append(row)
    return posts


# Plain SQL: half the pages of a ledger ask this, and the ORM would compose it longer than the database answers it.
# A path holds digits and capitals only, nothing that LIKE reads otherwise.
_AT_OR_BELOW = f"""
    SELECT below.id FROM {Unit._meta.db_table} top JOIN {Unit._meta.db_table} below ON below.path LIKE top.path || '%%'
    WHERE top.id = %s ORDER BY below.path
"""


def at_or_below(pk: int) -> list[int]:
    """Ids of the unit and of everything below it in today's tree; none when there is no such unit."""
    with prepared() as cursor:
        cursor.execute(_AT_OR_BELOW, [pk])
        return [row[0] for row in cursor.fetchall()]
