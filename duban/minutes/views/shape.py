"""Adding, merging, splitting, dismissing, joining and taking up again."""

from difflib import SequenceMatcher

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from duban.ledger.access import tasks
from duban.ledger.models import Task
from duban.minutes import actions
from duban.minutes.access import documents
from duban.minutes.forms import DismissForm, JoinForm, PassageForm, SplitForm
from duban.minutes.models import Proposal
from duban.minutes.views.proposals import proposal_for
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.addresses import number_said


def card_url(proposal: Proposal) -> str:
    return f"{reverse('minutes:document', args=[proposal.document_id])}?at={proposal.pk}#card-{proposal.pk}"


def add(request: PersonRequest, pk: int) -> HttpResponse:
    """From a selection (start, end, and the words seen), or from words copied into a form."""
    document = documents.get_for(request.user, pk, "review")
    back = reverse("minutes:document", args=[pk])
    chosen = number_said(request.POST.get("start", ""))
    until = number_said(request.POST.get("end", ""))
    form = PassageForm(request.POST if request.method == "POST" and chosen is None else None, document=document)
    span: tuple[int, int] | None = None
    seen: str | None = None
    if chosen is not None and until is not None:
        span = chosen, until
        seen = request.POST.get("seen")
    elif request.method == "POST" and form.is_valid():
        span = form.cleaned_data["words"]
    if span:
        start, end = span
        try:
            return once.perform(
                request,
                lambda: actions.add_proposal(pk, actor=request.user, start=start, end=end, seen=seen),
                to=card_url,
                said=_("Added; fill in what is missing."),
            )
        except ValidationError as error:
            if chosen is not None:
                messages.error(request, " ".join(error.messages))
                return redirect(back)
            form.add_error(None, error)
    context = {"form": form, "title": _("Add a task from the text"), "submit": _("Add"), "back": back}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
def merge(request: PersonRequest, pk: int) -> HttpResponse:
    documents.get_for(request.user, pk, "review")
    ids = [row for each in request.POST.getlist("ids") if (row := number_said(each)) is not None]
    try:
        return once.perform(
            request,
            lambda: actions.merge_proposals(pk, actor=request.user, proposal_ids=ids),
            to=card_url,
            said=_("Merged. The others can be taken up again."),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("minutes:document", pk)


def split(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk, "review")
    suggested = proposal.items or [proposal.title]
    form = SplitForm(request.POST or None, initial={"titles": "\n".join(suggested)})
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: actions.split_proposal(pk, actor=request.user, titles=form.cleaned_data["titles"]),
                to=lambda parts: card_url(parts[0]),
                said=lambda parts: said_of_split(len(parts)),
            )
        except ValidationError as error:
            form.add_error(None, error)
    units = [u for u in (proposal.lead_unit, *proposal.supporting_units.all()) if u]
    context = {
        "form": form,
        "proposal": proposal,
        "units": units if len(units) > 1 else [],
        "title": _("Split"),
        "submit": _("Split"),
        "back": card_url(proposal),
        "intro": proposal.source_text,
    }
    return render(request, "minutes/split.html", context, status=422 if form.errors else 200)


def said_of_split(n: int) -> str:
    return ngettext("Split into %(n)s task.", "Split into %(n)s tasks.", n) % {"n": n}


@require_POST
def split_units(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk, "review")
    try:
        return once.perform(
            request,
            lambda: actions.split_by_units(pk, actor=request.user),
            to=lambda parts: card_url(parts[0]),
            said=lambda parts: said_of_split(len(parts)),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(card_url(proposal))


def dismiss(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk, "review")
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: actions.dismiss_proposal(pk, actor=request.user, reason=form.cleaned_data["reason"]),
                to=card_url,
                said=_("Dismissed. The sentence stays visible with the reason, and can be taken up again."),
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "title": _("Dismiss"),
        "submit": _("Dismiss"),
        "back": card_url(proposal),
        "intro": proposal.source_text,
        "reasons": [
            _("Only a principle, nothing to hand in"),
            _("Already done"),
            _("Belongs to everyday work"),
            _("Said twice in the document"),
            _("Not for our group"),
        ],
    }
    return render(request, "minutes/dismiss.html", context, status=422 if form.errors else 200)


def join(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk, "review")
    offered = alike_tasks(proposal, tasks.visible_to(request.user))
    form = JoinForm(request.POST or None, actor=request.user, offered=offered)
    if request.method == "POST" and form.is_valid():
        task = form.cleaned_data["task"]
        try:
            return once.perform(
                request,
                lambda: actions.join_to_task(pk, actor=request.user, task_id=task.pk),
                to=card_url,
                said=_("Joined to the task."),
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "title": _("Join to an existing task"),
        "submit": _("Join"),
        "back": card_url(proposal),
        "intro": proposal.source_text,
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def alike_tasks(proposal: Proposal, visible: "object", most: int = 6) -> list[Task]:
    """Open tasks of the same lead unit (or the newest ones), the most alike titles first."""
    rows = visible.filter(ended_on__isnull=True)  # type: ignore[attr-defined]
    if proposal.lead_unit_id:
        rows = rows.filter(lead_unit_id=proposal.lead_unit_id)
    newest = rows.order_by("-id").only("id", "number", "title")[:200]

    def likeness(task: Task) -> float:
        return SequenceMatcher(None, task.title, proposal.title, autojunk=False).ratio()

    return [task for task in sorted(newest, key=likeness, reverse=True)[:most] if likeness(task) > 0.25]


@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = proposal_for(request, pk, "review")
    try:
        return once.perform(
            request,
            lambda: actions.reopen_proposal(pk, actor=request.user),
            to=card_url,
            said=_("Taken up again."),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(card_url(proposal))
