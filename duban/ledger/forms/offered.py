"""Which programmes, categories and types a form about a task offers."""

from django import forms
from django.db.models import Q

from duban.ledger.models import Category, Programme, Task, TaskType


def offer(form: forms.Form, task: Task | None = None) -> None:
    """Those in use, and what the task has already: what a form does not offer, sending it would take away."""
    for name, model, out_of_use in (
        ("type", TaskType, "retired"),
        ("programme", Programme, "closed"),
        ("category", Category, "retired"),
    ):
        if name in form.fields:
            kept = Q(pk=getattr(task, f"{name}_id")) if task else Q()
            in_use = Q(**{out_of_use: False})
            form.fields[name].queryset = model.objects.filter(in_use | kept if task else in_use)  # type: ignore[attr-defined]
