"""The ledger as a list: filters, saved views, groups, sort, pages by key, and the way out to Excel."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.ledger.access import may_register
from duban.ledger.queries.listing import tasks_for
from duban.ledger.views import bulk, filters, groups, saved
from duban.ledger.views.rows import columns, rows_of
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui.paging import page_of

ORDERS = {"due": ("due_on", "id"), "-due": ("-due_on", "-id"), "new": ("-id",)}
SIZE = 25
# The parts of an address that belong to one page of a view, not to the view.
PASSING = ("after", "before")


@require_GET
def tasks(request: PersonRequest) -> HttpResponse:
    chosen = filters.chosen(request)
    by = request.GET.get("group", "")
    view = {k: str(v) for k, v in request.GET.items() if v and k not in PASSING}
    context: dict[str, Any] = {
        "filters": filters.draw(chosen, keep={"sort": request.GET.get("sort", ""), "group": by}),
        "filtered": bool(chosen),
        "tabs": tabs(request, view),
        "may_register": may_register(standing_of(request.user)),
        "save_view": saved.to_save("tasks", view),
        **exports(chosen, sort_of(request)),
    }
    context |= groups.of(request, by, chosen) if by in groups.LABELS else listed(request, chosen)
    return render(request, "ledger/list.html", context)


def listed(request: PersonRequest, chosen: dict[str, str]) -> dict[str, Any]:
    sort = sort_of(request)
    page = page_of(columns(tasks_for(request.user, chosen)), request.GET, order=ORDERS[sort], size=SIZE)
    others = {k: v for k, v in request.GET.items() if v and k not in ("sort", *PASSING)}
    return {
        "rows": rows_of(page.rows),
        "page": page,
        "tick": True,
        "bulk_acts": bulk.offered(request.user),
        "said": said(sort),
        "sorts": {
            "due": "?" + urlencode({**others, "sort": "-due" if sort == "due" else "due"}),
            "number": "?" + urlencode({**others, "sort": "new"}),
        },
    }


def sort_of(request: PersonRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in ORDERS else "due"


def said(sort: str) -> str:
    return {
        "due": _("What is due first stands first."),
        "-due": _("What is due last stands first."),
        "new": _("What was registered last stands first."),
    }[sort]


def tabs(request: PersonRequest, view: dict[str, str]) -> list[dict[str, Any]]:
    """The built-in views, the saved ones, and the ways to group."""
    base = reverse("tasks")
    built_in = [
        (_("All not ended"), ""),
        (_("Overdue"), "light=red"),
        (_("At risk"), "light=yellow"),
        (_("Silent"), "silent=1"),
        (_("Mine"), "mine=responsible"),
        (_("I verify"), "mine=looker"),
        (_("Drafts"), "mine=drafts"),
        (_("Closed"), "state=closed&sort=new"),
        *((label, f"group={by}") for by, label in groups.LABELS.items()),
    ]
    here = urlencode(view)
    found = [
        {"name": name, "url": f"{base}?{query}" if query else base, "here": query == here} for name, query in built_in
    ]
    return found + saved.tabs(request.user, "tasks", view)


def exports(chosen: dict[str, str], sort: str) -> dict[str, str]:
    asked = chosen if sort == "due" else {**chosen, "sort": sort}
    query = f"?{urlencode(asked)}" if asked else ""
    return {name: f"/tasks/{path}{query}" for name, path in EXPORTS.items()}


EXPORTS = {"excel": "export.xlsx", "csv": "export.csv", "breakdown": "breakdown.docx"}
