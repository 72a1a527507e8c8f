"""The calendar of duties: unit by day, each cell a figure that leads to its rows; and the same as Excel."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.exports.columns import Column, Kind
from duban.exports.responses import excel_response
from duban.ledger import terms
from duban.org.requests import PersonRequest
from duban.routines.access import duties
from duban.routines.queries import Cell, HeatMap, heat_map
from duban.routines.views import filters
from duban.ui.addresses import month_said


def _asked(request: PersonRequest) -> tuple[HeatMap, dict[str, Any]]:
    today = terms.today()
    month = month_said(request.GET.get("month", "")) or today.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    duty, unit = filters.number_of(request, "duty") or 0, filters.unit_of(request)
    named = duties.get_for(request.user, duty) if duty else None
    found = heat_map(request.user, month, last, duty=duty, top=unit)
    return found, {"month": month, "last": last, "duty": named, "unit": unit, "today": today}


@require_GET
def calendar(request: PersonRequest) -> HttpResponse:
    found, asked = _asked(request)
    duty = f"&duty={asked['duty'].pk}" if asked["duty"] else ""
    to = f"{reverse('routines:occurrences')}?alone=1{duty}"
    working = terms.calendar()
    context = {
        **asked,
        "map": found,
        "days": [(day, not working.is_working_day(day), day == asked["today"]) for day in found.days],
        "rows": list(_drawn(found, to)),
        "earlier": f"{asked['month'] - timedelta(days=1):%Y-%m}",
        "later": f"{asked['last'] + timedelta(days=1):%Y-%m}",
        "duties": list(duties.visible_to(request.user).order_by("name", "id").values_list("pk", "name")[:300]),
        "export": f"{reverse('routines:calendar_xlsx')}?{request.GET.urlencode()}",
    }
    return render(request, "routines/calendar.html", context)


def _drawn(found: HeatMap, to: str) -> Iterator[tuple[Any, SafeString]]:
    """Each unit with its row of cells. Written here: a template would take longer for six thousand of them than the
    database. Few different things are said in so many cells: each is worded once."""
    words, said = _words(), dict[Cell, tuple[str, str]]()
    days = [f'&amp;day={day}" title="{day:%m-%d}' for day in found.days]
    for unit in found.units:
        address = f"{to}&amp;unit={unit.pk}"
        cells = []
        for day, cell in zip(days, found.row(unit), strict=True):
            if not cell.made:
                cells.append('<td class="heat heat-none"></td>')
                continue
            if cell not in said:
                said[cell] = _said(cell, words)
            begin, end = said[cell]
            cells.append(f"{begin}{address}{day}{end}")
        yield unit, mark_safe("".join(cells))


def _said(cell: Cell, words: dict[str, str]) -> tuple[str, str]:
    """What stands before and after the address and the day of all cells with these numbers."""
    spoken = words[cell.look] % cell.numbers
    return (
        f'<td class="heat heat-{cell.look}"><a href="',
        f' {spoken}">{cell.figure}<span class="visually-hidden"> {spoken}</span></a></td>',
    )


def _words() -> dict[str, str]:
    """What a cell says aloud. Escaped once here: a translation may hold quotation marks."""
    said = {
        "missed": _("%(missed)s of %(made)s missing"),
        "open": _("%(done)s of %(made)s met so far"),
        "late": _("all %(made)s met, %(late)s late"),
        "met": _("all %(made)s met"),
        "excused": _("all %(made)s excused"),
    }
    return {look: format_html("{}", words) for look, words in said.items()}


@require_GET
def calendar_xlsx(request: PersonRequest) -> HttpResponseBase:
    found, asked = _asked(request)
    columns = [
        Column(_("Unit"), Kind.TEXT, 24),
        *(Column(day.strftime("%m-%d"), Kind.TEXT, 8) for day in found.days),
        *(Column(label, Kind.NUMBER, 8) for label in (_("Owed"), _("Met"), _("Met late"), _("Excused"), _("Missing"))),
    ]
    title = _("Calendar of duties %(month)s") % {"month": f"{asked['month']:%Y-%m}"}
    return excel_response(columns, _rows(found), title=title)


def _rows(found: HeatMap) -> Iterator[list[Any]]:
    for unit in found.units:
        row = found.row(unit)
        sums = [sum(getattr(cell, name) for cell in row) for name in ("made", "met", "late", "excused", "missed")]
        yield [str(unit), *(cell.figure for cell in row), *sums]
