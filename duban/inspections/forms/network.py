from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.fields import UnitField
from duban.ui.widgets import DayInput


class EdgeForm(forms.Form):
    looker = UnitField(label=_("Inspecting unit"))
    looked_at = UnitField(
        label=_("Inspected unit"), help_text=_("The same unit on both sides means that it inspects itself.")
    )
    aspect = forms.CharField(
        label=_("Aspect"), max_length=60, required=False, help_text=_("Left empty, it looks at all aspects.")
    )
    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(label=pgettext_lazy("day", "Until"), required=False, widget=DayInput())
    document = forms.CharField(label=_("Source document"), max_length=120)


class EndForm(forms.Form):
    until = forms.DateField(label=_("No longer from"), widget=DayInput())


class SheetForm(forms.Form):
    sheet = forms.FileField(label=_("Workbook (.xlsx)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
