"""The page of an edition, what it may do next, and what changed between two."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.checklists import actions as do
from duban.checklists.access import approvers_of, checklists, editions
from duban.checklists.forms import ForceForm, WithdrawForm
from duban.checklists.lines import COLUMNS, compare, digest, lines_of
from duban.checklists.models import Edition, Item
from duban.checklists.views.story import story
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted

MOST_NAMED = 6


def sections_of(items: list[Item]) -> list[tuple[Any, list[Item]]]:
    return [(section, list(inside)) for section, inside in groupby(items, key=lambda item: item.section)]


def items_of(edition: Edition) -> list[Item]:
    rows = edition.items.select_related("section", "rule__pattern").order_by("section__order", "order")
    return list(rows)


@require_GET
def edition(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk)
    items = items_of(found)
    verbs = editions.verbs_for(request.user, found)
    others = list(editions.visible_to(request.user).filter(checklist=found.checklist_id).order_by("-number"))
    context = {
        "edition": found,
        "sections": sections_of(items),
        "count": len(items),
        "verbs": verbs,
        "seen": digest(lines_of(found)) if "approve" in verbs else "",
        "approvers": approvers_of(found)[:MOST_NAMED] if "edit" in verbs and "approve" not in verbs else [],
        "present": found.is_in_force(),
        "before": next((row for row in others if row.number < found.number), None),
        "entries": story("edition", pk),
    }
    return render(request, "checklists/edition.html", context)


@require_POST
def edition_new(request: PersonRequest, pk: int) -> HttpResponse:
    found = checklists.get_for(request.user, pk, "draft")
    return act_only(
        request,
        lambda: do.draft_edition(found.pk, actor=request.user),
        to=reverse("checklists:checklist", args=[pk]),
        said=_("A draft was made from the last edition; its items keep their codes."),
    )


@require_GET
def comparison(request: PersonRequest, pk: int) -> HttpResponse:
    new = editions.get_for(request.user, pk)
    others = list(
        editions.visible_to(request.user).filter(checklist=new.checklist_id).exclude(pk=pk).order_by("-number")
    )
    wanted = request.GET.get("with", "")
    if wanted:
        old = next((row for row in others if str(row.pk) == wanted), None)
        if old is None:
            raise Http404
    else:
        old = next((row for row in others if row.number < new.number), None)
    differences = compare(lines_of(old), lines_of(new)) if old else None
    changed = [
        (now, [(str(COLUMNS[name]), was.as_texts()[name], now.as_texts()[name]) for name in names])
        for was, now, names in (differences.changed if differences else [])
    ]
    context = {"new": new, "old": old, "others": others, "differences": differences, "changed": changed}
    return render(request, "checklists/comparison.html", context)


@require_POST
def approval(request: PersonRequest, pk: int) -> HttpResponse:
    editions.get_for(request.user, pk, "approve")
    return act_only(
        request,
        lambda: do.approve_edition(pk, actor=request.user, seen=request.POST.get("seen", "")),
        to=reverse("checklists:edition", args=[pk]),
        said=_("Approved."),
    )


@require_http_methods(["GET", "POST"])
def force(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk, "bring_into_force")
    to = reverse("checklists:edition", args=[pk])
    return form_page(
        request,
        ForceForm(*(posted(request)[:1]), initial={"note": found.note, "document": found.document}),
        lambda said: do.bring_into_force(found.pk, actor=request.user, **said),
        title=_("Bring into force"),
        submit=_("Bring into force"),
        to=to,
        back=to,
        said=_("The edition is set to come into force."),
        intro=_("From that day on one looks by this edition; the one before ends."),
    )


@require_http_methods(["GET", "POST"])
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk, "withdraw")
    to = reverse("checklists:checklist", args=[found.checklist_id])
    if found.is_public:
        title, submit, sure = _("Repeal the edition"), _("Repeal"), _("Repeal this edition?")
        said = _("Repealed; what was found by it stays.")
    else:
        title, submit, sure = _("Withdraw the draft"), _("Withdraw"), _("Withdraw this draft?")
        said = _("Withdrawn.")
    return form_page(
        request,
        WithdrawForm(*(posted(request)[:1])),
        lambda said: do.withdraw_edition(found.pk, actor=request.user, **said),
        title=title,
        submit=submit,
        to=to,
        back=reverse("checklists:edition", args=[pk]),
        said=said,
        sure=sure,
        tone="btn-danger",
    )
