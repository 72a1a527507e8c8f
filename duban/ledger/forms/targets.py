"""Measured targets and their readings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.fields import UnitField, UnitsField
from duban.ui.widgets import DayInput


class TargetForm(forms.Form):
    name = forms.CharField(label=_("What is measured"), max_length=120)
    measure = forms.CharField(label=_("Unit of measure"), max_length=30)
    baseline = forms.DecimalField(label=_("Baseline"), max_digits=18, decimal_places=4)
    baseline_on = forms.DateField(label=_("Baseline of"), widget=DayInput())
    goal = forms.DecimalField(label=_("Goal"), max_digits=18, decimal_places=4)
    by_on = forms.DateField(label=pgettext_lazy("target", "By"), widget=DayInput())
    units = UnitsField(label=_("Responsible units"), help_text=_("Several answer for it jointly."))


class ReadingForm(forms.Form):
    on = forms.DateField(label=_("On"), widget=DayInput())
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    unit = UnitField(label=_("Unit"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class CorrectionForm(forms.Form):
    value = forms.DecimalField(label=_("Right value"), max_digits=18, decimal_places=4)
    note = forms.CharField(label=_("Reason"), max_length=200)
