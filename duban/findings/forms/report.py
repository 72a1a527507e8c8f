"""Reporting what was found: short on a phone, the five parts where they are wanted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.checklists.models import EditionState, Item, Severity
from duban.files.fields import FilesField, sent_by
from duban.findings.models import FindingKind, Source
from duban.org.fields import PersonField, UnitField
from duban.org.models import Person
from duban.ui.widgets import DayInput, ShortText

# What stands open on the phone; the rest is folded away.
SHORT = ("condition", "unit", "place", "kind", "severity", "photos")
FIX = ("after", "fix_note")
MORE = ("source_noun", "title", "found_on", "person", "item_code", "criterion", "cause", "effect", "recommendation")


class ReportForm(forms.Form):
    condition = forms.CharField(
        label=_("What was found"), max_length=4000, widget=ShortText(4),
        help_text=_("What is, seen or measured, without guessing why."),
    )  # fmt: skip
    unit = UnitField(label=_("At which unit"))
    place = forms.CharField(
        label=_("Place"), required=False, max_length=120, help_text=_("Berth, yard, shop, office: as people call it.")
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of finding"), queryset=FindingKind.objects.filter(retired=False), empty_label=None
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, initial=Severity.MINOR, widget=forms.RadioSelect
    )
    photos = FilesField(
        label=_("Photos"), required=False, help_text=_("Up to what proves it; no faces where avoidable.")
    )
    after = FilesField(label=_("Photos of how it is now"), required=False)
    fix_note = forms.CharField(
        label=_("What was done"), required=False, max_length=1000, widget=ShortText(2),
        help_text=_("Only if it was put right on the spot; it is closed at once and may be drawn for a recheck."),
    )  # fmt: skip
    source_noun = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", _("By who reports it")), *Source.choices]
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200, help_text=_("Empty: the first sentence above.")
    )
    found_on = forms.DateField(label=_("Found on"), required=False, widget=DayInput())
    person = PersonField(label=_("Person concerned"), required=False, help_text=_("Only for conduct."))
    item_code = forms.CharField(
        label=_("Item of a checklist"), required=False, max_length=32,
        help_text=_("Its code, so that repeats are noticed."),
    )  # fmt: skip
    criterion = forms.CharField(
        label=_("Criterion: what should be"), required=False, max_length=2000, widget=ShortText(2)
    )
    cause = forms.CharField(label=_("Cause"), required=False, max_length=2000, widget=ShortText(2))
    effect = forms.CharField(label=_("Effect"), required=False, max_length=2000, widget=ShortText(2))
    recommendation = forms.CharField(label=_("Recommendation"), required=False, max_length=2000, widget=ShortText(2))

    def __init__(self, *args: Any, sender: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent_by(self, sender)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        code = data.get("item_code", "").strip()
        data["item_code"] = code
        if code:
            rows = Item.objects.filter(code=code).select_related("section")
            item = rows.filter(edition__state=EditionState.IN_FORCE).order_by("-pk").first()
            data["item"] = item
            if item is None:
                self.add_error("item_code", _("No checklist in force has this item."))
            else:
                data["aspect"] = item.section.aspect
                data["criterion"] = data.get("criterion") or item.criterion
        return data
