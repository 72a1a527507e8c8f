"""Which findings a person gets to see for given filters. Ordering and paging belong to the caller."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from duban.findings import terms
from duban.findings.access import findings
from duban.findings.models import Finding, Group, State
from duban.findings.word_index import WORDS
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.queries import at_or_below
from duban.ui.addresses import day_said, number_said

# What an address may say about findings; anything else in it is not a filter.
NAMES = (
    "q", "unit", "alone", "group", "kind", "severity", "state", "source", "found_from", "found_to", "ended_from",
    "ended_to", "place", "item", "mine", "mark", "older", "younger", "ids",
)  # fmt: skip
# A calendar ends: older than this nothing is.
MOST_DAYS = 100_000
MARKS = ("overdue", "repeat", "relapsed", "returned", "spot", "drawn")


def findings_for(person: Person, filters: Mapping[str, Any] | None = None) -> QuerySet[Finding]:
    """The person's findings. Values may be text from an address; what cannot be read selects nothing.

    unit (id, with everything below; `alone`: only itself), group, kind (id), severity, state (a state, `open` (the
    default) or `all`), source, found_from/found_to, ended_from/ended_to, place, item (code), mine (found | unit), mark
    (one of MARKS), older/younger (open for at least / at most so many days), ids (several by commas), q (number, title,
    place).
    """
    said = {k: str(v).strip() for k, v in (filters or {}).items() if v is not None}
    chosen = {k: v for k, v in said.items() if v}
    rows = findings.visible_to(person)
    state = chosen.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    elif state == "open" or (not state and not chosen.keys() & {"q", "ids", "ended_from", "ended_to"}):
        rows = rows.filter(ended_on__isnull=True)
    elif state not in ("", "all"):
        return rows.none()
    if "unit" in chosen:
        rows = _of_unit(rows, chosen["unit"], "alone" in chosen)
    if "group" in chosen:
        rows = rows.filter(kind__group=chosen["group"]) if chosen["group"] in Group.values else rows.none()
    for name, field in (("kind", "kind"), ("ids", "pk__in")):
        if name in chosen:
            parts = [part for part in chosen[name].split(",") if number_said(part) is not None]
            rows = rows.filter(**{field: parts if name == "ids" else (parts or ["0"])[0]})
    for name, field in (("severity", "severity"), ("source", "source_noun"), ("place", "place"), ("item", "item_code")):
        if name in chosen:
            rows = rows.filter(**{field: chosen[name]})
    for name, field in (
        ("found_from", "found_on__gte"), ("found_to", "found_on__lte"),
        ("ended_from", "ended_on__gte"), ("ended_to", "ended_on__lte"),
    ):  # fmt: skip
        if name in chosen:
            day = day_said(chosen[name])
            rows = rows.filter(**{field: day}) if day else rows.none()
    for name, field in (("older", "found_on__lte"), ("younger", "found_on__gte")):
        if name in chosen:
            days = number_said(chosen[name])
            fits = days is not None and days < MOST_DAYS
            rows = rows.filter(**{field: terms.today() - timedelta(days=days or 0)}) if fits else rows.none()
    if "mine" in chosen:
        rows = _mine(rows, person, chosen["mine"])
    if "mark" in chosen:
        rows = _marked(rows, chosen["mark"])
    if "q" in chosen:
        rows = rows.filter(WORDS.having(chosen["q"][:100]))
    return rows


def _of_unit(rows: QuerySet[Finding], unit: str, alone: bool) -> QuerySet[Finding]:
    pk = number_said(unit)
    if pk is None:
        return rows.none()
    return rows.filter(unit=pk) if alone else rows.filter(unit__in=at_or_below(pk))


def _mine(rows: QuerySet[Finding], person: Person, how: str) -> QuerySet[Finding]:
    standing = standing_of(person)
    if how == "found":
        return rows.filter(found_by__in=standing.person_ids)
    if how == "unit":
        return rows.filter(unit__in=standing.unit_ids)
    if how == "recheck":
        return rows.filter(task__looker__in=standing.person_ids)
    return rows.none()


def _marked(rows: QuerySet[Finding], mark: str) -> QuerySet[Finding]:
    if mark == "overdue":
        today = terms.today()
        late = Q(answer_by__lt=today) | Q(state=State.RECTIFYING, task__due_on__lt=today)
        return rows.filter(late, ended_on__isnull=True)
    by_mark = {
        "repeat": Q(repeat_of__isnull=False),
        "relapsed": Q(relapses__gt=0),
        "returned": Q(returns__gt=0),
        "spot": Q(fixed_on_spot=True),
        "drawn": Q(recheck_drawn_on__isnull=False),
    }
    return rows.filter(by_mark[mark]) if mark in by_mark else rows.none()
