"""The tree of units and the page of one."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.org import panels
from duban.org.access import standing_of
from duban.org.actions.aliases import add_alias, remove_alias
from duban.org.actions.units import call_off_move, close_unit, edit_unit, merge_unit, move_unit, open_unit
from duban.org.forms.units import AliasForm, CloseForm, MoveForm, UnitForm
from duban.org.models import Placement, Role, Unit, UnitAlias, UnitKind
from duban.org.policies import is_top_administrator, units
from duban.org.queries import appointments_of, heads_of, search_tree, tree_on
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.addresses import day_said, number_said


def wanted_day(request: PersonRequest) -> date:
    """The day a page is asked for; today when none or nonsense is given."""
    return day_said(request.GET.get("on", "")) or timezone.localdate()


@require_GET
def tree_page(request: PersonRequest) -> HttpResponse:
    on, today = wanted_day(request), timezone.localdate()
    text = request.GET.get("q", "").strip()[:60]
    places = tree_on(on)
    shown = search_tree(places, text) if text else places
    ids = [place.unit.pk for place in shown]
    heads = heads_of(ids, on)
    # Said once, not once a row: a large group has a thousand.
    kinds = {code: str(label) for code, label in UnitKind.choices}
    rows = [
        {
            "unit": place.unit,
            "depth": place.depth,
            "kind": kinds[place.unit.kind],
            "head": heads.get(place.unit.pk, ""),
            "hit": getattr(place, "hit", False),
        }
        for place in shown
    ]
    closed = Unit.objects.filter(closed_on__lte=on).order_by("-closed_on")[:50] if not text else []
    may_open = is_top_administrator(standing_of(request.user)) or standing_of(request.user).has(Role.ADMINISTRATOR)
    context = {
        "rows": _with_depth_changes(rows),
        "on": on,
        "today": today,
        "is_past": on != today,
        "text": text,
        "closed": closed,
        "may_open": may_open,
        "may_import": is_top_administrator(standing_of(request.user)),
        "total": len(places),
    }
    return render(request, "org/units.html", context)


def _with_depth_changes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many lists each row opens and closes in a nested outline, so that the template need not count."""
    for row, after in zip(rows, [*rows[1:], {"depth": 1}], strict=False):
        step = after["depth"] - row["depth"]
        row["opens"] = step > 0
        row["closes"] = range(-step if step < 0 else 0)
    return rows


@require_GET
def unit_page(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk)
    today = timezone.localdate()
    placements = list(Placement.objects.filter(unit=unit).select_related("parent").order_by("-since"))
    context = {
        "unit": unit,
        "chain": Unit.objects.filter(
            path__in=[unit.path[:n] for n in range(Unit.steplen, len(unit.path), Unit.steplen)]
        ),
        "below": Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1).in_force(today),
        "posts": appointments_of(unit, today),
        "aliases": list(unit.aliases.order_by("text")),
        "placements": placements,
        "planned": next((p for p in placements if p.since > today), None),
        "verbs": units.verbs_for(request.user, unit),
        "is_closed": unit.closed_on is not None and unit.closed_on <= today,
        "alias_form": AliasForm(),
        "panels": panels.drawn_for_unit(request, unit),
    }
    return render(request, "org/unit.html", context)


@require_http_methods(["GET", "POST"])
def new_unit(request: PersonRequest) -> HttpResponse:
    if not standing_of(request.user).has(Role.ADMINISTRATOR):
        raise PermissionDenied
    under = number_said(request.GET.get("under", ""))
    form = UnitForm(request.POST or None, initial={"parent": under} if under else None)
    return form_page(
        request,
        form,
        lambda data: open_unit(
            data["name"],
            short_name=data["short_name"],
            code=data["code"],
            kind=data["kind"],
            parent=data["parent"],
            opened_on=data["opened_on"],
            actor=request.user,
        ),
        title=_("New unit"),
        submit=_("Open the unit"),
        to=lambda unit: unit.get_absolute_url(),
        back=reverse("org:units"),
        said=_("The unit is open."),
    )


@require_http_methods(["GET", "POST"])
def edit_page(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "edit")
    return form_page(
        request,
        UnitForm(request.POST or None, unit=unit, reclassify=units.can(request.user, "reclassify", unit)),
        lambda data: edit_unit(pk, actor=request.user, **data),
        title=_("Names of %(unit)s") % {"unit": unit},
        submit=_("Save"),
        to=unit.get_absolute_url(),
        back=unit.get_absolute_url(),
        said=_("Saved."),
        intro=_("A former name stays as another name, so that documents are still understood."),
    )


@require_http_methods(["GET", "POST"])
def move_page(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "move")
    return form_page(
        request,
        MoveForm(request.POST or None),
        lambda data: move_unit(pk, parent=data["parent"], since=data["since"], actor=request.user),
        title=_("Move %(unit)s") % {"unit": unit},
        submit=_("Move"),
        to=unit.get_absolute_url(),
        back=unit.get_absolute_url(),
        said=_("The move is recorded."),
        intro=_("Everything below moves along. Tasks and records of the time before stay where they were."),
    )


@require_POST
def call_off(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "move")
    return act_only(
        request,
        lambda: call_off_move(pk, actor=request.user),
        to=unit.get_absolute_url(),
        said=_("The planned move is off."),
    )


@require_http_methods(["GET", "POST"])
def close_page(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "close")

    def act(data: dict[str, Any]) -> Unit:
        if data["into"]:
            return merge_unit(pk, into=data["into"], on=data["on"], actor=request.user)
        return close_unit(pk, on=data["on"], actor=request.user)

    return form_page(
        request,
        CloseForm(request.POST or None),
        act,
        title=_("Close down %(unit)s") % {"unit": unit},
        submit=_("Close down"),
        to=lambda done: done.get_absolute_url(),
        back=unit.get_absolute_url(),
        said=_("The unit is closed."),
        sure=_("A closed unit cannot be opened again. Close it?"),
        tone="btn-danger",
    )


@require_POST
def new_alias(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "name_alias")
    return act_only(
        request,
        lambda: add_alias(pk, text=request.POST.get("text", ""), actor=request.user),
        to=unit.get_absolute_url(),
        said=_("The name is known now."),
    )


@require_POST
def drop_alias(request: PersonRequest, pk: int) -> HttpResponse:
    alias = UnitAlias.objects.select_related("unit").filter(pk=pk).first()
    if alias is None:
        raise Http404
    return act_only(
        request,
        lambda: remove_alias(pk, actor=request.user),
        to=alias.unit.get_absolute_url(),
        said=_("The name is forgotten."),
    )
