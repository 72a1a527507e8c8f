from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.inspections.access import units_to_plan_for
from duban.inspections.forms.plans import EditionField
from duban.inspections.models import VisitKind
from duban.org.fields import PeopleField, UnitField
from duban.org.models import Person
from duban.ui.widgets import DayInput


class VisitForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of visit"))
    unit = UnitField(label=_("Inspected unit"))
    looking_unit = UnitField(label=_("Inspecting unit"))
    edition = EditionField(label=_("Checklist"))
    on = forms.DateField(label=pgettext_lazy("visit", "Day"), widget=DayInput())
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    team = PeopleField(label=_("Team"))

    def __init__(self, *args: Any, actor: Person, follows: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, looking, edition = self.fields["kind"], self.fields["looking_unit"], self.fields["edition"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(looking, UnitField)
        assert isinstance(edition, EditionField)
        # Only what comes from an earlier visit follows it up, and is nothing else.
        kinds = [VisitKind.FOLLOW_UP] if follows else [VisitKind.PLANNED, VisitKind.UNANNOUNCED]
        kind.choices = [(each.value, each.label) for each in kinds]
        looking.rows = units_to_plan_for(actor)
        edition.offer()


class VisitDayForm(forms.Form):
    on = forms.DateField(label=pgettext_lazy("visit", "Day"), widget=DayInput())
    place = forms.CharField(label=_("Place"), max_length=120, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndVisitForm(forms.Form):
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 5}))


class SignForm(forms.Form):
    remark = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you see otherwise stands beside what was found."),
    )  # fmt: skip
