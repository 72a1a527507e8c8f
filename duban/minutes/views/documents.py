"""The list of documents, and the page on which one is reviewed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from duban.files.views import handed_out
from duban.journal.queries import timeline
from duban.minutes import actions, listing, queries
from duban.minutes.access import documents
from duban.minutes.actions.issue import issued_from
from duban.minutes.drawing import Mark, paragraphs, part_of, part_starts
from duban.minutes.forms import DescriptionForm, FillForm
from duban.minutes.issuing import missing_in
from duban.minutes.models import Document, DocumentKind, DocumentState, Proposal, ProposalState, ReadingState
from duban.minutes.reader import READER
from duban.minutes.trouble import explain
from duban.minutes.views.filing import start_job
from duban.org.filters import unit_picker
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.addresses import number_said
from duban.ui.paging import count_of
from duban.ui.sorting import sorted_page

PUT_ASIDE = (ProposalState.DISMISSED, ProposalState.MERGED, ProposalState.GONE)
MOST_CARDS = 200
HISTORY = 20


@require_GET
def document_list(request: PersonRequest) -> HttpResponse:
    rows = queries.listed(request.user, request.GET)
    context = {
        "page": sorted_page(rows, request.GET, listing.SORTS),
        "count": count_of(rows),
        "kinds": DocumentKind.choices,
        "states": [("left", _("Something left to issue")), *DocumentState.choices, *ReadingState.choices[::2]],
        "picker": unit_picker(request.GET.get("unit", ""), _("Filed for")),
        "may_file": documents.may_file(request.user),
        "filtered": any(request.GET.get(name) for name in listing.FILTERS),
    }
    return render(request, "minutes/list.html", context)


@require_GET
def documents_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, queries.listed(request.user, request.GET))


@require_GET
def review(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk)
    rows = queries.proposals_of(document) if document.is_read else []
    verbs = documents.verbs_for(request.user, document)
    starts = part_starts(document.text)
    part = _part(request, rows, starts)
    cards = _shown([card_of(row, n) for n, row in enumerate(rows, 1)], request.GET.get("show", ""))
    if len(starts) > 1 and not request.GET.get("show"):
        # Beside a part of a long text stand the proposals of that part.
        cards = [card for card in cards if part_of(card["proposal"].start, starts) == part]
    compare = "compare" in request.GET and bool(document.composition.changes)
    context: dict[str, Any] = {
        "document": document,
        "verbs": verbs,
        "may": "review" in verbs,
        "compare": compare,
        "paragraphs": paragraphs(
            document.composition, marks_of(rows), part=part, compare=compare, reachable="review" in verbs
        ),
        "parts": len(starts),
        "part": part + 1,
        "cards": cards[:MOST_CARDS],
        "more": max(len(cards) - MOST_CARDS, 0),
        "show": request.GET.get("show", ""),
        "tally": tally_of(rows),
        # Once everything is issued the warning comes too late to matter.
        "twins": [] if document.state == DocumentState.ISSUED else queries.twins_of(document, request.user),
        "issues": issued_from(document),
        "trouble": explain(document.error_code) if document.error_code else None,
        "fill_form": FillForm(auto_id="fill_%s") if "review" in verbs and document.open_count else None,
        "entries": timeline("document", document.pk)[:HISTORY],
        "newer": document.is_read and document.reader != READER,
        "changes": len(document.composition.changes),
    }
    return render(request, "minutes/document.html", context)


def _part(request: PersonRequest, rows: list[Proposal], starts: list[int]) -> int:
    """?part=2, or the part in which ?at=<proposal> stands."""
    wanted = request.GET.get("at", "")
    for row in rows:
        if str(row.pk) == wanted:
            return part_of(row.start, starts)
    part = number_said(request.GET.get("part", "")) or 1
    return min(max(part - 1, 0), len(starts) - 1)


def marks_of(rows: list[Proposal]) -> list[Mark]:
    return [Mark(row.pk, row.start, row.end, row.state, str(n)) for n, row in enumerate(rows, 1)]


def card_of(row: Proposal, number: int) -> dict[str, Any]:
    """What a card of the list shows beside the proposal itself."""
    return {"proposal": row, "number": number, "missing": missing_in(row) if row.is_open else []}


def tally_of(rows: list[Proposal]) -> dict[str, int]:
    return {
        "all": len(rows),
        "open": sum(row.is_open for row in rows),
        "incomplete": sum(row.is_open and bool(missing_in(row)) for row in rows),
        "done": sum(row.state in {ProposalState.ISSUED, ProposalState.JOINED} for row in rows),
        "aside": sum(row.state in PUT_ASIDE for row in rows),
    }


def _shown(cards: list[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    wanted: dict[str, Callable[[dict[str, Any]], bool]] = {
        "open": lambda card: card["proposal"].is_open,
        "incomplete": lambda card: bool(card["missing"]),
        "done": lambda card: card["proposal"].state in {ProposalState.ISSUED, ProposalState.JOINED},
        "aside": lambda card: card["proposal"].state in PUT_ASIDE,
    }
    return [card for card in cards if show not in wanted or wanted[show](card)]


@require_GET
def status(request: PersonRequest, pk: int) -> HttpResponse:
    """Asked every few seconds while a document is being read; tells the page to come again when it is."""
    document = documents.get_for(request.user, pk)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"reading": document.reading})
    waiting = document.reading == ReadingState.WAITING
    return HttpResponse(status=204, headers={} if waiting else {"HX-Refresh": "true"})


def describe(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk, "review")
    form = DescriptionForm(request.POST or None, instance=Document.objects.get(pk=document.pk))
    back = reverse("minutes:document", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: actions.describe_document(pk, actor=request.user, changes=dict(form.cleaned_data)),
                to=back,
                said=_("Saved."),
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "title": _("Particulars"),
        "submit": _("Save"),
        "back": back,
        "intro": _("Terms in the text are counted from the date; after changing it, read the document again."),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
def read_again(request: PersonRequest, pk: int) -> HttpResponse:
    documents.get_for(request.user, pk)
    back = reverse("minutes:document", args=[pk])

    def act() -> tuple[int, int]:
        found = actions.read_again(pk, actor=request.user)
        start_job(documents.get_for(request.user, pk))
        return found

    return once.perform(request, act, to=back, said=lambda found: said_of(*found))


def said_of(new: int, gone: int) -> str:
    if not new and not gone:
        return _("Read again: nothing new was found.")
    parts = []
    if new:
        parts.append(ngettext("%(n)s new proposal", "%(n)s new proposals", new) % {"n": new})
    if gone:
        parts.append(ngettext("%(n)s no longer proposed", "%(n)s no longer proposed", gone) % {"n": gone})
    return _("Read again: %(list)s.") % {"list": _(", ").join(parts)}


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    documents.get_for(request.user, pk, "remove")
    return once.perform(
        request,
        lambda: actions.remove_document(pk, actor=request.user),
        to=reverse("minutes:list"),
        said=_("The document was removed."),
    )


@require_GET
def original(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file as it came in, as a download."""
    document = documents.get_for(request.user, pk)
    if document.original is None:
        raise Http404
    return handed_out(document.original, document.file_name or "original", request)
