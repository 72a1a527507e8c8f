"""The list behind the bell."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.journal.access import opens
from duban.notices import bell
from duban.notices.actions import reading
from duban.notices.models import Notice
from duban.org.requests import PersonRequest
from duban.ui.addresses import number_said
from duban.ui.sorting import NEWEST, Sort, sorted_page

SORTS = (Sort("new", NEWEST, ("-id",)),)
COLUMNS = (
    Column(pgettext_lazy("notice", "When"), Kind.MOMENT, 17),
    Column(pgettext_lazy("notice", "What it is about"), Kind.LONG, 36),
    Column(pgettext_lazy("notice", "What it says"), Kind.LONG, 60),
    Column(pgettext_lazy("notice", "Read"), Kind.MOMENT, 17),
)


def _asked(request: PersonRequest) -> QuerySet[Notice]:
    rows = Notice.objects.filter(person=request.user)
    return rows.filter(read_at__isnull=True) if "unread" in request.GET else rows


def _line(notice: Notice) -> tuple[Any, ...]:
    return notice.at, notice.subject, notice.text, notice.read_at


@require_GET
def notices_xlsx(request: PersonRequest) -> HttpResponseBase:
    return Sheet(gettext("Notices"), "notices:list", SORTS, COLUMNS, _line).answer(request, _asked(request))


@require_GET
def notices(request: PersonRequest) -> HttpResponse:
    page = sorted_page(_asked(request), request.GET, SORTS, size=50)
    newest = max((notice.pk for notice in page.rows), default=0)
    unread = any(notice.read_at is None for notice in page.rows)
    return render(
        request,
        "notices/list.html",
        {"page": page, "unread_only": "unread" in request.GET, "newest": newest, "unread": unread},
    )


@require_GET
def bell_again(request: PersonRequest) -> HttpResponse:
    """For a page left open: the bell when its number changed, else an empty answer."""
    drawn = bell.draw_if_not(request.GET.get("shown", ""), request.user)
    return HttpResponse(drawn) if drawn else HttpResponse(status=204)


@require_POST
def read(request: PersonRequest, pk: int) -> HttpResponse:
    """Read it, and go to what it is about."""
    notice = reading.mark_read(pk, actor=request.user)
    if notice is None:
        raise Http404
    if notice.noun_id is not None and not opens(request.user, notice.noun, notice.noun_id):
        messages.info(
            request, gettext("This matter is not yours any more: it went to others, or you hold another post now.")
        )
        return redirect("notices:list")
    return redirect(notice.url or reverse("notices:list"))


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    if (up_to := number_said(request.POST.get("up_to", ""))) is not None:
        reading.mark_all_read(up_to, actor=request.user)
    return redirect("notices:list")
