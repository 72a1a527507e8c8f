"""Correcting the text, from a place in the raw text or from a selection, and the list of all repairs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.minutes import actions
from duban.minutes.access import documents
from duban.minutes.composition import Change
from duban.minutes.forms import CorrectionForm
from duban.minutes.models import Document
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.addresses import number_said

AROUND = 24
MOST = 300


def _span(request: PersonRequest, document: Document) -> tuple[int, int]:
    """?raw=12-15, or ?start=&end= in the text."""
    made = document.composition
    start, _dash, end = map(number_said, request.GET.get("raw", "").partition("-"))
    if start is None or end is None:
        start, end = (number_said(request.GET.get(name, "")) for name in ("start", "end"))
        if start is None or end is None:
            raise Http404
        start, end = made.to_raw(start), made.to_raw(end, end=True)
    if not 0 <= start <= end <= len(document.raw):
        raise Http404
    return made.widen(start, end)


def _back(request: PersonRequest, pk: int) -> str:
    """To the list of repairs when one works through it, else to the text."""
    return reverse("minutes:repairs" if "list" in request.GET else "minutes:document", args=[pk])


def correct(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk, "review")
    raw_start, raw_end = _span(request, document)
    made = document.composition
    start, end = made.to_text(raw_start), made.to_text(raw_end, end=True)
    present = made.text[start:end]
    form = CorrectionForm(request.POST or None, initial={"text": present, "seen": present})
    back = _back(request, pk)
    if request.method == "POST" and form.is_valid():
        verdict = request.POST.get("verdict", "")
        typed = {"keep": None, "right": form.cleaned_data["seen"].replace("\r\n", "\n")}.get(
            verdict, form.cleaned_data["text"]
        )
        try:
            return once.perform(
                request,
                lambda: actions.correct_text(
                    pk,
                    actor=request.user,
                    raw_start=raw_start,
                    raw_end=raw_end,
                    text=typed,
                    seen=form.cleaned_data["seen"].replace("\r\n", "\n"),
                ),
                to=back,
                said=_("The text was corrected and read again."),
            )
        except ValidationError as error:
            form.add_error(None, error)
    decided = next((c for c in made.changes if c.decision and (c.raw_start, c.raw_end) == (raw_start, raw_end)), None)
    context = {
        "form": form,
        "title": _("Correct the text"),
        "document": document,
        "raw": document.raw[raw_start:raw_end],
        "present": present,
        "before": made.text[max(start - AROUND, 0) : start],
        "after": made.text[end : end + AROUND],
        "decided": decided,
        "key": f"{raw_start}-{raw_end}",
        "back": back,
    }
    return render(request, "minutes/correct.html", context, status=422 if form.errors else 200)


@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    documents.get_for(request.user, pk, "review")
    first, _dash, last = map(number_said, request.POST.get("raw", "").partition("-"))
    if first is None or last is None:
        raise Http404
    back = _back(request, pk)
    try:
        return once.perform(
            request,
            lambda: actions.undo_correction(pk, actor=request.user, raw_start=first, raw_end=last),
            to=back,
            said=_("The correction was taken back."),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)


@require_GET
def repairs(request: PersonRequest, pk: int) -> HttpResponse:
    """Every repair with what stands around it; the doubtful ones first."""
    document = documents.get_for(request.user, pk)
    made = document.composition
    changes = sorted(made.changes, key=lambda c: (not c.doubtful, c.sure and not c.decision, c.start))

    def row(change: Change) -> dict[str, object]:
        return {
            "change": change,
            "before": made.text[max(change.start - AROUND, 0) : change.start],
            "after": made.text[change.end : change.end + AROUND],
        }

    context = {
        "document": document,
        "rows": [row(change) for change in changes[:MOST]],
        "count": len(changes),
        "more": max(len(changes) - MOST, 0),
        "may": documents.can(request.user, "review", document),
    }
    return render(request, "minutes/repairs.html", context)
