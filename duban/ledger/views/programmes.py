"""Programmes: the list, and a page each with charts, targets and tasks."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.ledger import actions as do
from duban.ledger import programme_panels, queries
from duban.ledger.access import may_keep_rules, programmes, targets
from duban.ledger.forms.catalogue import ProgrammeForm
from duban.ledger.models import Programme, Target
from duban.ledger.queries import Counts
from duban.ledger.views import catalogue_options, figures
from duban.ledger.views.rows import columns, rows_of
from duban.org.access import standing_of
from duban.org.filters import with_words
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted
from duban.ui.sorting import BY_UNIT, Sort, sorted_page

ROWS, BARS = 10, 14
STATES = (("open", gettext_lazy("Running")), ("closed", gettext_lazy("closed")))
SORTS = (
    Sort("year", gettext_lazy("Latest year first"), ("-year", "name", "id")),
    Sort("name", gettext_lazy("By name"), ("name", "id")),
    Sort("unit", BY_UNIT, ("owner__path", "-year", "id")),
)
COLUMNS = (
    Column(gettext_lazy("Programme"), Kind.LONG, 30),
    Column(gettext_lazy("Year"), Kind.NUMBER, 8),
    Column(gettext_lazy("Owner unit"), Kind.TEXT, 18),
    Column(gettext_lazy("since"), Kind.DATE, 12),
    Column(gettext_lazy("until"), Kind.DATE, 12),
    Column(gettext_lazy("State"), Kind.TEXT, 8),
    Column(gettext_lazy("Open"), Kind.NUMBER, 8),
    Column(gettext_lazy("Overdue"), Kind.NUMBER, 8),
    Column(gettext_lazy("At risk"), Kind.NUMBER, 8),
    Column(gettext_lazy("Closed"), Kind.NUMBER, 8),
)


@require_GET
def programme_list(request: PersonRequest) -> HttpResponse:
    counts, wanted = queries.programme_counts(request.user), request.GET
    page = sorted_page(_asked(request), wanted, SORTS, size=50)
    lines = []
    for each in page:
        line = figures.line(each.name, counts.get(each.pk, Counts()), programme=each.pk)
        lines.append(
            {
                "id": each.pk,
                "name": each.name,
                "year": each.year,
                "owner": each.owner,
                "is_closed": each.closed,
                "open": line.open,
                "red": line.red,
                "yellow": line.yellow,
                "closed": line.closed,
            }
        )
    context = {
        "page": page,
        "programmes": lines,
        "states": STATES,
        "filtered": any(wanted.get(name) for name in ("q", "state")),
        "may_edit": may_keep_rules(standing_of(request.user)),
    }
    return render(request, "ledger/programme_list.html", context)


def _asked(request: PersonRequest) -> QuerySet[Programme]:
    rows = programmes.visible_to(request.user).select_related("owner")
    rows = with_words(rows, request.GET.get("q", ""), "name", "owner__name")
    if (state := request.GET.get("state", "")) in dict(STATES):
        rows = rows.filter(closed=state == "closed")
    return rows


@require_GET
def programmes_xlsx(request: PersonRequest) -> HttpResponseBase:
    counts = queries.programme_counts(request.user)

    def line(each: Programme) -> tuple[Any, ...]:
        n = counts.get(each.pk, Counts())
        return (
            each.name, each.year, str(each.owner), each.since, each.until, _("closed") if each.closed else "",
            n.open, n.red, n.yellow, n.closed,
        )  # fmt: skip

    return Sheet(_("Programmes"), "programmes", SORTS, COLUMNS, line).answer(request, _asked(request))


@require_GET
def programme(request: PersonRequest, pk: int) -> HttpResponse:
    found = programmes.get_for(request.user, pk)
    total = queries.total_counts(request.user, programme=pk)
    rows = columns(queries.tasks_for(request.user, {"programme": pk, "state": "open"})).order_by("due_on", "id")[:ROWS]
    context = {
        "programme": found,
        "may_edit": programmes.allows(standing_of(request.user), "edit", found),
        "figures": figures.cards(total, programme=pk),
        "units": [figures.line(name, counts, **where) for name, counts, where in by_unit(request, pk)],
        "targets": [stand(t) for t in targets.visible_to(request.user).filter(programme=pk).prefetch_related("units")],
        "rows": rows_of(rows),
        "panels": programme_panels.drawn_for(request, found),
        "list_url": figures.rows_url(programme=pk),
        "export": f"/tasks/export.xlsx?programme={pk}&state=all",
    }
    return render(request, "ledger/programme.html", context)


def by_unit(request: PersonRequest, programme_id: int) -> list[tuple[str, Counts, dict[str, Any]]]:
    counts = queries.unit_counts(request.user, programme=programme_id)
    shown = figures.busiest(counts, BARS)
    names = Unit.objects.in_bulk(shown)
    return [(str(names[k]), counts[k], {"unit": k, "alone": 1, "programme": programme_id}) for k in shown if k in names]


def stand(target: Target) -> Any:
    at = queries.standpoint_of(target)
    return SimpleNamespace(
        id=target.pk,
        name=target.name,
        units="、".join(str(u) for u in target.units.all()),
        baseline=plain(target.baseline),
        target=measured(target.goal, target),
        until=target.by_on,
        latest=measured(at.value, target),
        percent=at.percent,
        width=max(0, min(100, int(at.percent))),
        behind=at.behind,
    )


def plain(value: Decimal) -> str:
    """A number without the zeros that only the column holds."""
    return f"{value.normalize():f}"


def measured(value: Decimal, target: Target) -> str:
    """With what it is counted in: 94.8%, 3.75万票, 12 km."""
    return (
        f"{plain(value)}{' ' if target.measure[:1].isascii() and target.measure[:1].isalpha() else ''}{target.measure}"
    )


@require_GET
def programme_units_chart(request: PersonRequest, pk: int) -> JsonResponse:
    programmes.get_for(request.user, pk)
    return JsonResponse(figures.stacked(by_unit(request, pk)))


@require_GET
def programme_closed_chart(request: PersonRequest, pk: int) -> JsonResponse:
    """How many were closed in each month of the programme."""
    found = programmes.get_for(request.user, pk)
    months = dict(queries.closed_by_month(request.user, since=found.since.replace(day=1), programme=pk))
    days = _months(found.since, min(found.until, timezone.localdate()))
    data = [
        {
            "value": months.get(day, 0),
            "url": figures.rows_url(state="closed", programme=pk, sort="new"),
        }
        for day in days
    ]
    return JsonResponse(
        {
            "xAxis": {"type": "category", "data": [f"{day:%Y-%m}" for day in days]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"name": _("Closed"), "type": "bar", "barMaxWidth": 28, "data": data}],
        }
    )


def _months(since: date, until: date) -> list[date]:
    found: list[date] = []
    day = since.replace(day=1)
    while day <= until and len(found) < 60:
        found.append(day)
        day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    return found


@require_http_methods(["GET", "POST"])
def programme_new(request: PersonRequest) -> HttpResponse:
    if not may_keep_rules(standing_of(request.user)):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def programme_edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _form(request, programmes.get_for(request.user, pk, "edit"))


def _of_this_year() -> Programme:
    """What most new ones are."""
    year = timezone.localdate().year
    return Programme(year=year, since=date(year, 1, 1), until=date(year, 12, 31))


def _form(request: PersonRequest, found: Programme | None) -> HttpResponse:
    # The form validates a copy: only the action writes the row.
    form = ProgrammeForm(*posted(request), instance=Programme.objects.get(pk=found.pk) if found else _of_this_year())
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: do.keep_programme(actor=request.user, programme=found, **form.cleaned_data),
                to=lambda kept: f"/programmes/{kept.pk}",
                said=_("Saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
        finally:
            catalogue_options.forget()
    context = {
        "title": _("Edit the programme") if found else _("New programme"),
        "form": form,
        "submit": _("Save"),
        "back": f"/programmes/{found.pk}" if found else "/programmes",
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
