"""Rates and budgets: everybody with a post may look, the supervision office sets them."""

from itertools import groupby

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.burden import actions
from duban.burden.access import keeps, may_read, units_seen
from duban.burden.forms import SETTINGS, BudgetForm, RatesForm, rated
from duban.burden.models import Budget, Rates
from duban.burden.standing import minutes_of, rates_on, this_month
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.ui import faults, once
from duban.ui.posted import posted


@require_http_methods(["GET", "POST"])
def rates(request: PersonRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    may, today = keeps(request.user), timezone.localdate()
    form = RatesForm(posted(request)[0])
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                return once.perform(
                    request,
                    lambda: actions.set_rates(actor=request.user, **form.said()),
                    to=reverse("burden:rates"),
                    said=_("Saved."),
                )
            except ValidationError as error:
                faults.put(form, error)
    groups = groupby(rated(), key=lambda act: str(act.group))
    context = {
        "form": form,
        "may": may,
        "present": rates_on(today),
        "groups": [
            (name, [(act, minutes_of(act.code, today), form[act.code]) for act in acts]) for name, acts in groups
        ],
        "settings": [form[name] for name in SETTINGS],
        "editions": Rates.objects.select_related("by"),
    }
    return render(request, "burden/rates.html", context, status=422 if form.errors else 200)


@require_GET
def budgets(request: PersonRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    # A budget from above is one's own where one has none: everybody reads all that stand above them or below.
    seen = list(units_seen(request.user).values_list("path", flat=True))
    rows = [
        row for row in Budget.objects.select_related("unit", "by")
        if any(path.startswith(row.unit.path) or row.unit.path.startswith(path) for path in seen)
    ]  # fmt: skip
    in_force: dict[int, int] = {}
    for row in rows:
        if row.since <= this_month() and row.unit_id not in in_force:
            in_force[row.unit_id] = row.pk
    context = {"rows": [(row, in_force.get(row.unit_id) == row.pk) for row in rows], "may": keeps(request.user)}
    return render(request, "burden/budgets.html", context)


@require_http_methods(["GET", "POST"])
def budget_new(request: PersonRequest) -> HttpResponse:
    if not keeps(request.user):
        raise PermissionDenied
    initial = {"since": this_month()}
    if (unit := request.GET.get("unit", "")).isdecimal():
        initial["unit"] = unit  # type: ignore[assignment]
    return form_page(
        request,
        BudgetForm(*posted(request)[:1], initial=initial),
        lambda said: actions.set_budget(actor=request.user, **said),
        title=_("Set a budget"),
        intro=_("What one unit may be asked in a month. Units below that have none of their own get the same, each."),
        submit=_("Save"),
        to=reverse("burden:budgets"),
        back=reverse("burden:budgets"),
        said=_("Saved."),
    )
