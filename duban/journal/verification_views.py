"""The pages of a full verification: asking for it, how far it is, what it found."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import access, asked, checkpoint
from .jobs import verify_in_background
from .models import Entry, Verification
from .verifying import PATIENCE, ask_verification

SHOWN = 25
# A worker takes up a job within a second or two; later than this, there is none.
WITHOUT_WORKER = 20


@require_http_methods(["GET", "HEAD", "POST"])
def verifications(request: HttpRequest) -> HttpResponse:
    """Earlier ones, and asking for another. A second asking while one is on its way leads to that one."""
    if not access.may_verify(request.user):
        raise PermissionDenied
    typed, error = request.GET.get("words", ""), ""
    if request.method == "POST":
        typed = request.POST.get("words", "").strip()
        try:
            with transaction.atomic():
                made, new = ask_verification(actor=request.user, words=typed)  # type: ignore[arg-type]
                if new:
                    transaction.on_commit(lambda: verify_in_background.enqueue(made.pk))
        except checkpoint.NotACheckpoint as misspelt:
            error = str(misspelt)
        else:
            return HttpResponseRedirect(reverse("journal:verification", args=[made.pk]))
    context = {
        "rows": Verification.objects.select_related("asked_by").order_by("-pk")[:SHOWN],
        "sheet": asked.sheet("journal:verifications"),
        "typed": typed,
        "error": error,
        "entries": Entry.objects.order_by("-pk").values_list("pk", flat=True).first(),
    }
    return render(request, "journal/verifications.html", context, status=422 if error else 200)


@require_safe
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them. The page asks for its part again while it is on its way; without scripts it loads anew."""
    found = access.get_verification_for(request.user, pk)
    part = request.headers.get("HX-Request") == "true"
    context = {
        "verification": found,
        "misfits": [_shown(each) for each in found.misfits],
        "more": found.wrong - len(found.misfits),
        "no_worker": found.seen_at is None and (timezone.now() - found.asked_at).total_seconds() > WITHOUT_WORKER,
        "silent": bool(found.underway) and timezone.now() - (found.seen_at or found.asked_at) > PATIENCE,
    }
    return render(request, "journal/_verification.html" if part else "journal/verification.html", context)


def _shown(misfit: dict[str, Any]) -> dict[str, Any]:
    said = misfit["words"]
    return {"entry": misfit["entry"], "why": _(said) % misfit["given"]}
