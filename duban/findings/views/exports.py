"""The register as files, filtered and sorted as the list it was asked from."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.lists import MOST, exceeds, led_back
from duban.exports.responses import csv_response, excel_response
from duban.findings import sources, terms
from duban.findings.access import findings, names_finder, reported
from duban.findings.models import Finding
from duban.findings.queries import findings_for
from duban.findings.views import filters
from duban.findings.views.listing import ORDERS, sort_of
from duban.findings.views.rows import BESIDE, due_of
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.requests import PersonRequest

COLUMNS = (
    Column(gettext_lazy("Number"), Kind.TEXT, 18),
    Column(gettext_lazy("Title"), Kind.LONG, 40),
    Column(gettext_lazy("Kind of finding"), Kind.TEXT, 12),
    Column(gettext_lazy("Severity"), Kind.TEXT, 8),
    Column(gettext_lazy("State"), Kind.TEXT, 12),
    Column(gettext_lazy("Unit"), Kind.TEXT, 18),
    Column(gettext_lazy("Place"), Kind.TEXT, 18),
    Column(gettext_lazy("Item"), Kind.TEXT, 12),
    Column(gettext_lazy("Source"), Kind.TEXT, 12),
    Column(gettext_lazy("Found on"), Kind.DATE, 12),
    Column(gettext_lazy("Found by"), Kind.TEXT, 10),
    Column(gettext_lazy("Criterion"), Kind.LONG, 30),
    Column(gettext_lazy("Condition"), Kind.LONG, 40),
    Column(gettext_lazy("Cause"), Kind.LONG, 30),
    Column(gettext_lazy("Effect"), Kind.LONG, 30),
    Column(gettext_lazy("Recommendation"), Kind.LONG, 30),
    Column(gettext_lazy("Due"), Kind.DATE, 12),
    Column(gettext_lazy("Task"), Kind.TEXT, 18),
    Column(gettext_lazy("Repeat"), Kind.TEXT, 18),
    Column(gettext_lazy("Times relapsed"), Kind.NUMBER, 8),
    Column(gettext_lazy("Outcome"), Kind.TEXT, 10),
    Column(gettext_lazy("Ended on"), Kind.DATE, 12),
)


def rows_of(rows: QuerySet[Finding], reader: Person, order: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """A row for each finding, in the order of COLUMNS."""
    standing = standing_of(reader)
    before = Exists(findings.visible_to(reader).filter(pk=OuterRef("repeat_of")))
    rows = rows.select_related(*BESIDE, "repeat_of").annotate(was_reported=reported(), before_seen=before)
    for f in rows.order_by(*order).iterator(2000):
        finder = str(f.found_by) if names_finder(standing, f, f.was_reported) else ""
        yield (
            f.number, f.title, f.kind.name, f.get_severity_display(), f.get_state_display(), str(f.unit), f.place,
            f.item_code, sources.label_of(f.source_noun), f.found_on, finder, f.criterion, f.condition, f.cause,
            f.effect, f.recommendation, due_of(f), f.task.number if f.task else "",
            f.repeat_of.number if f.repeat_of and f.before_seen else "", f.relapses, f.get_outcome_display() if f.outcome else "",
            f.ended_on,
        )  # fmt: skip


def _title() -> str:
    return _("Register of findings %(day)s") % {"day": terms.today().isoformat()}


@require_GET
def export_xlsx(request: PersonRequest) -> HttpResponseBase:
    rows = findings_for(request.user, filters.chosen(request))
    if exceeds(rows, MOST):
        return led_back(request, "findings:list", MOST, or_csv=True)
    return excel_response(COLUMNS, rows_of(rows, request.user, ORDERS[sort_of(request)]), title=_title())


@require_GET
def export_csv(request: PersonRequest) -> HttpResponseBase:
    rows = findings_for(request.user, filters.chosen(request))
    return csv_response(COLUMNS, rows_of(rows, request.user, ORDERS[sort_of(request)]), title=_title())
