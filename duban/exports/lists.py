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
from django.http import HttpRequest
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
        if rows.order_by()[: MOST + 1].count() > MOST:
            messages.error(request, _("More than %(most)s rows: narrow the list down.") % {"most": f"{MOST:,}"})
            return redirect(f"{reverse(self.back)}?{request.GET.urlencode()}")
        ordered = rows.order_by(*sort_of(request.GET, self.sorts).order)
        return handed_out(self.title, self.columns, _lines(ordered, self.line, dress))


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
