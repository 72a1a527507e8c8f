"""What is said once for many tasks. Everything may stay empty; what is empty stays as it is on each task."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger.models import Category, Nature, Programme
from duban.org.fields import PersonField, UnitField


class BulkForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(value not in (None, "") for name, value in data.items() if name != "reason"):
            raise ValidationError(_("Fill in what is to change."))
        return data


class BulkChargeForm(BulkForm):
    lead_unit = UnitField(
        label=gettext_lazy("Lead unit"),
        required=False,
        help_text=gettext_lazy("For drafts, and for what was declined."),
    )
    responsible = PersonField(label=gettext_lazy("Responsible person"), required=False)
    looker = PersonField(label=gettext_lazy("Looker"), required=False)
    accountable = PersonField(label=gettext_lazy("Accountable leader"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=2000)


class BulkDispatchForm(forms.Form):
    """Nothing but the cost to look at, and its reason where that goes beyond a budget."""

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "burden_reason": self.data.get("burden_reason", "")}


class BulkFilingForm(BulkForm):
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.filter(closed=False), required=False
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.filter(retired=False), required=False
    )
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), choices=[("", "—"), *Nature.choices], required=False)
