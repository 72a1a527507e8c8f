"""Plans as lines of a list: which of them an address asks for, in which order, and what a sheet says of each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.access import plans
from duban.inspections.models import Plan
from duban.inspections.queries.plans import PlanLine
from duban.org.filters import of_unit, with_words
from duban.org.models import Person
from duban.ui.sorting import BY_UNIT, NEWEST, OLDEST, Sort

FILTERS = ("q", "state", "year", "unit")
STATES = (("published", _("Published")), ("draft", pgettext_lazy("plan", "Draft")))
SORTS = (
    Sort("new", NEWEST, ("-year", "-id")),
    Sort("old", OLDEST, ("year", "id")),
    Sort("unit", BY_UNIT, ("unit__path", "-year", "-id")),
)


def plans_for(person: Person, asked: Mapping[str, str]) -> QuerySet[Plan]:
    """`unit` is on whose behalf, or a unit above that."""
    rows = of_unit(plans.visible_to(person), asked.get("unit", ""))
    if (state := asked.get("state", "")) in dict(STATES):
        rows = rows.filter(published_at__isnull=state == "draft")
    if (year := asked.get("year", "")).isdecimal():
        rows = rows.filter(year=int(year[:4]))
    return with_words(rows, asked.get("q", ""), "title", "document")


COLUMNS = (
    Column(_("Title"), Kind.LONG, 40),
    Column(_("Period"), Kind.TEXT, 10),
    Column(_("On behalf of"), Kind.TEXT, 20),
    Column(_("Source document"), Kind.TEXT, 24),
    Column(_("State"), Kind.TEXT, 10),
    Column(_("Published"), Kind.DATE, 12),
)


def line_of(plan: Plan) -> tuple[Any, ...]:
    return (
        plan.title, plan.period_words, str(plan.unit), plan.document,
        str(dict(STATES)["published" if plan.is_published else "draft"]),
        timezone.localdate(plan.published_at) if plan.published_at else None,
    )  # fmt: skip


LINE_COLUMNS = (
    Column(_("Unit"), Kind.TEXT, 24),
    Column(_("Risk"), Kind.TEXT, 12),
    Column(_("Visits in the period"), Kind.NUMBER, 10),
    Column(pgettext_lazy("visits", "Over"), Kind.NUMBER, 10),
    Column(pgettext_lazy("visits", "Left"), Kind.NUMBER, 10),
)


def line_of_unit(line: PlanLine) -> tuple[Any, ...]:
    quota = line.quota
    return str(quota.unit), str(quota.stratum), quota.visits, line.done, line.left


SHEET = Sheet(_("Inspection plans"), "inspections:plans", SORTS, COLUMNS, line_of)
