"""The network: matrix, map, list, what is wrong with it, and its sheet."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.exports.responses import excel_response
from duban.inspections import actions
from duban.inspections.access import edges, may_draw_some
from duban.inspections.forms import EdgeForm, EndForm, SheetForm
from duban.inspections.queries.network import map_of, network_on
from duban.inspections.sheets import COLUMNS, read_edges, row_of
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.sheets.read import NotReadable
from duban.org.views.form_page import form_page
from duban.ui import once
from duban.ui.addresses import day_said
from duban.ui.posted import posted

SHOWS = ("map", "matrix", "list")
MOST_FLAWS = 200


def _day(request: PersonRequest) -> date:
    return day_said(request.GET.get("on", "")) or timezone.localdate()


@require_GET
def network(request: PersonRequest) -> HttpResponse:
    net = network_on(_day(request))
    show = request.GET.get("show", "map")
    show = show if show in SHOWS else "map"
    wrong = request.GET.get("wrong", "")
    flaws = [flaw for flaw in net.flaws if not wrong or flaw.what == wrong]
    context = {
        "net": net,
        "show": show,
        "shows": (("map", _("Map")), ("matrix", _("Matrix")), ("list", _("List"))),
        "counts": net.counts(),
        "wrong": wrong,
        "flaws": flaws[:MOST_FLAWS],
        "more": max(len(flaws) - MOST_FLAWS, 0),
        "map": map_of(net) if show == "map" else None,
        "matrix": net.matrix() if show == "matrix" else None,
        "may": may_draw_some(standing_of(request.user)),
        "endable": {e.pk for e in net.edges if edges.allows(standing_of(request.user), "end", e)}
        if show == "list"
        else (),
    }
    return render(request, "inspections/network.html", context)


@require_GET
def excel(request: PersonRequest) -> HttpResponseBase:
    net = network_on(_day(request))
    return excel_response(COLUMNS, map(row_of, net.edges), title=_("Supervision network"))


@require_http_methods(["GET", "POST"])
def edge_new(request: PersonRequest) -> HttpResponse:
    if not may_draw_some(standing_of(request.user)):
        raise PermissionDenied
    return form_page(
        request,
        EdgeForm(*posted(request), initial={"since": timezone.localdate(), "looked_at": request.GET.get("unit", "")}),
        lambda said: actions.draw_edge(actor=request.user, **said),
        title=_("New inspection duty"),
        submit=_("Save"),
        to=f"{reverse('inspections:network')}?show=list",
        back=reverse("inspections:network"),
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def edge_end(request: PersonRequest, pk: int) -> HttpResponse:
    edge = edges.get_for(request.user, pk, "end")
    return form_page(
        request,
        EndForm(*posted(request), initial={"until": timezone.localdate()}),
        lambda said: actions.end_edge(pk, actor=request.user, **said),
        title=_("End of an inspection duty"),
        intro=str(edge),
        submit=_("End it"),
        to=f"{reverse('inspections:network')}?show=list",
        back=reverse("inspections:network"),
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def bring_in(request: PersonRequest) -> HttpResponse:
    """A sheet with faults is refused as a whole, each faulty cell named; a good one adds what is not there yet."""
    standing = standing_of(request.user)
    if not may_draw_some(standing):
        raise PermissionDenied
    form, faults = SheetForm(*posted(request)), []
    if request.method == "POST" and form.is_valid():
        try:
            found = read_edges(form.cleaned_data["sheet"].read(), standing)
            faults = found.faults
            if not faults and not found.lines:
                raise NotReadable(_("The sheet holds no rows."))
            if not faults:
                return once.perform(
                    request,
                    lambda: actions.draw_edges(found.lines, actor=request.user),
                    to=f"{reverse('inspections:network')}?show=list",
                    said=lambda done: (
                        _("%(new)s duties added, %(old)s were there already.") % {"new": done[0], "old": done[1]}
                    ),
                )
        except NotReadable as error:
            form.add_error("sheet", str(error))
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if faults or form.errors else 200
    return render(request, "inspections/network_import.html", {"form": form, "faults": faults}, status=status)
