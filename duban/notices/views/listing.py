"""The list behind the bell."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from duban.notices import bell
from duban.notices.actions import reading
from duban.notices.models import Notice
from duban.org.requests import PersonRequest
from duban.ui.paging import page_of


@require_GET
def notices(request: PersonRequest) -> HttpResponse:
    rows = Notice.objects.filter(person=request.user)
    unread_only = "unread" in request.GET
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    page = page_of(rows, request.GET, order=("-id",), size=50)
    newest = max((notice.pk for notice in page.rows), default=0)
    unread = any(notice.read_at is None for notice in page.rows)
    return render(
        request,
        "notices/list.html",
        {"page": page, "unread_only": unread_only, "newest": newest, "unread": unread},
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
    return redirect(notice.url or reverse("notices:list"))


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    up_to = request.POST.get("up_to", "")
    if up_to.isdecimal() and len(up_to) < 19:
        reading.mark_all_read(int(up_to), actor=request.user)
    return redirect("notices:list")
