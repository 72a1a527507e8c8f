"""Registering a task by hand, changing a draft, and breaking a task down into smaller ones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.ledger.forms.offered import offer
from duban.ledger.models import Category, Every, Nature, Programme, Task, TaskTemplate, TaskType
from duban.org.fields import PersonField, UnitField, UnitsField
from duban.ui.widgets import DayInput, ShortText

# What a form shares with a template of recurring orders.
FROM_TEMPLATE = (
    "type",
    "title",
    "description",
    "criterion",
    "deliverables",
    "nature",
    "category",
    "programme",
    "lead_unit",
    "responsible",
    "looker",
    "report_every",
)


class TaskForm(forms.Form):
    type = forms.ModelChoiceField(label=_("Type"), queryset=TaskType.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    lead_unit = UnitField(label=_("Lead unit"), help_text=_("One only; the others support."))
    responsible = PersonField(label=_("Responsible person"), required=False)
    supporting_units = UnitsField(label=_("Supporting units"), required=False)
    accountable = PersonField(label=_("Accountable leader"), required=False)
    looker = PersonField(
        label=_("Looker"), required=False, help_text=_("Verifies completion; not the responsible person.")
    )
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())
    criterion = forms.CharField(
        label=_("Done-criterion"),
        required=False,
        max_length=4000,
        widget=ShortText(3),
        help_text=_("By what will everybody see that it is done?"),
    )
    deliverables = forms.CharField(
        label=_("Deliverables"), required=False, max_length=2000, widget=ShortText(2), help_text=_("One per line.")
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices, initial=Nature.MANDATORY)
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label="—"
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label="—"
    )
    report_every = forms.ChoiceField(label=pgettext_lazy("cycle", "Report"), choices=Every.choices, required=False)
    is_acceptance = forms.BooleanField(
        label=_("Acceptance project"),
        required=False,
        help_text=_("Has a list of criteria, each with standard and proof."),
    )
    description = forms.CharField(label=_("Description"), required=False, max_length=8000, widget=ShortText(3))
    source_text = forms.CharField(
        label=_("Source words"),
        required=False,
        max_length=8000,
        widget=ShortText(2),
        help_text=_("The sentence it comes from."),
    )

    def __init__(self, *args: Any, task: Task | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, task)


def from_task(task: Task) -> dict[str, Any]:
    """What the form starts with for a task that exists."""
    initial = {name: getattr(task, name) for name in TaskForm.base_fields if name != "supporting_units"}
    return {**initial, "supporting_units": list(task.supporting_units.all())}


def from_template(template: TaskTemplate) -> dict[str, Any]:
    return {name: getattr(template, name) for name in FROM_TEMPLATE}


class PartForm(forms.Form):
    """One smaller task below a task, in a table of such rows."""

    title = forms.CharField(label=_("Part"), max_length=200)
    lead_unit = UnitField(label=_("Lead unit"))
    responsible = PersonField(label=_("Responsible person"))
    looker = PersonField(label=_("Looker"))
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())
    criterion = forms.CharField(label=_("Done-criterion"), max_length=4000, widget=ShortText(2))

    def has_changed(self) -> bool:
        # The looker and the date stand filled in already: a line with nothing but these is empty.
        return bool({"title", "lead_unit", "responsible", "criterion"} & set(self.changed_data))


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("Milestone"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())
