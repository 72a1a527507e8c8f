"""A proposal as plain values: what forms carry along, so that two editors notice each other field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from duban.minutes.models import Proposal

UNITS = ("lead_unit",)
PEOPLE = ("responsible", "accountable", "looker")
CATALOGUE = ("programme", "category")
WORDS = ("title", "kind", "recurrence", "criterion", "nature")
FIELDS = ("title", "kind", *UNITS, "supporting_units", *PEOPLE, "due_on", "recurrence", "recurrences", "criterion",
          "deliverables", *CATALOGUE, "nature")  # fmt: skip
ROWS = (*UNITS, *PEOPLE, *CATALOGUE)


def plain(value: Any) -> Any:
    """One value as JSON can carry it; equal values are equal here, however they were typed."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if value is None or isinstance(value, int):
        return value
    return [plain(each) for each in value]


def state_of(proposal: Proposal) -> dict[str, Any]:
    """Every field a person may edit. Empty is "" for words, None for rows and dates, [] for lists."""
    state: dict[str, Any] = {
        name: plain(getattr(proposal, name)) for name in (*WORDS, "due_on", "deliverables", "recurrences")
    }
    state |= {name: getattr(proposal, f"{name}_id") for name in ROWS}
    # all() and sorting here, so that a prefetch serves and the order of choosing does not count as a change.
    state["supporting_units"] = sorted(unit.pk for unit in proposal.supporting_units.all())
    return state


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """Cleaned form values in the same shape as `state_of`."""
    made = {name: plain(value) for name, value in values.items()}
    if "supporting_units" in made:
        made["supporting_units"] = sorted(made["supporting_units"])
    return made
