"""What people type about exposure notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.files.fields import FilesField, sent_by
from duban.files.pictures import Box
from duban.inspections.access import units_to_plan_for
from duban.inspections.actions.exposures import pictures_of
from duban.inspections.models import Exposure, ExposureRules
from duban.org.fields import UnitField
from duban.org.models import Person
from duban.ui.widgets import DayInput, ShortText


class ExposureDraftForm(forms.Form):
    office = UnitField(label=pgettext_lazy("exposure", "On behalf of"))
    findings = forms.TypedMultipleChoiceField(label=_("Findings"), coerce=int)

    def __init__(self, *args: Any, actor: Person, offered: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office, findings = self.fields["office"], self.fields["findings"]
        assert isinstance(office, UnitField)
        assert isinstance(findings, forms.TypedMultipleChoiceField)
        office.rows = units_to_plan_for(actor)
        findings.choices = [(pk, pk) for pk in offered]
        findings.error_messages["required"] = str(_("Choose at least one finding."))


class ExposureTextForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    body = forms.CharField(label=pgettext_lazy("exposure", "Text"), widget=forms.Textarea(attrs={"rows": 14}))
    names_why = forms.CharField(
        label=_("Why names must stand"), max_length=300, required=False,
        help_text=_("Only if a person's name has to be in the text. Whoever checks reads this."),
    )  # fmt: skip
    unit = UnitField(label=_("Exposed unit"), help_text=_("Everything was found at this unit or below it."))
    shown_in = UnitField(
        label=_("Shown only within"),
        required=False,
        help_text=_("This unit and all below it. Left empty: to all units."),
    )
    shown_for = forms.CharField(
        label=_("Shown for"),
        max_length=40,
        help_text=_("A term such as “3 months” or “90 days”, counted from the issue."),
    )
    photos = forms.TypedMultipleChoiceField(label=_("Photos"), coerce=int, required=False)

    def __init__(self, *args: Any, notice: Exposure, actor: Person) -> None:
        super().__init__(*args)
        told = ("title", "body", "names_why", "unit", "shown_in", "shown_for")
        self.initial = {name: getattr(notice, name) for name in told}
        self.initial["photos"] = list(notice.photos.values_list("evidence", flat=True))
        photos = self.fields["photos"]
        assert isinstance(photos, forms.TypedMultipleChoiceField)
        self.pictures = pictures_of(notice, actor)
        photos.choices = [(each.pk, each.name) for each in self.pictures]

    @property
    def plain(self) -> list[forms.BoundField]:
        """All between the title, which takes a whole line, and the photos, which are shown as pictures."""
        return [self[name] for name in self.fields if name not in ("title", "photos")]


class BoxesField(forms.CharField):
    """Rectangles as a script or a person writes them: one a line, “left top width height” in percent of the picture."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Box]:
        boxes: list[Box] = []
        for line in super().clean(value).replace(",", " ").splitlines():
            if not line.strip():
                continue
            try:
                left, top, width, height = (float(part.rstrip("%")) / 100 for part in line.split())
            except ValueError:
                raise forms.ValidationError(
                    _("Write four numbers a line: left, top, width, height in percent.")
                ) from None
            boxes.append((left, top, width, height))
        return boxes


class MaskForm(forms.Form):
    boxes = BoxesField(
        label=_("Rectangles: left, top, width, height in percent, one a line"), required=False,
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "inputmode": "decimal", "spellcheck": "false"}),
    )  # fmt: skip
    nobody = forms.BooleanField(
        label=_("I have looked: nobody can be recognised on this photo, and no number plate."), required=False
    )


class CheckForm(forms.Form):
    passed = forms.TypedChoiceField(
        label=pgettext_lazy("exposure", "Verdict"),
        choices=[("yes", _("Passed: the unit may reply now")), ("no", _("Returned to its writers"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    private = forms.BooleanField(
        label=_("Nobody can be recognised, in the photos or in the text, without need"), required=False
    )
    lawful = forms.BooleanField(
        label=_("The facts are proven, the words are about facts, and it is shown no wider and no longer than needed"),
        required=False,
    )
    note = forms.CharField(label=_("Note; what must be changed"), required=False, max_length=2000, widget=ShortText(3))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("passed"):
            for name in ("private", "lawful"):
                if not said.get(name):
                    self.add_error(name, _("It is passed only when this was looked at and holds."))
        return said


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=ShortText(3))


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is shown beside the notice to everybody who reads it."),
    )  # fmt: skip
    disputes = forms.BooleanField(
        label=_("The facts are wrong"), required=False,
        help_text=_("Somebody who had no hand in the notice rules on it, once; if you are right it is withdrawn."),
    )  # fmt: skip
    names_why = forms.CharField(
        label=_("Why names must stand"), max_length=300, required=False,
        help_text=_("Only if a person's name has to be in the reply."),
    )  # fmt: skip
    proof = FilesField(
        label=_("Proof"),
        required=False,
        help_text=_("Seen by whoever writes, checks and rules; never by other readers."),
    )

    def __init__(self, *args: Any, sender: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent_by(self, sender)


class RuleForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[("no", _("The facts stand")), ("yes", _("The facts are wrong: withdraw the notice"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ruling = forms.CharField(label=_("Reasons"), max_length=2000, widget=ShortText(4))


class ExposureRulesForm(forms.ModelForm):
    class Meta:
        model = ExposureRules
        fields = ["since", "source", "reply_term", "ruling_term", "shown_term", "pattern"]
        widgets = {"since": DayInput()}
