"""负担账: what each unit bears in a month, who asks it, and what was saved; every number leads to its rows."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from duban.burden import askers
from duban.burden.access import keeps
from duban.burden.models import Charge, How, Saving
from duban.burden.queries import account, charges_for, saved_by_how, saved_in_year, savings_for
from duban.burden.standing import this_month
from duban.burden.views.asked import Asked, asked, of_sources
from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.exports.responses import excel_response
from duban.org.requests import PersonRequest
from duban.ui.sorting import BY_UNIT, Sort, sorted_page

SORTS = (
    Sort("most", gettext_lazy("Most minutes first"), ("-minutes", "-id")),
    Sort("unit", BY_UNIT, ("bearer__path", "-minutes", "-id")),
)
FEW = 8
OF_UNITS = (
    Column(gettext_lazy("Unit"), Kind.TEXT, 26),
    Column(gettext_lazy("Month"), Kind.TEXT, 10),
    Column(gettext_lazy("Budget, h"), Kind.NUMBER, 11),
    Column(gettext_lazy("Expected, h"), Kind.NUMBER, 11),
    Column(gettext_lazy("As measured, h"), Kind.NUMBER, 13),
    Column(gettext_lazy("Of the budget, %"), Kind.NUMBER, 13),
    Column(gettext_lazy("Units over"), Kind.NUMBER, 11),
    Column(gettext_lazy("Saved, h"), Kind.NUMBER, 11),
)
OF_CHARGES = (
    Column(gettext_lazy("Month"), Kind.TEXT, 10),
    Column(gettext_lazy("Borne by"), Kind.TEXT, 22),
    Column(gettext_lazy("Asked by"), Kind.TEXT, 22),
    Column(pgettext_lazy("burden", "Source"), Kind.TEXT, 12),
    Column(gettext_lazy("What asks"), Kind.TEXT, 40),
    Column(gettext_lazy("What is asked"), Kind.TEXT, 22),
    Column(pgettext_lazy("burden", "People"), Kind.NUMBER, 8),
    Column(pgettext_lazy("burden", "Times"), Kind.NUMBER, 8),
    Column(gettext_lazy("Minutes each"), Kind.NUMBER, 12),
    Column(gettext_lazy("Minutes expected"), Kind.NUMBER, 14),
    Column(gettext_lazy("Minutes as measured"), Kind.NUMBER, 16),
)


OF_SAVINGS = (
    Column(gettext_lazy("Month"), Kind.TEXT, 10),
    Column(gettext_lazy("Unit"), Kind.TEXT, 22),
    Column(pgettext_lazy("burden", "Source"), Kind.TEXT, 12),
    Column(gettext_lazy("What asked less"), Kind.TEXT, 40),
    Column(gettext_lazy("How"), Kind.TEXT, 26),
    Column(pgettext_lazy("burden", "Times"), Kind.NUMBER, 8),
    Column(gettext_lazy("Minutes saved"), Kind.NUMBER, 12),
)


def labels() -> dict[str, Any]:
    return {each.noun: each.label for each in askers.askers()}


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    wanted = asked(request)
    found, names = account(request.user, wanted.month, wanted.unit), labels()
    # A handful is read at a glance; whoever reads their own unit alone sees its budget though nothing is asked of it.
    every = bool(request.GET.get("every")) or len(found.lines) <= FEW
    asked_nothing = [line for line in found.lines if not (line.expected or line.saved)]
    context = {
        "wanted": wanted,
        "account": found,
        "lines": found.lines if every else [line for line in found.lines if line not in asked_nothing],
        "quiet": len(asked_nothing) if len(found.lines) > FEW else 0,
        "every": every,
        "this_month": this_month(),
        "nouns": [(noun, names[noun], n) for noun, n in sorted(found.nouns.items(), key=lambda pair: -pair[1])],
        "hows": [(how, How(how).label, n, count) for how, (n, count) in found.hows.items()],
        "keeps": keeps(request.user),
        "export": f"{reverse('burden:page_xlsx')}?{request.GET.urlencode()}",
    }
    return render(request, "burden/page.html", context)


@require_GET
def page_xlsx(request: PersonRequest) -> HttpResponseBase:
    wanted = asked(request)
    found = account(request.user, wanted.month, wanted.unit)
    rows = (
        (
            str(line.unit), f"{wanted.month:%Y-%m}", _hours(line.budget), _hours(line.expected), _hours(line.corrected),
            line.share, line.over, _hours(line.saved),
        )
        for line in found.lines
    )  # fmt: skip
    return excel_response(OF_UNITS, rows, title=_("Burden account %(month)s") % {"month": f"{wanted.month:%Y-%m}"})


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


@require_GET
def charge_list(request: PersonRequest) -> HttpResponse:
    wanted = asked(request, any_unit=True)
    page = sorted_page(_charges(request, wanted), request.GET, SORTS, size=50)
    of_sources(request.user, page.rows)
    for row in page.rows:
        row.act_label = askers.act_called(row.act).label
    context = {
        "wanted": wanted,
        "page": page,
        "nouns": list(labels().items()),
        "filtered": bool(wanted.unit or wanted.asker or wanted.noun),
    }
    return render(request, "burden/charges.html", context)


def _charges(request: PersonRequest, wanted: Asked) -> QuerySet[Charge]:
    asker = wanted.asker.pk if wanted.asker else None
    return charges_for(request.user, month=wanted.month, units=wanted.units, asker=asker, noun=wanted.noun)


@require_GET
def charges_xlsx(request: PersonRequest) -> HttpResponseBase:
    return Sheet(_("Burdens row by row"), "burden:charges", SORTS, OF_CHARGES, _charge).answer(
        request, _charges(request, asked(request, any_unit=True)), dress=lambda rows: of_sources(request.user, rows)
    )


def _charge(row: Any) -> tuple[Any, ...]:
    return (
        f"{row.month:%Y-%m}", str(row.bearer), str(row.asker or ""), str(row.sort), row.title,
        str(askers.act_called(row.act).label), row.people, row.count, round(row.each, 1), row.minutes, row.measured,
    )  # fmt: skip


@require_GET
def saving_list(request: PersonRequest) -> HttpResponse:
    wanted = asked(request)
    rows = _savings(request, wanted)
    page = sorted_page(rows, request.GET, SORTS, size=50)
    of_sources(request.user, page.rows)
    sums = [(how, How(how).label, n, count) for how, n, count in saved_by_how(rows)]
    context = {
        "wanted": wanted,
        "page": page,
        "hows": How.choices,
        "filtered": bool(wanted.unit or wanted.how),
        "sums": sums,
        "saved": sum(n for _how, _label, n, _count in sums),
        "this_year": saved_in_year(request.user, wanted.month, units=wanted.units, how=wanted.how),
    }
    return render(request, "burden/savings.html", context)


def _savings(request: PersonRequest, wanted: Asked) -> QuerySet[Saving]:
    return savings_for(request.user, month=wanted.month, units=wanted.units, how=wanted.how)


@require_GET
def savings_xlsx(request: PersonRequest) -> HttpResponseBase:
    return Sheet(_("What was saved"), "burden:savings", SORTS, OF_SAVINGS, _saving).answer(
        request, _savings(request, asked(request)), dress=lambda rows: of_sources(request.user, rows)
    )


def _saving(row: Any) -> tuple[Any, ...]:
    return (
        f"{row.month:%Y-%m}", str(row.bearer), str(row.sort), row.title, str(How(row.how).label), row.count, row.minutes,
    )  # fmt: skip
