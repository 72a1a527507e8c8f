"""The register as a list: filters, tabs, sort, pages by key."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.findings import terms
from duban.findings.access import may_report
from duban.findings.queries import findings_for
from duban.findings.views import filters
from duban.findings.views.rows import BESIDE, dressed
from duban.ledger.views import saved
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui.paging import page_of

ORDERS = {"new": ("-found_on", "-id"), "old": ("found_on", "id"), "unit": ("unit__path", "-found_on", "-id")}
SIZE = 25
PASSING = ("after", "before", "sort")
KEPT_SORT = "findings_sort"


@require_GET
def register(request: PersonRequest) -> HttpResponse:
    chosen = filters.chosen(request)
    sort = sort_of(request)
    rows = findings_for(request.user, chosen).select_related(*BESIDE)
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


def sort_of(request: PersonRequest) -> str:
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
