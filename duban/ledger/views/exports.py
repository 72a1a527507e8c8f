"""The ledger as files, filtered and sorted as the list it was asked from."""

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.exports.lists import exceeds, led_back
from duban.exports.responses import csv_response, excel_response, word_response
from duban.exports.word.breakdown import breakdown
from duban.exports.word.notice import notice
from duban.ledger import terms
from duban.ledger.access import tasks
from duban.ledger.exports import COLUMNS, breakdown_lines, notice_sheet, rows_of
from duban.ledger.models import Task
from duban.ledger.queries.listing import tasks_for
from duban.ledger.views import filters
from duban.ledger.views.listing import ORDERS, sort_of
from duban.org.models import Unit
from duban.org.requests import PersonRequest

# Beyond this a workbook takes a worker too long and opens too slowly; CSV has no end.
MOST_IN_EXCEL = 200_000
MOST_IN_WORD = 500


def _asked(request: PersonRequest) -> QuerySet[Task]:
    return tasks_for(request.user, filters.chosen(request))


def _title() -> str:
    return _("Task ledger %(day)s") % {"day": terms.today().isoformat()}


@require_GET
def task_export_xlsx(request: PersonRequest) -> HttpResponseBase:
    rows = _asked(request)
    if exceeds(rows, MOST_IN_EXCEL):
        return led_back(request, "tasks", MOST_IN_EXCEL, or_csv=True)
    return excel_response(COLUMNS, rows_of(rows, order=ORDERS[sort_of(request)]), title=_title())


@require_GET
def task_export_csv(request: PersonRequest) -> HttpResponseBase:
    return csv_response(COLUMNS, rows_of(_asked(request), order=ORDERS[sort_of(request)]), title=_title())


@require_GET
def task_breakdown_docx(request: PersonRequest) -> HttpResponseBase:
    lines = breakdown_lines(_asked(request), MOST_IN_WORD + 1)
    if len(lines) > MOST_IN_WORD:
        return led_back(request, "tasks", MOST_IN_WORD, or_csv=True)
    title = _("Task breakdown table")
    group = Unit.objects.filter(depth=1).order_by("path").first()
    content = breakdown(lines, title=title, issuer=group.name if group else "", on=terms.today())
    return word_response(content, title=f"{title} {terms.today().isoformat()}")


@require_GET
def task_notice_docx(request: PersonRequest, pk: int) -> HttpResponseBase:
    task = tasks.get_for(request.user, pk)
    if not task.dispatched_at:
        raise Http404  # a draft binds nobody: there is no notice of it
    return word_response(notice(notice_sheet(task, reader=request.user)), title=str(task))
