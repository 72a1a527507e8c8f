"""Reads of the ledger of burdens: by unit, by who asks, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from duban.burden.access import charges, savings, units_seen
from duban.burden.models import Charge, Saving
from duban.burden.standing import budgets_in
from duban.org.access import standing_of
from duban.org.models import Person, Unit

SHOWN_ASKERS = 12
SHOWN_BEARERS = 3


@dataclass(slots=True)
class Line:
    """One unit, alone or with all below it. Minutes throughout; `budget` sums those of the units that have one."""

    unit: Unit
    alone: bool = False
    below: bool = False
    budget: int = 0
    expected: int = 0
    # As far as measured; what was not measured stands as expected.
    corrected: int = 0
    measured: int = 0
    saved: int = 0
    over: int = 0

    @property
    def share(self) -> int | None:
        return round(100 * self.expected / self.budget) if self.budget else None


@dataclass(slots=True)
class AskedBy:
    """Who asks, how much, and of whom most."""

    asker: Unit | None
    minutes: int = 0
    nouns: dict[str, int] = field(default_factory=dict)
    bearers: list[tuple[Unit, int]] = field(default_factory=list)
    units: int = 0


@dataclass(slots=True)
class Account:
    month: date
    top: Unit | None
    whole: Line | None
    lines: list[Line]
    askers: list[AskedBy]
    nouns: dict[str, int]
    hows: dict[str, tuple[int, int]]
    others: int = 0

    @property
    def empty(self) -> bool:
        return not any((line.expected or line.budget or line.saved) for line in self.lines)


def account(person: Person, month: date, top: Unit | None = None) -> Account:
    """A month of the units below `top`, or of all that the person reads. Seven queries, however many rows."""
    seen = list(units_seen(person).order_by("path"))
    units = {unit.pk: unit for unit in seen if top is None or unit.path.startswith(top.path)}
    rows = Charge.objects.filter(month=month).order_by()
    if top is not None or not standing_of(person).sees_all:
        # A list of all units there are would cost more than it leaves out.
        rows = rows.filter(bearer__in=units)
    grouped = rows.values_list("bearer", "asker", "source_noun").annotate(
        n=Sum("minutes"), c=Sum(Coalesce("measured", "minutes")), m=Sum("minutes", filter=Q(measured__isnull=False))
    )
    alone = {pk: Line(unit, alone=True) for pk, unit in units.items()}
    for pk, budget in budgets_in(month).items():
        if pk in alone:
            alone[pk].budget = budget
    asked: dict[int | None, dict[int, int]] = {}
    by_noun: dict[int | None, dict[str, int]] = {}
    for bearer, asker, noun, n, corrected, measured in grouped:
        if bearer not in alone:
            continue
        line = alone[bearer]
        line.expected += n
        line.corrected += corrected
        line.measured += measured or 0
        borne = asked.setdefault(asker, {})
        borne[bearer] = borne.get(bearer, 0) + n
        sort = by_noun.setdefault(asker, {})
        sort[noun] = sort.get(noun, 0) + n
    hows: dict[str, tuple[int, int]] = {}
    spared = Saving.objects.filter(month=month, undone_at__isnull=True, minutes__gt=0).order_by()
    for bearer, how, n, count in spared.values_list("bearer", "how").annotate(n=Sum("minutes"), c=Sum("count")):
        if bearer in alone:
            alone[bearer].saved += n
            minutes, times = hows.get(how, (0, 0))
            hows[how] = minutes + n, times + count
    for line in alone.values():
        line.over = bool(line.budget and line.expected > line.budget)
    lines, whole = _folded(list(alone.values()), top)
    nouns: dict[str, int] = {}
    for sort in by_noun.values():
        for noun, n in sort.items():
            nouns[noun] = nouns.get(noun, 0) + n
    askers = _askers(asked, by_noun, units)
    return Account(
        month, top, whole, lines, askers[:SHOWN_ASKERS], nouns, hows, others=max(len(askers) - SHOWN_ASKERS, 0)
    )


def _folded(alone: list[Line], top: Unit | None) -> tuple[list[Line], Line | None]:
    """The unit itself and each unit directly below it with all of its own; and the sum of all."""
    if not alone:
        return [], None
    roots = [top] if top else _roots([line.unit for line in alone])
    only = roots[0] if len(roots) == 1 else None
    heads: dict[str, Line] = {}
    whole = Line(roots[0], below=True)
    for line in alone:
        root = next(unit for unit in roots if line.unit.path.startswith(unit.path))
        # Below the only one, each unit directly below it; of several, each with all below it.
        key = line.unit.path[: len(only.path) + Unit.steplen] if only else root.path
        head = heads.setdefault(key, Line(line.unit, alone=only is not None and line.unit.pk == only.pk))
        head.below = head.below or line.unit.path != key
        _add(head, line)
        _add(whole, line)
    return list(heads.values()), whole


def _roots(units: list[Unit]) -> list[Unit]:
    """Those that stand below none of the others; the list is in the order of the tree."""
    found: list[Unit] = []
    for unit in units:
        if not found or not unit.path.startswith(found[-1].path):
            found.append(unit)
    return found


def _add(into: Line, line: Line) -> None:
    for name in ("budget", "expected", "corrected", "measured", "saved", "over"):
        setattr(into, name, getattr(into, name) + getattr(line, name))


def _askers(
    asked: dict[int | None, dict[int, int]], by_noun: dict[int | None, dict[str, int]], units: dict[int, Unit]
) -> list[AskedBy]:
    names = Unit.objects.in_bulk([pk for pk in asked if pk is not None])
    found = [
        AskedBy(
            names.get(asker) if asker is not None else None,
            sum(borne.values()),
            by_noun[asker],
            [(units[pk], n) for pk, n in sorted(borne.items(), key=lambda pair: -pair[1])[:SHOWN_BEARERS]],
            len(borne),
        )
        for asker, borne in asked.items()
    ]
    return sorted(found, key=lambda one: (-one.minutes, one.asker.path if one.asker else ""))


def charges_for(
    person: Person,
    *,
    month: date | None = None,
    units: Iterable[int] | None = None,
    asker: int | None = None,
    noun: str = "",
) -> QuerySet[Charge]:
    rows = charges.visible_to(person)
    if month:
        rows = rows.filter(month=month)
    if units is not None:
        rows = rows.filter(bearer__in=list(units))
    if asker is not None:
        rows = rows.filter(asker=asker)
    return rows.filter(source_noun=noun) if noun else rows


def savings_for(
    person: Person, *, month: date | None = None, units: Iterable[int] | None = None, how: str = ""
) -> QuerySet[Saving]:
    rows = savings.visible_to(person).filter(undone_at__isnull=True, minutes__gt=0)
    if month:
        rows = rows.filter(month=month)
    if units is not None:
        rows = rows.filter(bearer__in=list(units))
    return rows.filter(how=how) if how else rows


def saved_by_how(rows: QuerySet[Saving]) -> list[tuple[str, int, int]]:
    """(how, minutes, how often) of these, the most first. One query."""
    sums = rows.order_by().values_list("how").annotate(n=Sum("minutes"), c=Sum("count"))
    return sorted(sums, key=lambda row: -row[1])


def saved_in_year(person: Person, month: date, *, units: Iterable[int] | None = None, how: str = "") -> int:
    """Minutes from January to the end of this month's year, as far as they are known."""
    rows = savings_for(person, units=units, how=how).filter(month__year=month.year)
    return rows.order_by().aggregate(n=Sum("minutes"))["n"] or 0
