"""Which programmes, categories and types a form about a task offers."""

from typing import Any

from django import forms
from django.db.models import Q

from duban.ledger.models import Category, Programme, TaskType


def offer(form: forms.Form, task: Any = None) -> None:
    """Those in use, and what the task (or what shall become one) has already: what a form does not offer, sending it
    would take away."""
    for name, model, out_of_use in (
        ("type", TaskType, "retired"),
        ("programme", Programme, "closed"),
        ("category", Category, "retired"),
    ):
        if name in form.fields:
            offered = Q(**{out_of_use: False})
            if task:
                offered |= Q(pk=getattr(task, f"{name}_id"))
            form.fields[name].queryset = model.objects.filter(offered)  # type: ignore[attr-defined]
