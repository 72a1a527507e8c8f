"""Forms about units."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.fields import UnitField
from duban.org.models import Unit, UnitKind
from duban.ui.widgets import DayInput


class UnitForm(forms.Form):
    """A new unit, or with `unit` the names of one that exists, and with `reclassify` what it is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    code = forms.CharField(
        label=pgettext_lazy("unit", "Code"),
        max_length=40,
        help_text=_("Of your choice, with at least one letter; it links rows in Excel."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("unit", "Kind"), choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)
    parent = UnitField(label=_("Stands under"), required=False)
    opened_on = forms.DateField(label=_("Opened on"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, unit: Unit | None = None, reclassify: bool = True, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {
                "name": unit.name,
                "short_name": unit.short_name,
                "code": unit.code,
                "kind": unit.kind,
            }
        super().__init__(*args, **kwargs)
        if unit is not None:
            # The place has its own form, because it has a date.
            del self.fields["parent"], self.fields["opened_on"]
        if not reclassify:
            del self.fields["kind"]


class MoveForm(forms.Form):
    parent = UnitField(label=_("Stands under"))
    since = forms.DateField(
        label=_("From"),
        widget=DayInput(),
        initial=timezone.localdate,
        help_text=_("A day to come is carried out on that day. What lies before stays as it was."),
    )


class CloseForm(forms.Form):
    on = forms.DateField(
        label=_("No longer exists from"),
        widget=DayInput(),
        initial=timezone.localdate,
        help_text=_("Posts in it end then."),
    )
    into = UnitField(
        label=_("Merged into"),
        required=False,
        help_text=_("Its sub-units move there and its names become names of that unit. Leave empty to close it only."),
    )


class AliasForm(forms.Form):
    text = forms.CharField(label=_("Another name"), max_length=120)
