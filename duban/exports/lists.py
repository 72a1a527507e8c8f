"""A list's way out: what its page shows, filtered and sorted as there, as a workbook. The page offers it by `ui/excel.html`.

@require_GET
def visits_xlsx(request):
    rows = visits_for(request.user, request.GET)
    return list_excel(request, rows, SORTS, COLUMNS, line_of, title=_("Visits"), back="inspections:visits")
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.exports.columns import Column, Row
from duban.exports.responses import excel_response
from duban.ui.sorting import Sort, sort_of

# Beyond this a workbook takes a worker too long and opens too slowly.
MOST = 100_000
AT_A_TIME = 1000


def list_excel(
    request: HttpRequest,
    rows: QuerySet[Any],
    sorts: Sequence[Sort],
    columns: Sequence[Column],
    line: Callable[[Any], Row],
    *,
    title: str,
    back: str,
    dress: Callable[[list[Any]], object] | None = None,
) -> HttpResponseBase:
    """`rows` are those of the page, of what this person may see; `line` says one in the order of `columns`. `dress` puts
    onto a thousand rows at once what would be asked row by row. Too many are told on the page named `back`."""
    if rows.order_by()[: MOST + 1].count() > MOST:
        messages.error(request, _("More than %(most)s rows: narrow the list down.") % {"most": f"{MOST:,}"})
        return redirect(f"{reverse(back)}?{request.GET.urlencode()}")
    ordered = rows.order_by(*sort_of(request.GET, sorts).order)
    day = timezone.localdate().isoformat()
    return excel_response(columns, _lines(ordered, line, dress), title=f"{title} {day}")


def _lines(
    rows: QuerySet[Any], line: Callable[[Any], Row], dress: Callable[[list[Any]], object] | None
) -> Iterator[Row]:
    found = rows.iterator(AT_A_TIME)
    while chunk := list(islice(found, AT_A_TIME)):
        if dress:
            dress(chunk)
        yield from map(line, chunk)
