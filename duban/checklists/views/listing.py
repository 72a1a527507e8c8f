"""The list of checklists, and the page of one with its editions."""

from collections import Counter
from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from duban.checklists import actions as do
from duban.checklists import queries
from duban.checklists.access import checklists, editions, may_keep
from duban.checklists.forms import ChecklistForm
from duban.checklists.listing import checklists as sheet
from duban.checklists.models import Checklist, Response
from duban.checklists.views.story import story
from duban.exports.lists import handed_out
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.ui.posted import posted
from duban.ui.sorting import sort_of, sorted_page

LATEST = 8


@require_GET
def checklist_list(request: PersonRequest) -> HttpResponse:
    asked = _asked(request)
    page = sorted_page(queries.checklists_for(request.user, **asked), request.GET, sheet.SORTS)
    context = {
        "lines": queries.checklist_lines(request.user, page.rows),
        "page": page,
        "may_make": may_keep(standing_of(request.user)),
        "filtered": any(asked.values()),
        "states": [("in_force", pgettext("edition", "In force")), ("preparing", _("Being prepared"))],
    }
    return render(request, "checklists/list.html", context)


@require_GET
def checklists_xlsx(request: PersonRequest) -> HttpResponseBase:
    rows = queries.checklists_for(request.user, **_asked(request))
    ordered = rows.order_by(*sort_of(request.GET, sheet.SORTS).order)
    return handed_out(
        _("Checklists"), sheet.COLUMNS, map(sheet.line_of, queries.checklist_lines(request.user, ordered))
    )


def _asked(request: PersonRequest) -> dict[str, str]:
    return {"text": request.GET.get("q", "").strip(), "state": request.GET.get("state", "")}


@require_GET
def checklist(request: PersonRequest, pk: int) -> HttpResponse:
    found = checklists.get_for(request.user, pk)
    rows = list(
        editions.visible_to(request.user)
        .filter(checklist=pk)
        .select_related("drafted_by", "approved_by")
        .order_by("-number")
    )
    verbs = checklists.verbs_for(request.user, found)
    context = {
        "checklist": found,
        "editions": rows,
        # Once in use, and nobody can look by it today.
        "idle": any(row.since for row in rows) and not any(row.is_in_force() for row in rows),
        "ahead": next((row for row in rows if row.standing in ("draft", "approved", "coming")), None),
        "before": {a.pk: b.pk for a, b in pairwise(rows)},
        "may_edit": "edit" in verbs,
        "may_draft": "draft" in verbs and not any(row.state in ("draft", "approved") for row in rows),
        "entries": story("checklist", pk),
        "responses": _latest(request, found),
    }
    return render(request, "checklists/checklist.html", context)


def _latest(request: PersonRequest, found: Checklist) -> list[tuple[Response, Counter[str]]]:
    rows = list(queries.responses_for(request.user, checklist=found.pk).order_by("-id")[:LATEST])
    tallies = queries.tallies(rows)
    return [(row, tallies[row.pk]) for row in rows]


@require_http_methods(["GET", "POST"])
def checklist_new(request: PersonRequest) -> HttpResponse:
    if not may_keep(standing_of(request.user)):
        raise PermissionDenied
    owners = list(checklists.owners_for(request.user).order_by("path")[:2])
    initial = {"owner": owners[0]} if len(owners) == 1 else {}
    return form_page(
        request,
        ChecklistForm(*posted(request), actor=request.user, initial=initial),
        lambda said: do.make_checklist(actor=request.user, **said),
        title=_("New checklist"),
        submit=_("Make it"),
        to=lambda made: reverse("checklists:items", args=[made.editions.get().pk]),
        back=reverse("checklists:list"),
        said=_("Made. Now write its items."),
    )


@require_http_methods(["GET", "POST"])
def checklist_edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = checklists.get_for(request.user, pk, "edit")
    to = reverse("checklists:checklist", args=[pk])
    # The form validates a copy: only the action writes the row.
    form = ChecklistForm(*posted(request), actor=request.user, instance=Checklist.objects.get(pk=pk))
    return form_page(
        request,
        form,
        lambda said: do.change_checklist(found.pk, actor=request.user, **said),
        title=_("Edit the checklist"),
        submit=_("Save"),
        to=to,
        back=to,
        said=_("Saved."),
    )
