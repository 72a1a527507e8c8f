"""Rates and budgets: everybody with a post may look, the supervision office sets them."""

from itertools import groupby

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from duban.burden import actions
from duban.burden.access import keeps, may_read, units_seen
from duban.burden.askers import Words
from duban.burden.forms import SETTINGS, BudgetForm, RatesForm, rated
from duban.burden.models import Budget, Rates
from duban.burden.standing import minutes_of, rates_on, this_month
from duban.exports.columns import Column, Kind
from duban.exports.responses import excel_response
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.ui import faults, once
from duban.ui.addresses import number_said
from duban.ui.posted import posted

OF_BUDGETS = (
    Column(gettext_lazy("Unit"), Kind.TEXT, 26),
    Column(gettext_lazy("From the month"), Kind.TEXT, 12),
    Column(gettext_lazy("Hours a month"), Kind.NUMBER, 12),
    Column(gettext_lazy("Where it comes from"), Kind.TEXT, 40),
    Column(pgettext_lazy("budget", "Set by"), Kind.TEXT, 12),
    Column(gettext_lazy("State"), Kind.TEXT, 10),
)


@require_http_methods(["GET", "POST"])
def rates(request: PersonRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    may, today = keeps(request.user), timezone.localdate()
    form, present = RatesForm(posted(request)[0]), rates_on(today)
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
        "present": present,
        "groups": [
            (name, [(act, minutes_of(act.code, today), form[act.code]) for act in acts]) for name, acts in groups
        ],
        "settings": [form[name] for name in SETTINGS],
        "editions": [(each, each == present, _told(each)) for each in Rates.objects.select_related("by")],
    }
    return render(request, "burden/rates.html", context, status=422 if form.errors else 200)


def _told(edition: Rates) -> list[tuple[Words, float]]:
    """(act, minutes) of an edition, as it says them."""
    return [(act.label, edition.minutes[act.code]) for act in rated() if act.code in edition.minutes]


@require_GET
def budgets(request: PersonRequest) -> HttpResponse:
    context = {"rows": _budgets(request), "may": keeps(request.user)}
    return render(request, "burden/budgets.html", context)


@require_GET
def budgets_xlsx(request: PersonRequest) -> HttpResponseBase:
    rows = (
        (str(row.unit), f"{row.since:%Y-%m}", row.hours, row.source, str(row.by), _("in force") if now else "")
        for row, now in _budgets(request)
    )
    return excel_response(OF_BUDGETS, rows, title=_("Burden budgets"))


def _budgets(request: PersonRequest) -> list[tuple[Budget, bool]]:
    """Those this person reads, each with whether it is in force now."""
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
    return [(row, in_force.get(row.unit_id) == row.pk) for row in rows]


@require_http_methods(["GET", "POST"])
def budget_new(request: PersonRequest) -> HttpResponse:
    if not keeps(request.user):
        raise PermissionDenied
    initial = {"since": this_month()}
    if unit := number_said(request.GET.get("unit", "")):
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
