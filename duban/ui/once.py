"""Doing what a form asks exactly one time, however often it arrives.

Every form that changes something carries `{% once %}`. A view then says

    return once.perform(request, lambda: close_task(pk, actor=request.user), to=task_url, said=_("Closed"))

and a double click, a retry after a lost answer, or a page sent again from the history leads to the first outcome.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from duban.ui.context import in_sheet
from duban.ui.models import Once

T = TypeVar("T")


class AlreadyDone(Exception):
    """The token was used before; `outcome` is where its first use led."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def claim(token: str, actor: Any) -> Once | None:
    """Take the token inside the transaction of the change. None when the form carried none.

    Raises AlreadyDone when the same person's form was carried out before. Two at once wait for each other at the
    unique key, so exactly one of them does the work.
    """
    if not token:
        return None
    key = f"{actor.pk}:{token[:64]}"
    try:
        with transaction.atomic():
            return Once.objects.create(key=key)
    except IntegrityError:
        raise AlreadyDone(Once.objects.get(key=key).outcome) from None


def perform(
    request: HttpRequest, act: Callable[[], T], *, to: str | Callable[[T], str], said: str | Callable[[T], str] = ""
) -> HttpResponse:
    """Carry out `act` once, in one transaction with the token, say `said` and lead to `to`.

    What `act` raises comes through, and nothing is kept of the try.
    """
    try:
        with transaction.atomic():
            taken = claim(request.POST.get("once", ""), request.user)
            result = act()
            outcome = to(result) if callable(to) else to
            if taken:
                taken.outcome = outcome
                taken.save(update_fields=["outcome"])
    except AlreadyDone as done:
        messages.info(request, _("This had already been done; nothing was done twice."))
        return lead_to(request, done.outcome or "/")
    words = said(result) if callable(said) else said
    if words:
        messages.success(request, words)
    return lead_to(request, outcome)


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on: by a redirect, or, from a sheet, by telling the page below where to go."""
    if in_sheet(request):
        return HttpResponse(status=204, headers={"X-Location": url})
    return HttpResponseRedirect(url)


def forget_before(moment: datetime) -> int:
    """Drop tokens nobody will send again; a daily job calls it."""
    return Once.objects.filter(at__lt=moment).delete()[0]
