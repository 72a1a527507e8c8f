"""The register as a list: filters, tabs, sort, pages by key, and the way out to Excel and CSV."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.responses import csv_response, excel_response
from duban.findings import sources, terms
from duban.findings.access import findings, may_report, names_finder, reported
from duban.findings.models import Finding
from duban.findings.queries import findings_for
from duban.findings.views import filters
from duban.findings.views.rows import COLUMNS, dressed, due_of
from duban.ledger.views import saved
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.ui.paging import page_of

ORDERS = {"new": ("-found_on", "-id"), "old": ("found_on", "id"), "unit": ("unit__path", "-found_on", "-id")}
SIZE = 25
PASSING = ("after", "before", "sort")
MOST_IN_EXCEL = 100_000
KEPT_SORT = "findings_sort"


@require_GET
def register(request: PersonRequest) -> HttpResponse:
    chosen = filters.chosen(request)
    sort = _sort(request)
    rows = findings_for(request.user, chosen).select_related(*COLUMNS)
    page = page_of(rows, request.GET, order=ORDERS[sort], size=SIZE)
    others = {k: str(v) for k, v in request.GET.items() if v and k not in PASSING}
    context: dict[str, Any] = {
        "filters": filters.draw(chosen),
        "filtered": bool(chosen),
        "tabs": _tabs(chosen) + saved.tabs(request.user, "findings:list", others),
        "save_view": saved.to_save("findings:list", others),
        "rows": dressed(page.rows, terms.today()),
        "page": page,
        "sorts": [
            {"name": label, "url": "?" + urlencode({**others, "sort": code}), "here": code == sort}
            for code, label in (("new", _("Newest first")), ("old", _("Oldest first")), ("unit", _("By unit")))
        ],
        "may_report": may_report(standing_of(request.user)),
        "exports": urlencode(chosen),
    }
    return render(request, "findings/list.html", context)


def _sort(request: PersonRequest) -> str:
    """As asked; else as this person asked last."""
    asked = request.GET.get("sort", "")
    if asked in ORDERS:
        if request.session.get(KEPT_SORT) != asked:
            request.session[KEPT_SORT] = asked
        return asked
    kept = request.session.get(KEPT_SORT, "new")
    return kept if kept in ORDERS else "new"


def _tabs(chosen: dict[str, str]) -> list[dict[str, Any]]:
    base = reverse("findings:list")
    views = [
        (_("All not ended"), {}),
        (_("Overdue"), {"mark": "overdue"}),
        (_("Repeats"), {"mark": "repeat"}),
        (_("To be confirmed"), {"state": "reported"}),
        (_("Disputed"), {"state": "disputed"}),
        (_("To be rechecked"), {"state": "claimed"}),
        (_("Found by me"), {"mine": "found", "state": "all"}),
        (_("Closed"), {"state": "closed"}),
    ]
    return [
        {"name": name, "url": f"{base}?{urlencode(where)}" if where else base, "here": where == chosen}
        for name, where in views
    ]


EXPORTED = (
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


def lines_of(rows: QuerySet[Finding], reader: Person, order: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """A row for each finding, in the order of EXPORTED."""
    standing = standing_of(reader)
    before = Exists(findings.visible_to(reader).filter(pk=OuterRef("repeat_of")))
    rows = rows.select_related(*COLUMNS, "repeat_of").annotate(was_reported=reported(), before_seen=before)
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
    chosen = filters.chosen(request)
    rows = findings_for(request.user, chosen)
    if rows.order_by()[: MOST_IN_EXCEL + 1].count() > MOST_IN_EXCEL:
        most = f"{MOST_IN_EXCEL:,}"
        words = _("More than %(most)s findings: narrow the list down, or take the CSV file.") % {"most": most}
        messages.error(request, words)
        return redirect(f"{reverse('findings:list')}?{urlencode(chosen)}")
    return excel_response(EXPORTED, lines_of(rows, request.user, ORDERS[_sort(request)]), title=_title())


@require_GET
def export_csv(request: PersonRequest) -> HttpResponseBase:
    rows = findings_for(request.user, filters.chosen(request))
    return csv_response(EXPORTED, lines_of(rows, request.user, ORDERS[_sort(request)]), title=_title())
