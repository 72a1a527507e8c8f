"""A template of a recurring order, and its milestones as rows that can be added, taken out and put in another order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from duban.ledger import actions as do
from duban.ledger.forms.catalogue import StepForm, TaskTemplateForm
from duban.ledger.models import TaskTemplate
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.addresses import number_said

AT_MOST = 30
FIELDS = ("title", "before_days")
# The buttons beside the rows: each sends everything typed and gets it back, rearranged and not yet saved.
ARRANGING = ("add", "up", "down", "drop")


def page(request: PersonRequest, row: TaskTemplate | None, back: str) -> HttpResponse:
    instance = TaskTemplate.objects.get(pk=row.pk) if row else None
    status = 200
    if request.method != "POST":
        form, steps = TaskTemplateForm(instance=instance), _shown(list(row.milestones) if row else [])
    elif any(name in request.POST for name in ARRANGING):
        typed = {name: request.POST.get(name, "") for name in TaskTemplateForm.base_fields}
        form = TaskTemplateForm(initial=typed, instance=instance)
        rows, moved = rearranged(request.POST)
        steps = _shown(rows)
        if moved is not None:
            steps[moved].fields["title"].widget.attrs["autofocus"] = True
    else:
        form, steps = TaskTemplateForm(request.POST, instance=instance), _sent(request.POST)
        wrong = [step for step in steps if not step.is_valid()]
        if form.is_valid() and not wrong:
            said = {**form.cleaned_data, "milestones": [s.cleaned_data for s in steps if s.has_changed()]}
            try:
                return once.perform(
                    request,
                    lambda: do.keep_template(actor=request.user, template=row, **said),
                    to=back,
                    said=_("Saved."),
                )
            except ValidationError as error:
                faults.put(form, error)
        status = 422
    context = {
        "title": str(row) if row else _("New template"),
        "form": form,
        "steps": steps,
        "held_up": instance.held_up if instance else "",
        "full": len(steps) >= AT_MOST,
        "wide": True,
        "submit": _("Save"),
        "back": back,
    }
    return render(request, "ledger/template_form.html", context, status=status)


def _rows(sent: QueryDict) -> list[dict[str, Any]]:
    """The rows as typed; their number stands beside them."""
    number = min(number_said(sent.get("steps", "")) or 0, AT_MOST)
    return [{name: sent.get(f"step-{at}-{name}", "") for name in FIELDS} for at in range(number)]


def _shown(rows: list[dict[str, Any]]) -> list[StepForm]:
    return [StepForm(prefix=f"step-{at}", initial=row, use_required_attribute=False) for at, row in enumerate(rows)]


def _sent(sent: QueryDict) -> list[StepForm]:
    return [
        StepForm(sent, prefix=f"step-{at}", empty_permitted=True, use_required_attribute=False)
        for at in range(len(_rows(sent)))
    ]


def rearranged(sent: QueryDict) -> tuple[list[dict[str, Any]], int | None]:
    """The rows after the pressed button, and which of them it was about. A row that is not there moves nothing."""
    rows = _rows(sent)
    if "add" in sent:
        if len(rows) < AT_MOST:
            rows.append({})
        return rows, len(rows) - 1
    act = next(name for name in ARRANGING if name in sent)
    at = number_said(sent.get(act, ""))
    if at is None or at >= len(rows):
        return rows, None
    if act == "drop":
        del rows[at]
        return rows, None
    to = min(max(at + (-1 if act == "up" else 1), 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    return rows, to
