"""Missed detection: what one layer passed and a layer above it failed soon after, at the same item, unit and place.

Counted from failures: for each, the last look of any layer below within the period says whether it was caught or missed.
So a month of daily passes before one failure is one miss, and a share of misses means the same for busy and idle layers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from duban.findings import terms
from duban.findings.models import CheckFact
from duban.org.access import standing_of
from duban.org.models import Person, Unit

MISS_LEVELS = ("layer", "aspect", "unit")
MISSED_ORDER = ("-day", "-id")  # newest first


@dataclass(frozen=True, slots=True)
class Missed:
    """Of what a layer above failed and this layer had looked at before: how much it had passed."""

    key: Any
    name: str
    looked: int
    missed: int

    @property
    def share(self) -> int:
        """Percent."""
        return round(100 * self.missed / self.looked) if self.looked else 0


def facts_for(person: Person) -> QuerySet[CheckFact]:
    """Checks at the units this person answers for, or all for who sees all."""
    if not person.is_active:
        return CheckFact.objects.none()
    standing = standing_of(person)
    rows = CheckFact.objects.all()
    return rows if standing.sees_all else rows.filter(unit__in=standing.subtree_ids)


def missed_rows(
    person: Person, since: date, until: date, filters: Mapping[str, Any] | None = None, *, within: int | None = None
) -> QuerySet[CheckFact]:
    """Failures that a lower layer had looked at within the period before, newest first.

    Each carries the last look below it (`prior_day`, `prior_layer`, `prior_passed`). `filters`: layer (of the look
    below), aspect, unit (id), only_missed.
    """
    days = terms.rules_on(until).missed_days if within is None else within
    rows = facts_for(person).filter(
        passed=False,
        prior__isnull=False,
        day__gte=since.toordinal(),
        day__lte=until.toordinal(),
        prior_day__gte=F("day") - days,
    )
    chosen = {k: v for k, v in (filters or {}).items() if v not in (None, "")}
    if "layer" in chosen:
        rows = rows.filter(prior_layer=chosen["layer"])
    if "aspect" in chosen:
        rows = rows.filter(aspect="" if chosen["aspect"] == "-" else chosen["aspect"])
    if "unit" in chosen:
        rows = rows.filter(unit=chosen["unit"])
    if "only_missed" in chosen:
        rows = rows.filter(prior_passed=True)
    return rows.order_by(*MISSED_ORDER)


def missed_by(person: Person, level: str, since: date, until: date, *, within: int | None = None) -> list[Missed]:
    """One line for each layer, aspect or unit, the most misses first."""
    field = {"layer": "prior_layer", "aspect": "aspect", "unit": "unit"}[level]
    rows = missed_rows(person, since, until, within=within).order_by()
    counted = rows.values(key=F(field)).annotate(looked=Count("pk"), missed=Count("pk", filter=Q(prior_passed=True)))
    found = list(counted.values_list("key", "looked", "missed"))
    names = {u.pk: str(u) for u in Unit.objects.filter(pk__in=[key for key, *_n in found])} if level == "unit" else {}
    lines = [Missed(key, _name(level, key, names), looked, missed) for key, looked, missed in found]
    return sorted(lines, key=lambda line: (-line.missed, -line.share, str(line.key)))


def _name(level: str, key: Any, names: Mapping[int, str]) -> str:
    if level == "layer":
        return layer_name(key)
    if level == "unit":
        return names.get(key, "")
    return key or _("No aspect")


def layer_name(layer: int) -> str:
    return {1: _("Group level"), 2: _("Secondary unit level"), 3: _("Company level")}.get(
        layer, _("Level %(n)s") % {"n": layer}
    )
