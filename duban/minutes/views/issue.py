"""Issuing in one go, after a look at who gets what and what it costs them; and the minutes behind that figure."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.minutes import actions
from duban.minutes.access import documents
from duban.minutes.actions.cost import set_cost_rule
from duban.minutes.burden import rule_on
from duban.minutes.forms import CostForm
from duban.minutes.issuing import preview
from duban.minutes.models import CostRule, Issue
from duban.org.access import standing_of
from duban.org.models import Role
from duban.org.requests import PersonRequest
from duban.ui import once


def issue(request: PersonRequest, pk: int) -> HttpResponse:
    document = documents.get_for(request.user, pk, "issue")
    problems: list[str] = []
    recount = "recount" in request.POST
    if request.method == "POST" and not recount:
        seen = _seen(request)
        type_id = _number(request.POST.get("type", ""))
        try:
            return once.perform(
                request,
                lambda: actions.issue_proposals(
                    pk,
                    actor=request.user,
                    seen=seen,
                    type_id=type_id,
                    once=f"{request.user.pk}:{request.POST.get('once', '')}"[:64],
                ),
                to=reverse("minutes:document", args=[pk]),
                said=said,
            )
        except ValidationError as error:
            problems = error.messages
    chosen = _seen(request) if request.method == "POST" else None
    plan = preview(document, actor=request.user, chosen=chosen, type_id=_number(request.POST.get("type", "")))
    if request.method == "GET" and not plan.lines:
        messages.info(request, _("Nothing is left to issue."))
        return redirect("minutes:document", pk)
    ticked = {line.proposal.pk for line in plan.ready}
    context = {"document": document, "plan": plan, "problems": problems, "ticked": ticked}
    return render(request, "minutes/issue.html", context, status=409 if problems else 200)


def _seen(request: PersonRequest) -> dict[int, int]:
    """Ticked rows as id:version, the version being what the preview showed."""
    seen = {}
    for each in request.POST.getlist("ids"):
        first, _colon, second = each.partition(":")
        if first.isdecimal() and second.isdecimal():
            seen[int(first[:18])] = int(second[:9])
    return seen


def _number(text: str) -> int:
    return int(text[:18]) if text.isdecimal() else 0


def said(done: Issue) -> str:
    return ngettext(
        "%(n)s task was issued; it takes its receivers about %(minutes)s minutes.",
        "%(n)s tasks were issued; they take their receivers about %(minutes)s minutes.",
        done.tasks,
    ) % {"n": done.tasks, "minutes": done.minutes}


def costs(request: PersonRequest) -> HttpResponse:
    """The editions of the cost rule: everybody who files may look, the supervision office sets a new one."""
    if not documents.may_file(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    may = standing_of(request.user).has(Role.SUPERVISION)
    present = rule_on(today)
    form = CostForm(request.POST or None, initial={name: getattr(present, name) for name in CostForm.MINUTES})
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                return once.perform(
                    request,
                    lambda: set_cost_rule(actor=request.user, **form.cleaned_data),
                    to=reverse("minutes:costs"),
                    said=_("Saved."),
                )
            except ValidationError as error:
                form.add_error(None, error)
    context = {"form": form, "editions": CostRule.objects.all(), "present": present, "may": may}
    return render(request, "minutes/costs.html", context, status=422 if form.errors else 200)
