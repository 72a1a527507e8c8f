"""Findings by month, by age and by unit: what the charts draw and the tables say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from duban.findings import terms
from duban.findings.models import UNCOUNTED, Group, State
from duban.findings.queries.listing import findings_for
from duban.org.models import Person, Unit

# Days open: at least, at most (None is open).
AGES: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, None))


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    last: date
    found: dict[str, int]  # group → how many
    closed: int

    @property
    def total(self) -> int:
        return sum(self.found.values())


def by_month(person: Person, until: date, count: int = 12, filters: Mapping[str, Any] | None = None) -> list[Month]:
    """The last months, oldest first: found by group, and closed."""
    firsts = [until.replace(day=1)]
    while len(firsts) < count:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    firsts.reverse()
    rows = findings_for(person, {**(filters or {}), "state": "all"}).exclude(state__in=UNCOUNTED).order_by()
    found: dict[date, dict[str, int]] = {}
    counted = rows.filter(found_on__gte=firsts[0]).annotate(month=TruncMonth("found_on"))
    for month, group, n in (
        counted.values("month", "kind__group").annotate(n=Count("pk")).values_list("month", "kind__group", "n")
    ):
        found.setdefault(month, {})[group] = n
    ended = rows.filter(state=State.CLOSED, ended_on__gte=firsts[0]).annotate(month=TruncMonth("ended_on"))
    closed = dict(ended.values("month").annotate(n=Count("pk")).values_list("month", "n"))
    return [
        Month(
            first,
            (first + timedelta(days=32)).replace(day=1) - timedelta(days=1),
            {group: found.get(first, {}).get(group, 0) for group in Group.values},
            closed.get(first, 0),
        )
        for first in firsts
    ]


@dataclass(frozen=True, slots=True)
class Age:
    least: int
    most: int | None
    count: int


def ages(person: Person, filters: Mapping[str, Any] | None = None) -> list[Age]:
    """How long the open ones have been open."""
    today = terms.today()
    rows = findings_for(person, {**(filters or {}), "state": "open"}).exclude(state=State.REPORTED).order_by()
    asked = {
        f"a{least}": Count(
            "pk",
            filter=Q(found_on__lte=today - timedelta(days=least))
            & (Q(found_on__gte=today - timedelta(days=most)) if most is not None else Q()),
        )
        for least, most in AGES
    }
    counted = rows.aggregate(**asked)
    return [Age(least, most, counted[f"a{least}"]) for least, most in AGES]


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit: Unit
    open: int
    overdue: int
    repeats: int
    closed: int


def by_unit(person: Person, filters: Mapping[str, Any] | None = None, most: int = 20) -> list[UnitLine]:
    """The units with the most open findings; closed ones are of the last twelve months."""
    today = terms.today()
    rows = findings_for(person, {**(filters or {}), "state": "all"}).exclude(state__in=UNCOUNTED).order_by()
    open_ones = Q(ended_on__isnull=True)
    late = Q(answer_by__lt=today) | Q(state=State.RECTIFYING, task__due_on__lt=today)
    counted = (
        rows.values("unit")
        .annotate(
            open=Count("pk", filter=open_ones),
            overdue=Count("pk", filter=open_ones & late),
            again=Count("pk", filter=open_ones & Q(repeat_of__isnull=False)),
            closed=Count("pk", filter=Q(state=State.CLOSED, ended_on__gte=today - timedelta(days=365))),
        )
        .order_by("-open", "-overdue", "unit")[:most]
    )
    found = list(counted)
    units = Unit.objects.in_bulk([row["unit"] for row in found])
    return [UnitLine(units[r["unit"]], r["open"], r["overdue"], r["again"], r["closed"]) for r in found]
