"""Forms of rates and budgets."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.burden import askers
from duban.burden.actions.standing import MOST_MINUTES
from duban.burden.standing import minutes_of, rates_on
from duban.org.fields import UnitField
from duban.ui.widgets import DayInput

SETTINGS = ("near_days", "report_days", "enough")


class RatesForm(forms.Form):
    """One number for each act that is rated; it starts with what holds today."""

    since = forms.DateField(label=_("In force since"), widget=DayInput())
    source = forms.CharField(label=_("Where it comes from"), max_length=200, required=False)
    near_days = forms.IntegerField(
        label=_("Visits to one unit within so many days can be merged"), min_value=0, max_value=60
    )
    report_days = forms.IntegerField(
        label=_("Reports due within so many days of each other can be merged"), min_value=0, max_value=60
    )
    enough = forms.IntegerField(label=_("Measurements before their median counts"), min_value=3, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        present = rates_on(today)
        for name in SETTINGS:
            self.fields[name].initial = getattr(present, name)
        for act in rated():
            self.fields[act.code] = forms.FloatField(
                label=str(act.label), min_value=0, max_value=MOST_MINUTES, initial=f"{minutes_of(act.code, today):g}",
                widget=forms.NumberInput(attrs={"step": "0.1"}),
            )  # fmt: skip

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        minutes = {act.code: data[act.code] for act in rated()}
        return {"minutes": minutes, **{name: data[name] for name in ("since", "source", *SETTINGS)}}


def rated() -> list[askers.Act]:
    return [act for act in askers.acts() if act.minutes is not None]


class BudgetForm(forms.Form):
    unit = UnitField(label=_("Unit"))
    since = forms.DateField(
        label=_("From the month"), widget=DayInput(), help_text=_("Any day of the month; it begins on the first.")
    )
    hours = forms.IntegerField(
        label=_("Hours a month"), min_value=0, max_value=100_000, required=False,
        help_text=_("Left empty, the budget of the unit above holds again."),
    )  # fmt: skip
    source = forms.CharField(label=_("Where it comes from"), max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
