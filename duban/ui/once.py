"""Doing what a form asks exactly one time, however often it arrives.

Every form that changes something carries `{% once %}`. A view then says

    return once.perform(request, lambda: close_task(pk, actor=request.user), to=task_url, said=_("Closed"))

and a double click, a retry after a lost answer, or a page sent again from the history leads to the first outcome.

A view asks first whether the act still fits, and after the act it mostly does not: `DoneAlready` in `duban.ui.middleware`
therefore looks the token up before any view is asked, so that no view has to think of it.

Where people send one thing after the other from the same page, going back to it, the view says `@once.by_words`: there
other words with the same token are another thing.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

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


def claim(request: HttpRequest) -> Once | None:
    """Take the form's token inside the transaction of the change. None when the form carried none.

    Raises AlreadyDone when the same person's form was carried out before. Two at once wait for each other at the
    unique key, so exactly one of them does the work.
    """
    key = _key(request)
    if not key:
        return None
    try:
        with transaction.atomic():
            return Once.objects.create(key=key)
    except IntegrityError:
        raise AlreadyDone(Once.objects.get(key=key).outcome) from None


def perform(
    request: HttpRequest,
    act: Callable[[], T],
    *,
    to: str | Callable[[T], str],
    said: str | Callable[[T], str] = "",
    again: Callable[[T], bool] = lambda _result: False,
) -> HttpResponse:
    """Carry out `act` once, in one transaction with the token, say `said` and lead to `to`.

    What `act` raises comes through, and nothing is kept of the try. Where `act` does not raise for what it refuses,
    `again` tells from its result that the same form may be carried out once more: its token is given back.
    """
    try:
        with transaction.atomic():
            taken = claim(request)
            result = act()
            outcome = to(result) if callable(to) else to
            if taken and again(result):
                taken.delete()
            elif taken:
                taken.outcome = outcome
                taken.save(update_fields=["outcome"])
    except AlreadyDone as done:
        return _again(request, done.outcome or "/")
    words = said(result) if callable(said) else said
    if words:
        messages.success(request, words)
    return lead_to(request, outcome)


def led_again(request: HttpRequest) -> HttpResponse | None:
    """Where this very form led when it was carried out before; None when it was not, or led nowhere."""
    match = request.resolver_match
    # What is not sent by our own forms carries no token, and its body is the view's to read.
    if request.method != "POST" or match is None or getattr(match.func, "csrf_exempt", False):
        return None
    if not request.user.is_authenticated or not (key := _key(request)):
        return None
    outcome = Once.objects.filter(key=key).values_list("outcome", flat=True).first()
    return _again(request, outcome) if outcome else None


def by_words(view: T) -> T:
    view.once_by_words = True  # type: ignore[attr-defined]
    return view


def _key(request: HttpRequest) -> str:
    """A token counts for the person and the address its form was sent by and to; for a view `by_words` also for what it
    says."""
    token = request.POST.get("once", "")
    if not token:
        return ""
    sent = request.get_full_path()
    if getattr(request.resolver_match and request.resolver_match.func, "once_by_words", False):
        said = sorted(pair for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken")
        sent = json.dumps([sent, said])
    return f"{request.user.pk}:{hashlib.sha256(sent.encode()).hexdigest()[:16]}:{token[:40]}"


def _again(request: HttpRequest, outcome: str) -> HttpResponse:
    messages.info(request, _("This had already been done; nothing was done twice."))
    return lead_to(request, outcome)


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on: by a redirect, or, from a sheet, by telling the page below where to go."""
    if in_sheet(request):
        return HttpResponse(status=204, headers={"X-Location": url})
    return HttpResponseRedirect(url)


def forget_before(moment: datetime) -> int:
    """Drop tokens nobody will send again; a daily job calls it."""
    return Once.objects.filter(at__lt=moment).delete()[0]
