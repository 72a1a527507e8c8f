"""A list's way out: what its page shows, filtered and sorted as there, as a workbook. The page offers it by `ui/excel.html`.

SHEET = Sheet(_("Visits"), "inspections:visits", SORTS, COLUMNS, line_of)

@require_GET
def visits_xlsx(request):
    return SHEET.answer(request, visits_for(request.user, request.GET))
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.exports.columns import Column, Row
from duban.exports.responses import excel_response
from duban.ui.sorting import Sort, sort_of

# Beyond this a workbook takes a worker too long and opens too slowly.
MOST = 100_000
AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a list is handed out. `line` says a row in the order of `columns`; too many rows are told on the page named `back`."""

    title: str | Promise
    back: str
    sorts: Sequence[Sort]
    columns: Sequence[Column]
    line: Callable[[Any], Row]

    def answer(
        self, request: HttpRequest, rows: QuerySet[Any], *, dress: Callable[[list[Any]], object] | None = None
    ) -> HttpResponseBase:
        """`rows` are those of the page, of what this person may see. `dress` puts onto a thousand rows at once what would be
        asked row by row."""
        if exceeds(rows, MOST):
            return led_back(request, self.back, MOST)
        ordered = rows.order_by(*sort_of(request.GET, self.sorts).order)
        return handed_out(self.title, self.columns, _lines(ordered, self.line, dress))


def exceeds(rows: QuerySet[Any], most: int) -> bool:
    return rows.order_by()[: most + 1].count() > most


def led_back(request: HttpRequest, page: str, most: int, *, or_csv: bool = False) -> HttpResponse:
    """To the list, as it was asked from, which says that these were too many. `or_csv`: it is handed out as CSV as well."""
    words = (
        _("More than %(most)s rows: narrow the list down, or take the CSV file.")
        if or_csv
        else _("More than %(most)s rows: narrow the list down.")
    )
    messages.error(request, words % {"most": f"{most:,}"})
    asked = request.GET.urlencode()
    return redirect(reverse(page) + (f"?{asked}" if asked else ""))


def handed_out(title: str | Promise, columns: Sequence[Column], rows: Iterable[Row]) -> HttpResponseBase:
    """A table as a workbook, named after its title and today. For what is counted or found, not read row by row."""
    return excel_response(columns, rows, title=f"{title} {timezone.localdate().isoformat()}")


def _lines(
    rows: QuerySet[Any], line: Callable[[Any], Row], dress: Callable[[list[Any]], object] | None
) -> Iterator[Row]:
    found = rows.iterator(AT_A_TIME)
    while chunk := list(islice(found, AT_A_TIME)):
        if dress:
            dress(chunk)
        yield from map(line, chunk)
