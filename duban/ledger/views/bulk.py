"""Acts on all ticked lines: one domain call a line, each undone by itself, with a result for each; all of it once."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from duban.burden.views import sending
from duban.ledger import actions as do
from duban.ledger import asking
from duban.ledger.access import tasks
from duban.ledger.forms.bulk import BulkChargeForm, BulkDispatchForm, BulkFilingForm
from duban.ledger.models import State
from duban.ledger.queries.listing import tasks_for
from duban.ledger.views import filters
from duban.org.access import standing_of
from duban.org.models import Role
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.addresses import number_said

LABELS = {
    "urge": gettext_lazy("Urge"),
    "follow": gettext_lazy("Follow"),
    "dispatch": gettext_lazy("Dispatch drafts"),
    "charge": gettext_lazy("Change who is in charge"),
    "file": gettext_lazy("Put under a programme"),
}
# Needs no words, but cannot be taken back once it was pressed.
SURE = {"urge": gettext_lazy("Urge those who are in charge of the ticked tasks? They are told at once.")}
SURE_OF_ALL = {
    "urge": gettext_lazy(
        "Urge those who are in charge of all tasks of this list, on all its pages? They are told at once."
    )
}
# More than a page of lines can't be ticked by a hand; those of all pages together may be as many.
MOST = 200
# So many of those that were refused are named.
NAMED = 5


def offered(person: Any) -> list[tuple[str, Any, Any, Any]]:
    """(code, label, what is asked before it is done, and before it is done to all pages)"""
    all_of_them = standing_of(person).has(Role.SUPERVISION, Role.LEADER, Role.HEAD, Role.LIAISON)
    return [
        (code, LABELS[code], SURE.get(code, ""), SURE_OF_ALL.get(code, ""))
        for code in (LABELS if all_of_them else ("follow",))
    ]


@once.by_words
@require_POST
def bulk(request: PersonRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/tasks"
    ids = _all_listed(request.user, back) if "all" in request.POST else _ticked(request)
    if len(ids) > MOST:
        messages.warning(request, _("These are more than %(n)s tasks: narrow the filters.") % {"n": MOST})
    elif not ids:
        messages.warning(request, _("Tick some lines first."))
    elif act == "urge":
        return _urge(request, ids, back)
    elif act in FORMS:
        return _asked(request, act, ids, back)
    elif act in ACTS:
        return _each(request, act, ids, lambda pk: ACTS[act](pk, request.user), back)
    return HttpResponseRedirect(back)


def _ticked(request: PersonRequest) -> list[int]:
    ticked = map(number_said, request.POST.getlist("task"))
    # In one order: what is locked stays so to the end, and two who tick the same do not wait for each other.
    return sorted({pk for pk in [*ticked][:MOST] if pk is not None})


def _all_listed(person: Any, address: str) -> list[int]:
    """All that the list at this address shows on its pages, or one more than may be."""
    chosen = filters.chosen_in(QueryDict(urlsplit(address).query))
    return sorted(tasks_for(person, chosen).values_list("pk", flat=True)[: MOST + 1])


ACTS: dict[str, Callable[[int, Any], Any]] = {
    "follow": lambda pk, actor: do.follow_task(pk, actor=actor),
}


FORMS: dict[str, type[Form]] = {"charge": BulkChargeForm, "dispatch": BulkDispatchForm, "file": BulkFilingForm}
WITH_WORDS: dict[str, Callable[[int, Any, dict[str, Any]], Any]] = {
    "charge": lambda pk, actor, said: do.reassign_task(pk, actor=actor, **said),
    "dispatch": lambda pk, actor, said: do.dispatch_task(pk, actor=actor, **said),
    "file": lambda pk, actor, said: do.sort_task(pk, actor=actor, **said),
}


def _asked(request: PersonRequest, act: str, ids: list[int], back: str) -> HttpResponse:
    """Acts that need words ask for them on a page of their own; what was ticked travels with it."""
    said = "said" in request.POST
    form = FORMS[act](request.POST if said else None)
    cost = _cost_of(request, ids) if act == "dispatch" else {}
    if said and cost and cost["foreseen"].over and not cost["burden_reason"].strip():
        why = _("This goes beyond a burden budget. Say why it is asked all the same.")
        faults.put(form, ValidationError({"burden_reason": why}))
    if said and form.is_valid():
        # What was left empty stays as it is: on many tasks at once, nothing is emptied by leaving a field out.
        words = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        return _each(request, act, ids, lambda pk: WITH_WORDS[act](pk, request.user, words), back)
    context = {
        "title": LABELS[act],
        "intro": _("They go to their receivers at once; first due dates can never be changed afterwards.")
        if cost
        else ngettext(
            "For %(n)s task. What is left empty stays as it is.",
            "For %(n)s tasks. What is left empty stays as it is.",
            len(ids),
        )
        % {"n": len(ids)},
        "form": form,
        "submit": LABELS[act],
        "back": back,
        "ids": ids,
        "act": act,
        "action": "/tasks/bulk",
        **cost,
    }
    return render(request, "ledger/bulk.html", context, status=422 if form.errors else 200)


def _cost_of(request: PersonRequest, ids: list[int]) -> dict[str, Any]:
    """Of those ticked that can be sent, all together: each by itself may stay below what they go beyond as one."""
    drafts = tasks.visible_to(request.user).filter(pk__in=ids, state__in=(State.DRAFT, State.DECLINED))
    asks = [
        ask
        for task in drafts.prefetch_related("supports")
        for ask in asking.asks_if_sent(task, task.lead_unit_id, task.due_on)
    ]
    return {**sending.cost(request, asks), "foresee_at": ""}


def _urge(request: PersonRequest, ids: list[int], back: str) -> HttpResponse:
    # One call, not one a line: a person gets one urging about all their tasks.
    try:
        return once.perform(
            request, lambda: _say(request, "urge", do.urge_tasks(ids, actor=request.user).results), to=back
        )
    except ValidationError as error:
        messages.warning(request, " ".join(_few(error.messages)))
        return HttpResponseRedirect(back)


def _each(request: PersonRequest, act: str, ids: list[int], one: Callable[[int], Any], back: str) -> HttpResponse:
    # What was refused is mended and sent again from the same page; what was done is not done twice by its own state.
    return once.perform(request, lambda: _say(request, act, do.do_each(ids, one)), to=back, again=bool)


def _say(request: PersonRequest, act: str, results: list[do.Result]) -> list[str]:
    """Returns why some were refused."""
    done = sum(r.done for r in results)
    if done:
        said = ngettext("%(act)s: done for %(n)s task.", "%(act)s: done for %(n)s tasks.", done)
        messages.success(request, said % {"act": LABELS[act], "n": done})
    refused: dict[str, list[int]] = {}
    for result in results:
        if not result.done:
            refused.setdefault(result.message, []).append(result.task_id)
    whys = [*refused.items()]
    for why, ids in whys[:NAMED]:
        said = ngettext("%(n)s task: %(why)s", "%(n)s tasks: %(why)s", len(ids)) % {"n": len(ids), "why": why}
        messages.warning(request, f"{said} {_named(request.user, ids)}".strip())
    if left := sum(len(ids) for _why, ids in whys[NAMED:]):
        said = ngettext("%(n)s more task was refused.", "%(n)s more tasks were refused.", left)
        messages.warning(request, said % {"n": left})
    return [*refused]


def _named(person: Any, ids: list[int]) -> str:
    """Which they are, as far as they are seen."""
    seen = tasks.visible_to(person).filter(pk__in=ids).order_by("pk")[: NAMED + 1]
    return "、".join(_few([task.number or task.title for task in seen.only("number", "title")]))


def _few(words: list[str]) -> list[str]:
    return [*words[:NAMED], "…"] if len(words) > NAMED else words
