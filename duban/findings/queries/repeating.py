"""What keeps coming: the same item at the same place of the same unit, within the period of the rules."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse

from duban.checklists.access import patterns
from duban.checklists.models import Pattern
from duban.findings import terms
from duban.findings.access import findings
from duban.findings.models import UNCOUNTED, Finding, Group
from duban.org.models import Person, Unit

MOST = 100


@dataclass(frozen=True, slots=True)
class Cluster:
    """`pattern` is what was noted of it last, if anything was."""

    item_code: str
    unit: Unit
    place: str
    count: int
    last_on: date
    title: str
    pattern: Pattern | None = None


def clusters(person: Person, until: date, *, days: int | None = None) -> list[Cluster]:
    """Two and more of the same, the most first."""
    since = until - timedelta(days=terms.rules_on(until).repeat_days if days is None else days)
    rows = (
        findings.visible_to(person)
        .filter(found_on__gte=since, found_on__lte=until)
        .exclude(item_code="")
        .exclude(kind__group=Group.CONDUCT)
        .exclude(state__in=UNCOUNTED)
        .order_by()
        .values("item_code", "unit", "place")
        .annotate(count=Count("pk"), last_on=Max("found_on"), newest=Max("pk"))
        .filter(count__gte=2)
        .order_by("-count", "-last_on", "unit")[:MOST]
    )
    found = list(rows)
    units = Unit.objects.in_bulk([row["unit"] for row in found])
    titles = dict(Finding.objects.filter(pk__in=[row["newest"] for row in found]).values_list("pk", "title"))
    noted = {
        (pattern.item_code, pattern.unit_id, pattern.place): pattern
        for pattern in patterns.visible_to(person).filter(unit__in=units).order_by("pk")
    }
    return [
        Cluster(
            row["item_code"],
            units[row["unit"]],
            row["place"],
            row["count"],
            row["last_on"],
            titles[row["newest"]],
            noted.get((row["item_code"], row["unit"], row["place"])),
        )
        for row in found
    ]


def members(person: Person, item_code: str, unit_id: int, place: str, until: date) -> list[Finding]:
    """The findings of one cluster, oldest first. What is noted of them is everybody's, so there is none of conduct."""
    since = until - timedelta(days=terms.rules_on(until).repeat_days)
    rows = findings.visible_to(person).filter(
        item_code=item_code, unit=unit_id, place=place, found_on__gte=since, found_on__lte=until
    )
    rows = rows.exclude(item_code="").exclude(kind__group=Group.CONDUCT)
    return list(rows.exclude(state__in=UNCOUNTED).order_by("found_on", "id"))


def listed(ids: Sequence[int], month: str = "") -> str:
    """The address of these findings in the register, of all months or of one ("2026-08")."""
    where = {"ids": ",".join(map(str, ids)), "state": "all"}
    if month:
        first = date.fromisoformat(f"{month}-01")
        where["found_from"] = first.isoformat()
        where["found_to"] = first.replace(day=monthrange(first.year, first.month)[1]).isoformat()
    return f"{reverse('findings:list')}?{urlencode(where)}"


def months(rows: list[Finding]) -> dict[str, int]:
    """Month as "2026-08" → how many."""
    return dict(sorted(Counter(f"{row.found_on:%Y-%m}" for row in rows).items()))
