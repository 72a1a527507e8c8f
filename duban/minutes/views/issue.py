"""Issuing in one go, after a look at who gets what and what it costs them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.burden.views import sending
from duban.minutes import actions
from duban.minutes.access import documents
from duban.minutes.issuing import preview
from duban.minutes.models import Issue
from duban.org.requests import PersonRequest
from duban.ui import once
from duban.ui.addresses import number_said


def issue(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk, "issue")
    problems: list[str] = []
    recount = "recount" in request.POST or sending.is_asked(request)
    if request.method == "POST" and not recount:
        seen = _seen(request)
        type_id = number_said(request.POST.get("type", "")) or 0
        try:
            return once.perform(
                request,
                lambda: actions.issue_proposals(
                    pk,
                    actor=request.user,
                    seen=seen,
                    type_id=type_id,
                    once=f"{request.user.pk}:{request.POST.get('once', '')}"[:64],
                    burden_reason=sending.reason(request),
                ),
                to=reverse("minutes:document", args=[pk]),
                said=said,
            )
        except ValidationError as error:
            problems = error.messages
    chosen = _seen(request) if request.method == "POST" else None
    plan = preview(document, actor=request.user, chosen=chosen, type_id=number_said(request.POST.get("type", "")) or 0)
    if request.method == "GET" and not plan.lines:
        messages.info(request, _("Nothing is left to issue."))
        return redirect("minutes:document", pk)
    ticked = {line.proposal.pk for line in plan.ready}
    context = {
        "document": document,
        "plan": plan,
        "problems": problems,
        "ticked": ticked,
        "any_ready": any(line.ready for line in plan.lines),
        "foreseen": plan.foreseen,
        "foresee_at": request.get_full_path(),
        "burden_reason": sending.reason(request),
        # The browser asks for it before the page asks whether one is sure, as the answer would be no use without it.
        "reason_wanted": True,
    }
    if sending.is_asked(request):
        return sending.answer(request, "minutes/issue.html", context)
    return render(request, "minutes/issue.html", context, status=409 if problems else 200)


def _seen(request: PersonRequest) -> dict[int, int]:
    """Ticked rows as id:version, the version being what the preview showed."""
    seen = {}
    for each in request.POST.getlist("ids"):
        row, _colon, version = map(number_said, each.partition(":"))
        if row is not None and version is not None:
            seen[row] = version
    return seen


def said(done: Issue) -> str:
    return ngettext(
        "%(n)s task was issued; it takes its receivers about %(minutes)s minutes.",
        "%(n)s tasks were issued; they take their receivers about %(minutes)s minutes.",
        done.tasks,
    ) % {"n": done.tasks, "minutes": done.minutes}
