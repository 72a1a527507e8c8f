"""Plans: the list, one with what was done of it, drafting and publishing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.exports.lists import handed_out
from duban.inspections import actions
from duban.inspections.access import draws, may_plan, plans, units_to_plan_for
from duban.inspections.forms import PlanForm
from duban.inspections.listing import plans as listing
from duban.inspections.queries.plans import lines_of_plan
from duban.journal.queries import timeline
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

HISTORY = 15


@require_GET
def plan_list(request: PersonRequest) -> HttpResponse:
    rows, wanted = listing.plans_for(request.user, request.GET), request.GET
    context = {
        "page": sorted_page(rows, wanted, listing.SORTS),
        "states": listing.STATES,
        "picker": unit_picker(wanted.get("unit", ""), _("On behalf of")),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "may": may_plan(standing_of(request.user)),
    }
    return render(request, "inspections/plans.html", context)


@require_GET
def plans_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.plans_for(request.user, request.GET))


@require_GET
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    found = plans.get_for(request.user, pk)
    lines = lines_of_plan(found)
    context = {
        "plan": found,
        "lines": lines,
        "strata": found.strata.all(),
        "visits": sum(line.quota.visits for line in lines),
        "done": sum(min(line.done, line.quota.visits) for line in lines),
        "draws": draws.visible_to(request.user).filter(plan=found),
        "verbs": plans.verbs_for(request.user, found),
        # What was done with its draws is told on their own pages: part of it only when they are opened.
        "entries": timeline("inspection_plan", pk).filter(noun="inspection_plan")[:HISTORY],
    }
    return render(request, "inspections/plan.html", context)


@require_GET
def plan_xlsx(request: PersonRequest, pk: int) -> HttpResponseBase:
    found = plans.get_for(request.user, pk)
    return handed_out(str(found), listing.LINE_COLUMNS, map(listing.line_of_unit, lines_of_plan(found)))


@require_http_methods(["GET", "POST"])
def plan_new(request: PersonRequest) -> HttpResponse:
    if not may_plan(standing_of(request.user)):
        raise PermissionDenied
    own = units_to_plan_for(request.user).filter(pk__in=standing_of(request.user).unit_ids).first()
    initial = {"year": timezone.localdate().year, "unit": own}
    return form_page(
        request,
        PlanForm(*posted(request), actor=request.user, initial=initial),
        lambda said: actions.make_plan(actor=request.user, **said),
        title=_("New plan of inspections"),
        submit=_("Save the draft"),
        to=lambda made: made.get_absolute_url(),
        back=reverse("inspections:plans"),
        said=_("Saved as a draft. Publish it when it is right."),
    )


@require_http_methods(["GET", "POST"])
def plan_edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = plans.get_for(request.user, pk, "edit")
    return form_page(
        request,
        PlanForm(*posted(request), actor=request.user, plan=found),
        lambda said: actions.change_plan(pk, actor=request.user, **said),
        title=_("Change the plan"),
        submit=_("Save"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


@require_POST
def plan_publish(request: PersonRequest, pk: int) -> HttpResponse:
    found = plans.get_for(request.user, pk, "publish")
    return act_only(
        request,
        lambda: actions.publish_plan(pk, actor=request.user),
        to=found.get_absolute_url(),
        said=_("Published: everybody reads it now."),
    )
