"""Measured targets: set on a programme or a task, read again and again, drawn against an even pace."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.ledger import actions as do
from duban.ledger import queries, terms
from duban.ledger.access import programmes, targets, tasks
from duban.ledger.forms.targets import CorrectionForm, ReadingForm, TargetForm
from duban.ledger.models import Reading, Target
from duban.ledger.views.programmes import measured
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted


@require_GET
def target(request: PersonRequest, pk: int) -> HttpResponse:
    found = targets.get_for(request.user, pk)
    standing = standing_of(request.user)
    at = queries.standpoint_of(found)
    readings = queries.readings_of(found)
    figures = [
        (_("Baseline, %s") % found.baseline_on, measured(found.baseline, found)),
        (_("Latest"), measured(at.value, found)),
        (_("An even pace would be"), measured(round(at.expected, 2), found)),
        (_("Goal"), measured(found.goal, found)),
        (_("Way covered"), f"{at.percent}%"),
    ]
    context = {
        "target": found,
        "units": "、".join(str(unit) for unit in found.units.all()),
        "may_read": targets.allows(standing, "read", found),
        "may_edit": targets.allows(standing, "edit", found),
        "figures": [{"label": label, "value": value} for label, value in figures],
        "by_units": any(r.unit_id for r in readings),
        "readings": [
            {"id": r.pk, "on": r.on, "value": measured(r.value, found), "unit": r.unit, "by": r.read_by, "note": r.note}
            for r in reversed(readings)
        ],
        "home": f"/programmes/{found.programme_id}" if found.programme_id else f"/tasks/{found.task_id}",
        "home_name": found.programme or found.task,
    }
    return render(request, "ledger/target.html", context)


@require_GET
def target_chart(request: PersonRequest, pk: int) -> JsonResponse:
    found = targets.get_for(request.user, pk)
    pace = [[found.baseline_on, float(found.baseline)], [found.by_on, float(found.goal)]]
    read = [[r.on, float(r.value)] for r in queries.readings_of(found)]
    return JsonResponse(
        {
            "legend": {"top": 0},
            "xAxis": {"type": "time"},
            "yAxis": {"type": "value", "scale": True, "name": found.measure},
            "series": [
                {
                    "name": _("An even pace"),
                    "type": "line",
                    "data": pace,
                    "lineStyle": {"type": "dashed"},
                    "symbol": "none",
                },
                {
                    "name": _("Readings"),
                    "type": "line",
                    "data": [[found.baseline_on, float(found.baseline)], *read],
                    "symbolSize": 8,
                },
            ],
        }
    )


@require_http_methods(["GET", "POST"])
def programme_target_new(request: PersonRequest, pk: int) -> HttpResponse:
    home = programmes.get_for(request.user, pk, "set_target")
    known = {"baseline_on": home.since, "by_on": home.until, "units": [home.owner]}
    return _set(request, f"/programmes/{pk}", known, programme=home)


@require_http_methods(["GET", "POST"])
def task_target_new(request: PersonRequest, pk: int) -> HttpResponse:
    home = tasks.get_for(request.user, pk, "set_target")
    known = {"baseline_on": terms.today(), "by_on": home.due_on, "units": [home.lead_unit]}
    return _set(request, f"/tasks/{pk}", known, task=home)


def _set(request: PersonRequest, back: str, known: dict[str, Any], **home: Any) -> HttpResponse:
    """`known`: what most likely holds for the new target, too."""
    form = TargetForm(*posted(request), initial=known)
    return _page(
        request,
        form,
        _("New target"),
        back,
        lambda: do.set_target(actor=request.user, **home, **form.cleaned_data),
        lambda made: f"/targets/{made.pk}",
    )


@require_http_methods(["GET", "POST"])
def target_edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = targets.get_for(request.user, pk, "edit")
    names = ("name", "measure", "baseline", "baseline_on", "goal", "by_on")
    initial = {**{name: getattr(found, name) for name in names}, "units": list(found.units.all())}
    form = TargetForm(*posted(request), initial=initial)
    return _page(
        request,
        form,
        _("Change the target"),
        f"/targets/{pk}",
        lambda: do.change_target(pk, actor=request.user, **form.cleaned_data),
        lambda made: f"/targets/{pk}",
    )


@require_http_methods(["GET", "POST"])
def reading_new(request: PersonRequest, pk: int) -> HttpResponse:
    found: Target = targets.get_for(request.user, pk, "read")
    form = ReadingForm(*posted(request), initial={"on": terms.today()})
    return _page(
        request,
        form,
        _("Add a reading of %s") % found.name,
        f"/targets/{pk}",
        lambda: do.record_reading(pk, actor=request.user, **form.cleaned_data),
        lambda made: f"/targets/{pk}",
    )


@require_http_methods(["GET", "POST"])
def reading_correct(request: PersonRequest, pk: int) -> HttpResponse:
    reading = get_object_or_404(Reading, pk=pk, replaced_by__isnull=True)
    targets.get_for(request.user, reading.target_id, "read")
    form = CorrectionForm(*posted(request), initial={"value": reading.value.normalize()})
    back = f"/targets/{reading.target_id}"
    return _page(
        request,
        form,
        _("Correct the reading of %s") % reading.on,
        back,
        lambda: do.correct_reading(pk, actor=request.user, **form.cleaned_data),
        lambda made: back,
    )


def _page(request: PersonRequest, form: Any, title: str, back: str, act: Any, to: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(request, act, to=to, said=_("Saved."))
        except ValidationError as error:
            faults.put(form, error)
    context = {"title": title, "form": form, "submit": _("Save"), "back": back}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
