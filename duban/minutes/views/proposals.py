"""Editing one proposal (as a page, as a part of the review page, or saved while typing), and filling in many."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from duban.minutes import actions, queries
from duban.minutes.access import documents
from duban.minutes.actions.edit import EDITABLE
from duban.minutes.forms import FillForm, ProposalForm
from duban.minutes.models import Proposal
from duban.minutes.state import plain_values, state_of
from duban.minutes.views.documents import card_of, tally_of
from duban.org.requests import PersonRequest
from duban.ui import once


def proposal_for(request: PersonRequest, pk: int, verb: str = "view") -> Proposal:
    """The proposal, when this person may see its document; 404 else."""
    proposal = get_object_or_404(Proposal.objects.select_related("document__unit", "lead_unit", "changed_by"), pk=pk)
    documents.get_for(request.user, proposal.document_id, verb)
    return proposal


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk)
    gone = proposal.state not in EDITABLE
    # Somebody else may have dismissed or issued it while this person typed: then the action says so, beside what was typed.
    if (gone and request.method != "POST") or not documents.can(request.user, "review", proposal.document):
        return redirect(f"{reverse('minutes:document', args=[proposal.document_id])}?at={pk}#card-{pk}")
    if request.method != "POST":
        return _form(request, proposal, ProposalForm(proposal=proposal))
    form = ProposalForm(request.POST, proposal=proposal)
    clash: dict[str, Any] = {}
    if form.is_valid():
        was = form.cleaned_data["was"]
        try:
            saved = actions.edit_proposal(pk, actor=request.user, was=was, values=form.values())
        except ValidationError as error:
            form.add_error(None, error)
        except actions.Conflict as conflict:
            clash = _told(conflict)
        else:
            if _saves_itself(request):
                return _saved(request, saved, form)
            return redirect(f"{reverse('minutes:document', args=[saved.document_id])}?at={pk}#card-{pk}")
    if _saves_itself(request):
        problems = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        return JsonResponse({"errors": problems, "gone": gone, **clash}, status=409 if clash else 422)
    return _form(request, proposal, form, clash, status=409 if clash else 422)


def _saves_itself(request: PersonRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _form(
    request: PersonRequest,
    proposal: Proposal,
    form: ProposalForm,
    clash: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    template = "minutes/_proposal_form.html" if request.headers.get("X-Part") else "minutes/proposal.html"
    context = {"proposal": proposal, "document": proposal.document, "form": form, **(clash or {})}
    return render(request, template, context, status=status)


def _told(conflict: actions.Conflict) -> dict[str, Any]:
    """The clash in words, and `was` as it must be sent to write over the other's values knowingly."""
    theirs = {
        name: {"label": str(ProposalForm.base_fields[name].label), "value": _spoken(conflict.proposal, name)}
        for name in conflict.theirs
    }
    return {
        "clash": theirs,
        "clash_by": str(conflict.by or ""),
        "clash_at": f"{timezone.localtime(conflict.at):%H:%M}",
        "was_now": json.dumps(state_of(conflict.proposal), ensure_ascii=False, sort_keys=True),
    }


def _spoken(proposal: Proposal, name: str) -> str:
    if name == "supporting_units":
        return "、".join(str(unit) for unit in proposal.supporting_units.all())
    if name == "recurrences":
        return "、".join(proposal.further_rhythms) or "—"
    if hasattr(proposal, f"get_{name}_display"):
        return str(getattr(proposal, f"get_{name}_display")())
    value = getattr(proposal, name)
    return "、".join(value) if isinstance(value, list) else str(value or "—")


def _saved(request: PersonRequest, proposal: Proposal, form: ProposalForm) -> JsonResponse:
    rows = queries.proposals_of(proposal.document)
    number, row = next((n, row) for n, row in enumerate(rows, 1) if row.pk == proposal.pk)
    now, shown = state_of(row), plain_values(form.values())
    return JsonResponse(
        {
            "was": json.dumps(now, ensure_ascii=False, sort_keys=True),
            # What the form does not show yet: the head of a new lead unit, and fields another editor saved.
            "fresh": [name for name in shown if now[name] != shown[name]],
            "card": _card_html(request, row, number),
            "tally": tally_of(rows),
            "at": f"{timezone.localtime(row.changed_at):%H:%M:%S}",
            # A learnt name may have filled in others; the page fetches those that changed.
            "versions": {each.pk: each.version for each in rows},
        }
    )


def _card_html(request: PersonRequest, row: Proposal, number: int) -> str:
    return render_to_string("minutes/_card.html", {"card": card_of(row, number), "may": True}, request)


@require_GET
def card(request: PersonRequest, pk: int) -> HttpResponse:
    """One card anew, for a page that learnt that it changed."""
    proposal = proposal_for(request, pk, "review")
    rows = queries.proposals_of(proposal.document)
    number, row = next((n, row) for n, row in enumerate(rows, 1) if row.pk == pk)
    return HttpResponse(_card_html(request, row, number))


def _said_of_filling(n: int) -> str:
    if not n:
        return _("No proposal lacks any of it.")
    return ngettext("Filled in %(n)s proposal.", "Filled in %(n)s proposals.", n) % {"n": n}


@require_POST
def fill(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk, "review")
    back = reverse("minutes:document", args=[pk])
    form = FillForm(request.POST)
    if form.is_valid():
        try:
            return once.perform(
                request,
                lambda: actions.fill_in(pk, actor=request.user, **form.cleaned_data),
                to=back,
                said=_said_of_filling,
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "document": document, "title": _("Fill in for all"), "submit": _("Fill in"), "back": back}
    return render(request, "ui/form_page.html", context, status=422)
