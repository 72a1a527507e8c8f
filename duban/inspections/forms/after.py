"""What people type about bulletins, suggestions and look-backs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.inspections.access import units_to_plan_for
from duban.inspections.models import InspectionRules
from duban.org.fields import PersonField, UnitField
from duban.org.models import Person
from duban.ui.widgets import DayInput


class BulletinForm(forms.Form):
    unit = UnitField(label=_("On behalf of"))
    scope = UnitField(label=_("About the units below"))
    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(label=_("Up to and including"), widget=DayInput())
    aspect = forms.CharField(
        label=_("Aspect"), max_length=60, required=False, help_text=_("Left empty, it tells of all aspects.")
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.rows = units_to_plan_for(actor)


class OfBulletin(forms.Form):
    """Said of the bulletin as it was read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CorrectBulletinForm(OfBulletin):
    title = forms.CharField(label=_("Title"), max_length=120)
    body = forms.CharField(label=_("Text of the bulletin"), widget=forms.Textarea(attrs={"rows": 18}))


class NumberForm(OfBulletin):
    number = forms.CharField(label=_("Document number"), max_length=60)


class SuggestionForm(forms.Form):
    unit = UnitField(label=_("To the unit that answers"))
    title = forms.CharField(label=_("In short"), max_length=120)
    text = forms.CharField(label=_("What you see, and what you propose"), widget=forms.Textarea(attrs={"rows": 6}))
    anonymous = forms.BooleanField(
        label=_("Anonymously"),
        required=False,
        help_text=_("Your name is kept nowhere. You get a code with which you read the answer."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=40)


class AnswerForm(forms.Form):
    adopted = forms.TypedChoiceField(
        label=pgettext_lazy("suggestion", "Decision"),
        choices=[("yes", _("Adopt it: it becomes a task")), ("no", _("Do not adopt it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer, with reasons"), widget=forms.Textarea(attrs={"rows": 4}))
    responsible = PersonField(label=_("Responsible person"), required=False)
    due_on = forms.DateField(
        label=_("Done by"),
        required=False,
        widget=DayInput(),
        help_text=_("When it is adopted: until then it is done."),
    )


class JudgeForm(forms.Form):
    held = forms.TypedChoiceField(
        label=_("Verdict"),
        choices=[("yes", _("It holds")), ("no", _("It does not hold: open it again"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("What was looked at, and what was found"), widget=forms.Textarea(attrs={"rows": 4}))
    took = forms.FloatField(
        label=_("Minutes it took, the way included"), required=False, min_value=1, max_value=480,
        help_text=_("If you like. Kept without name and matter: look-backs to come are counted by it."),
    )  # fmt: skip


class RulesForm(forms.ModelForm):
    class Meta:
        model = InspectionRules
        fields = ["since", "source", "all_red", "extended", "share", "days", "answer_days"]
        widgets = {"since": DayInput()}
