"""Counts for boards and overviews, read from the tally: what they cost does not grow with the ledger. Only what the
tally does not know, the filters of a list, is counted from its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from duban.ledger import terms
from duban.ledger.models import State, Tally, Task
from duban.ledger.models.lit import TaskQuerySet
from duban.org.access import Standing, standing_of
from duban.org.models import Appointment, Person, Unit


@dataclass(slots=True)
class Counts:
    """How many tasks are in each state, and how many of them shine. A red one is not also counted yellow."""

    draft: int = 0
    dispatched: int = 0
    underway: int = 0
    claimed: int = 0
    closed: int = 0
    declined: int = 0
    suspended: int = 0
    cancelled: int = 0
    red: int = 0
    yellow: int = 0

    @property
    def open(self) -> int:
        return self.dispatched + self.underway + self.claimed + self.suspended

    @property
    def sent(self) -> int:
        """Everything that ever left the desk and was not cancelled."""
        return self.open + self.closed + self.declined

    @property
    def unended(self) -> int:
        return self.open + self.draft + self.declined

    @property
    def all(self) -> int:
        return self.unended + self.closed + self.cancelled

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))

    def add(self, event: str, n: int) -> None:
        if event == "red":
            # Every red one also counts as a yellow one that went on: yellow_from lies before red_from.
            self.red += n
        else:
            setattr(self, event, getattr(self, event) + n)


@dataclass(slots=True)
class UnitLine:
    """A unit with its own tasks, and with everything below it."""

    unit: Unit
    own: Counts
    all: Counts


@dataclass(slots=True)
class Overview:
    total: Counts
    lines: list[UnitLine]


def _shining(scope: str, on: date) -> QuerySet[Tally]:
    return Tally.objects.filter(scope=scope, day__lte=on)


def _summed(rows: QuerySet[Tally], group: str) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for key, event, n in rows.values_list(group, "event").annotate(total=Sum("n")).order_by():
        found.setdefault(key, Counts()).add(event, n)
    for counts in found.values():
        counts.yellow -= counts.red
    return found


def _mine(standing: Standing, rows: QuerySet[Tally]) -> QuerySet[Tally]:
    return rows if standing.sees_all else rows.filter(key__in=standing.subtree_ids)


def unit_counts(
    person: Person, *, units: Iterable[Unit] | None = None, programme: int | None = None, on: date | None = None
) -> dict[int, Counts]:
    """Counts of each lead unit itself (id → Counts) among those this person may see."""
    rows = _mine(standing_of(person), _shining("u", on or terms.today()))
    if units is not None:
        rows = rows.filter(key__in=[unit.pk for unit in units])
    if programme is not None:
        rows = rows.filter(programme=programme)
    return _summed(rows, "key")


def programme_counts(person: Person, on: date | None = None) -> dict[int, Counts]:
    """Counts of each programme (id → Counts; 0: of none), over the units this person may see."""
    return _summed(_mine(standing_of(person), _shining("u", on or terms.today())), "programme")


def person_counts(person: Person, people: Iterable[int] | None = None, on: date | None = None) -> dict[int, Counts]:
    """Counts of each responsible person; for who does not see everything, of the people seated in their units."""
    standing, today = standing_of(person), terms.today()
    rows = _shining("p", on or today)
    if people is not None:
        rows = rows.filter(key__in=list(people))
    if not standing.sees_all:
        seated = Appointment.objects.in_force(today).filter(unit__in=standing.subtree_ids).values("person")
        rows = rows.filter(Q(key__in=seated) | Q(key__in=standing.person_ids))
    return _summed(rows, "key")


def counts_in(rows: TaskQuerySet, group: str, on: date | None = None) -> dict[int, Counts]:
    """Counts of each `group` (a key of the task: id → Counts) among these very rows."""
    on = on or terms.today()
    shining = {
        "red": Count("pk", filter=Q(ended_on=None, red_from__lte=on)),
        "yellow": Count("pk", filter=Q(ended_on=None, yellow_from__lte=on, red_from__gt=on)),
    }
    found: dict[int, Counts] = {}
    told = rows.filter(**{f"{group}__isnull": False}).order_by().values_list(group, "state")
    for key, state, n, red, yellow in told.annotate(number_of=Count("pk"), **shining):
        counts = found.setdefault(key, Counts())
        for event, many in ((state, n), ("red", red), ("yellow", yellow)):
            setattr(counts, event, getattr(counts, event) + many)
    return found


def overview(person: Person, on: date | None = None, *, programme: int | None = None) -> Overview:
    """Every unit this person may see, top down, with its own counts and those of everything below it."""
    standing = standing_of(person)
    counts = unit_counts(person, programme=programme, on=on)
    units = Unit.objects.order_by("path")
    if not standing.sees_all:
        units = units.filter(pk__in=standing.subtree_ids)
    lines = [UnitLine(unit, counts.get(unit.pk, Counts()), Counts()) for unit in units]
    by_path = {line.unit.path: line for line in lines}
    total = Counts()
    for line in lines:
        total = total + line.own
        path = line.unit.path
        while path:
            above = by_path.get(path)
            if above is not None:
                above.all = above.all + line.own
            path = path[: -Unit.steplen]
    return Overview(total, lines)


def total_counts(person: Person, *, unit: Unit | None = None, programme: int | None = None) -> Counts:
    """One sum over everything, or over a unit with everything below it."""
    units = None if unit is None else list(Unit.objects.filter(path__startswith=unit.path).only("pk"))
    total = Counts()
    for counts in unit_counts(person, units=units, programme=programme).values():
        total = total + counts
    return total


def paused_count(person: Person, *, programme: int | None = None) -> int:
    """How many stand still and are not red, over the units this person may see. Few, so they are counted one by one."""
    rows = Task.objects.paused(terms.today())
    standing = standing_of(person)
    if not standing.sees_all:
        rows = rows.filter(lead_unit__in=standing.subtree_ids)
    if programme is not None:
        rows = rows.filter(programme=programme)
    return rows.order_by().count()


def closed_by_month(
    person: Person, *, since: date, unit: Unit | None = None, programme: int | None = None
) -> list[tuple[date, int]]:
    """How many were closed in each month (its first day) since a day."""
    rows = _mine(standing_of(person), Tally.objects.filter(scope="u", event=State.CLOSED, day__gte=since))
    if unit is not None:
        rows = rows.filter(key__in=Unit.objects.filter(path__startswith=unit.path).values("pk"))
    if programme is not None:
        rows = rows.filter(programme=programme)
    return list(rows.values_list("day").annotate(total=Sum("n")).order_by("day"))
