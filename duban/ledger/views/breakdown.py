"""Breaking a task down: parts become tasks of their own, milestones stay its own. All of it or nothing is saved."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.ledger import actions as do
from duban.ledger import asking, terms
from duban.ledger.access import tasks
from duban.ledger.forms.task import MilestoneForm, PartForm
from duban.ledger.models import Task
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.addresses import number_said

LINES = 2

PartSet = forms.formset_factory(PartForm, extra=LINES, max_num=50)
MilestoneSet = forms.formset_factory(MilestoneForm, extra=LINES, max_num=50)


class Refused(Exception):
    """A line was refused; the fault is already shown on it."""


@require_http_methods(["GET", "POST"])
def breakdown(request: PersonRequest, pk: int) -> HttpResponse:
    task = tasks.get_for(request.user, pk, "decompose")
    start = {"initial": {"looker": task.responsible, "due_on": task.due_on}}
    looking = "more" in request.POST or sending.is_asked(request)
    if request.method == "POST":
        data = _with_more_lines(request.POST) if "more" in request.POST else request.POST
        parts = PartSet(data, prefix="part", form_kwargs=start)
        steps = MilestoneSet(data, prefix="step")
        if not looking and parts.is_valid() and steps.is_valid():
            try:
                return once.perform(
                    request,
                    lambda: _save(request, task, parts, steps),
                    to=f"/tasks/{pk}",
                    said=_said,
                )
            except Refused:
                pass
    else:
        parts = PartSet(prefix="part", form_kwargs=start)
        steps = MilestoneSet(prefix="step")
    context = {"task": task, "parts": parts, "milestones": steps, **sending.cost(request, _asks(parts))}
    if sending.is_asked(request):
        return sending.answer(request, "ledger/breakdown.html", context)
    faulty = request.method == "POST" and not looking
    return render(request, "ledger/breakdown.html", context, status=422 if faulty else 200)


def _asks(parts: Any) -> list[Ask]:
    """What the parts would ask, all together, as far as they say whom and by when."""
    asks: list[Ask] = []
    for form in parts if parts.is_bound else ():
        if not form.has_changed():
            continue
        form.is_valid()
        said = form.cleaned_data
        if said.get("lead_unit") and said.get("due_on"):
            who = said["responsible"].pk if said.get("responsible") else None
            asks += asking.asks_for(lead_id=said["lead_unit"].pk, start=terms.today(), due=said["due_on"], who=who)
    return asks


def _with_more_lines(posted: Any) -> Any:
    data = posted.copy()
    for prefix in ("part", "step"):
        name = f"{prefix}-TOTAL_FORMS"
        data[name] = str(min(number_said(data.get(name, "")) or 0, 48) + LINES)
    return data


def _said(sent: int) -> str:
    if not sent:
        return _("The breakdown is saved.")
    return ngettext("%(n)s part is dispatched.", "%(n)s parts are dispatched.", sent) % {"n": sent}


def _save(request: PersonRequest, task: Task, parts: Any, steps: Any) -> int:
    """How many parts were sent. Refused with what is wrong with every line, not only with the first."""
    sends = "dispatch" in request.POST
    act: Any = do.register_task
    if sends:
        act = partial(do.register_and_dispatch, burden_reason=sending.reason(request))
    filled = [form for form in parts if form.has_changed()]
    kept = [_keep(form, partial(act, actor=request.user, type=task.type, parent=task)) for form in filled]
    kept += [
        _keep(form, partial(do.set_milestone, task.pk, actor=request.user)) for form in steps if form.has_changed()
    ]
    if not kept:
        parts[0].add_error(None, _("Fill in at least one part or milestone."))
    if not kept or not all(kept):
        raise Refused
    return len(filled) if sends else 0


def _keep(form: forms.Form, act: Any) -> bool:
    try:
        act(**form.cleaned_data)
    except ValidationError as error:
        faults.put(form, error)
        return False
    return True
