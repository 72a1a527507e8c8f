"""Forms of this room; the table of items is read by `lines.read` instead."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.access import checklists, responses
from duban.checklists.models import Checklist, Edition, Pattern
from duban.org.fields import UnitField
from duban.org.models import Person
from duban.ui.widgets import DayInput, ShortText


class ChecklistForm(forms.ModelForm[Checklist]):
    owner = UnitField(label=_("Owner unit"))

    class Meta:
        model = Checklist
        fields = ("code", "name", "owner", "purpose")
        widgets = {"purpose": ShortText(2)}
        help_texts = {"code": _("Short, such as AQ: the codes of its items begin with it.")}

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, UnitField)
        owner.rows = checklists.owners_for(actor)


class ForceForm(forms.Form):
    since = forms.DateField(label=_("In force from"), widget=DayInput(), initial=timezone.localdate)
    document = forms.CharField(label=_("Source document"), max_length=120, help_text=_("Its number, as printed on it."))
    note = forms.CharField(label=_("What changed and why"), max_length=300, required=False, widget=ShortText(2))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=ShortText(2))


class BeginForm(forms.Form):
    """Where one looks, by which checklist."""

    edition = forms.ModelChoiceField(label=_("Checklist"), queryset=Edition.objects.none())
    unit = UnitField(label=_("Unit looked at"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False, help_text=_("Berth, yard, room, ship …"))

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = self.fields["edition"]
        assert isinstance(edition, forms.ModelChoiceField)
        edition.queryset = Edition.objects.in_force().select_related("checklist").order_by("checklist__code")
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.rows = responses.units_to_look_at(actor)


class PatternForm(forms.ModelForm[Pattern]):
    unit = UnitField(label=_("Unit"), required=False)

    class Meta:
        model = Pattern
        fields = ("title", "item_code", "unit", "place", "cause")
        widgets = {"title": ShortText(2), "cause": ShortText(2)}
        help_texts = {"item_code": _("The code of the item it is about, when there is one.")}


class RuleForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("norm", "Rule"),
        max_length=300,
        widget=ShortText(3),
        help_text=_("What must be done, so that one can look whether it is."),
    )
    guidance = forms.CharField(label=_("How to follow it"), required=False, max_length=4000, widget=ShortText(3))


class NormForm(forms.Form):
    """Into which checklist a rule goes, and where."""

    checklist = forms.ModelChoiceField(label=_("Checklist"), queryset=Checklist.objects.none())
    item_code = forms.CharField(
        label=_("Instead of item"),
        max_length=32,
        required=False,
        help_text=_("Its code; left empty, a new item is added."),
    )
    section = forms.CharField(
        label=_("Section"), max_length=120, required=False, help_text=_("For a new item; left empty, the last section.")
    )

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checklist"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = checklists.visible_to(actor).filter(owner__in=checklists.owners_for(actor))
