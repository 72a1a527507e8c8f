"""Registering a task by hand, from a template or as a part; and changing a draft."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.ledger import actions, asking, terms
from duban.ledger.access import may_register, tasks
from duban.ledger.forms.task import TaskForm, from_task, from_template
from duban.ledger.models import Task, TaskTemplate
from duban.ledger.models.task import lines_of
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.addresses import number_said


@require_http_methods(["GET", "POST"])
def task_new(request: PersonRequest) -> HttpResponse:
    if not may_register(standing_of(request.user)):
        raise PermissionDenied
    form = TaskForm(request.POST or None, initial=_initial(request))
    if sending.is_asked(request):
        return _page(request, form, title=_("Register a task"))
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: _register(request, form.cleaned_data),
                to=lambda task: f"/tasks/{task.pk}",
                said=lambda task: _("Dispatched as %s.") % task.number if task.number else _("Kept as a draft."),
            )
        except ValidationError as error:
            faults.put(form, error)
    return _page(request, form, title=_("Register a task"))


@require_http_methods(["GET", "POST"])
def task_edit(request: PersonRequest, pk: int) -> HttpResponse:
    task = tasks.get_for(request.user, pk, "edit")
    form = TaskForm(request.POST or None, initial=from_task(task), task=task)
    if sending.is_asked(request):
        return _page(request, form, title=_("Change the draft"), task=task)
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: _edit(request, task, form.cleaned_data),
                to=f"/tasks/{pk}",
                said=_("Saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
    return _page(request, form, title=_("Change the draft"), task=task)


def _register(request: PersonRequest, data: dict[str, Any]) -> Task:
    act: Any = actions.register_task
    if "dispatch" in request.POST:
        act = partial(actions.register_and_dispatch, burden_reason=sending.reason(request))
    template = _template(request)
    if template:
        steps = actions.steps_of(template, data["due_on"])
        return act(actor=request.user, milestones=steps, origin=("tasktemplate", template.pk), **data)
    return act(actor=request.user, **data)


def _template(request: PersonRequest) -> TaskTemplate | None:
    """The one the address names; sending the form keeps the address."""
    chosen = number_said(request.GET.get("template", ""))
    return get_object_or_404(TaskTemplate, pk=chosen, retired=False) if chosen else None


def _edit(request: PersonRequest, task: Task, data: dict[str, Any]) -> Task:
    version = number_said(request.POST.get("version", ""))
    task = actions.edit_task(task.pk, actor=request.user, version=version, **data)
    if "dispatch" in request.POST:
        actions.check_reach(task, request.user)
        return actions.dispatch_task(task.pk, actor=request.user, burden_reason=sending.reason(request))
    return task


def _asks(form: TaskForm) -> list[Ask]:
    """What is typed would ask, as far as it says whom and by when."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    if not said.get("lead_unit") or not said.get("due_on"):
        return []
    return asking.asks_for(
        lead_id=said["lead_unit"].pk,
        supporting_ids=[unit.pk for unit in said.get("supporting_units") or ()],
        start=terms.today(),
        due=said["due_on"],
        every=said.get("report_every") or "",
        deliverables=len(lines_of(said.get("deliverables", ""))),
    )


def _initial(request: PersonRequest) -> dict[str, Any]:
    """From a template, from another task to copy, or from what the address says."""
    if template := _template(request):
        return {**from_template(template), "due_on": actions.due_after(template.term_days)}
    if copied := number_said(request.GET.get("copy", "")):
        initial = from_task(tasks.get_for(request.user, copied))
        return {k: v for k, v in initial.items() if k != "due_on"}
    return {"looker": request.user, **{k: v for k, v in request.GET.items() if k in TaskForm.base_fields}}


def _page(request: PersonRequest, form: TaskForm, *, title: str, task: Task | None = None) -> HttpResponse:
    template = None if task else _template(request)
    context = {
        "title": title,
        "steps": template.milestones if template else [],
        "form": form,
        "task": task,
        # Whom a draft is for decides who may send it; what is not written yet may still be for anybody.
        "may_dispatch": task is None or tasks.allows(standing_of(request.user), "dispatch", task),
        "today": timezone.localdate(),
        "templates": [] if task else TaskTemplate.objects.filter(retired=False).only("pk", "name"),
        "back": f"/tasks/{task.pk}" if task else "/tasks",
        **sending.cost(request, _asks(form), replacing=(asking.NOUN, task.pk) if task else None),
    }
    if sending.is_asked(request):
        return sending.answer(request, "ledger/task_form.html", context)
    return render(request, "ledger/task_form.html", context, status=422 if form.errors else 200)
