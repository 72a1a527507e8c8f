"""What the supervision office keeps: programmes, categories, types, templates, rules, the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.ledger.models import CalendarDay, Category, Every, Programme, RuleEdition, TaskTemplate, TaskType
from duban.org.fields import PersonField, UnitField
from duban.ui.widgets import DayInput, ShortText


class ProgrammeForm(forms.ModelForm[Programme]):
    owner = UnitField(label=_("Owner unit"))

    class Meta:
        model = Programme
        fields = ("name", "year", "since", "until", "owner", "description", "closed")
        widgets = {"since": DayInput(), "until": DayInput(), "description": ShortText(4)}


class CategoryForm(forms.ModelForm[Category]):
    class Meta:
        model = Category
        fields = ("name", "order", "retired")


class TaskTypeForm(forms.ModelForm[TaskType]):
    class Meta:
        model = TaskType
        fields = ("name", "pattern", "term_days", "report_every", "order", "retired")
        help_texts = {
            "pattern": _(
                "Write {year} where the year stands and {serial} where the number stands: "
                "督办〔{year}〕{serial}号 makes 督办〔2026〕17号."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # The model's own pattern is the first type's: nobody else may be numbered so.
            self.initial["pattern"] = ""


class TaskTemplateForm(forms.ModelForm[TaskTemplate]):
    """The template itself; its milestones are `StepForm`s below it."""

    lead_unit = UnitField(label=_("Lead unit"), required=False)
    responsible = PersonField(label=_("Responsible person"), required=False)
    looker = PersonField(label=_("Looker"), required=False)
    take_over = forms.BooleanField(label=_("From now on in my name"), required=False)

    class Meta:
        model = TaskTemplate
        fields = (
            "name",
            "type",
            "title",
            "criterion",
            "deliverables",
            "description",
            "nature",
            "category",
            "programme",
            "lead_unit",
            "responsible",
            "looker",
            "term_days",
            "report_every",
            "again_every",
            "next_on",
            "retired",
        )
        widgets = {
            "criterion": ShortText(3),
            "deliverables": ShortText(2),
            "description": ShortText(2),
            "next_on": DayInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["take_over"]
        else:
            self.fields["take_over"].help_text = gettext(
                "Orders after it are registered in the name of %(person)s."
            ) % {"person": self.instance.owner}
        again = self.fields["again_every"]
        again.choices = [("", _("Not by itself")), *Every.choices[1:]]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One milestone of a template. A row left empty is none."""

    title = forms.CharField(label=_("Milestone"), max_length=200)
    before_days = forms.IntegerField(label=_("Working days before the due date"), min_value=0, max_value=999)


class RuleEditionForm(forms.ModelForm[RuleEdition]):
    class Meta:
        model = RuleEdition
        fields = (
            "since",
            "source",
            "yellow_days",
            "receipt_days",
            "verify_days",
            "support_days",
            "max_extensions",
            "urges_per_day",
            "silent_days",
        )
        widgets = {"since": DayInput()}


class CalendarDayForm(forms.ModelForm[CalendarDay]):
    # Said in words: a box left empty would make it a day off without anybody having said so.
    working = forms.TypedChoiceField(
        label=_("This day is"),
        choices=[("off", _("a day off")), ("on", _("a working day"))],
        coerce=lambda said: said == "on",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = CalendarDay
        fields = ("day", "working", "why")
        widgets = {"day": DayInput()}
