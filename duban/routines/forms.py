"""Forms of standing duties."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models import Checklist, Edition
from duban.ledger import terms
from duban.ledger.models import Programme
from duban.org.fields import PeopleField, PersonField, UnitField, UnitsField
from duban.org.models import Person, Role, UnitKind
from duban.routines import timing
from duban.routines.access import duties
from duban.routines.models import Duty, Escalation, Form, Who
from duban.ui.widgets import DayInput, ShortText

OWN_RULE = "own"
# What belongs to a choice, and is put away with it: what one does not see (`routines.css`) must not count either.
CHOSEN: dict[str, dict[str, tuple[str, ...]]] = {
    "who": {
        Who.UNITS: ("units",), Who.KIND: ("unit_kind",), Who.ROLE: ("role", "post", "unit_kind"), Who.PEOPLE: ("people",),
    },
    "form": {Form.CHECKLIST: ("checklist",)},
    "escalate_to": {Escalation.PERSON: ("escalate_person",)},
}  # fmt: skip
USUAL = ("later", "term", "minutes", "escalate_hours", "begins_at", "term_unit", "on_day_off")
# Working days, hours or working days, minutes, hours: beyond these somebody mistyped, and far beyond no date can be told.
MOST = {"later": 250, "term": 9999, "minutes": 9999, "escalate_hours": 9999}


class DutyForm(forms.ModelForm[Duty]):
    owner = UnitField(label=_("Set by"))
    units = UnitsField(label=_("Units"), required=False, help_text=_("When units are named one by one"))
    people = PeopleField(label=_("People"), required=False, help_text=_("When people are named one by one"))
    within = UnitField(label=_("Only at or below"), required=False)
    often = forms.ChoiceField(label=pgettext_lazy("duty", "When"), required=False)
    rule = forms.CharField(
        label=_("Rule of one's own"),
        required=False,
        max_length=200,
        help_text=_("Such as FREQ=WEEKLY;BYDAY=MO,TH for Mondays and Thursdays (RFC 5545)"),
    )
    shifts = forms.CharField(
        label=_("Shifts"),
        required=False,
        widget=ShortText(3),
        help_text=_("One a line with its hours, such as 夜班 20:00-08:00; empty when it is owed once a day"),
    )
    escalate_person = PersonField(label=_("Named person"), required=False)

    class Meta:
        model = Duty
        fields = (
            "name", "purpose", "owner", "document", "programme", "form", "checklist", "who", "units", "unit_kind", "role",
            "post", "people", "within", "often", "rule", "follows", "later", "on_day_off", "shifts", "begins_at", "term",
            "term_unit", "minutes", "escalate_to", "escalate_hours", "escalate_person", "since", "until",
        )  # fmt: skip
        widgets = {
            "purpose": ShortText(3),
            "since": DayInput(),
            "until": DayInput(),
            "begins_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }
        help_texts = {
            "term": _("0 lasts to the end of the shift, or of the day"),
            "until": _("Empty: until it is ended"),
            "minutes": _(
                "0: by the rates; a checklist is counted item by item, and what was measured often enough corrects it"
            ),
        }

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["owner"].rows = duties.owners_for(actor)  # type: ignore[attr-defined]
        self.fields["often"].choices = [  # type: ignore[attr-defined]
            *timing.PRESETS,
            (OWN_RULE, _("By a rule of one's own")),
            ("", _("After another duty")),
        ]
        known = dict(timing.PRESETS)
        self.fields["often"].initial = row.rule if row.rule in known else OWN_RULE if row.rule else ""
        if row.pk is None:
            self.fields["often"].initial = timing.PRESETS[0][0]
            self.fields["since"].initial = terms.today()
        else:
            self.fields["units"].initial = list(row.units.all())
            self.fields["people"].initial = list(row.people.all())
            self.initial["shifts"] = timing.written_shifts(row.shifts)
            if row.rule in known:
                self.initial["rule"] = ""
        self.fields["checklist"].queryset = Checklist.objects.filter(  # type: ignore[attr-defined]
            pk__in=Edition.objects.in_force().values("checklist")
        ) | Checklist.objects.filter(pk=row.checklist_id or 0)
        self.fields["programme"].queryset = Programme.objects.filter(  # type: ignore[attr-defined]
            Q(closed=False) | Q(pk=row.programme_id)
        )
        self.fields["follows"].queryset = duties.visible_to(actor).exclude(pk=row.pk)  # type: ignore[attr-defined]
        for name, choices in (("unit_kind", UnitKind.choices), ("role", Role.choices)):
            self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]
        self.fields["escalate_to"].choices = Escalation.choices  # type: ignore[attr-defined]
        for name in USUAL:
            # Left empty, the usual value stands.
            self.fields[name].required = False
        for name, most in MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))
            self.fields[name].widget.attrs["max"] = most

    def clean_shifts(self) -> list[dict[str, str]]:
        return timing.read_shifts(self.cleaned_data["shifts"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        often = said.pop("often", "")
        if often and often != OWN_RULE:
            said["rule"] = often
        if often:
            said["follows"] = None
            if said.get("later"):
                self.add_error("later", ValidationError(_("Only after another duty.")))
        elif not said.get("follows"):
            self.add_error("follows", ValidationError(_("Choose the duty that it follows.")))
        else:
            said["rule"] = ""
        for choice, kept in CHOSEN.items():
            for name in {name for names in kept.values() for name in names} - {*kept.get(said.get(choice, ""), ())}:
                said[name] = self.fields[name].clean(None)
        for name in USUAL:
            if said.get(name) in (None, ""):
                said[name] = Duty._meta.get_field(name).get_default()  # type: ignore[union-attr]
        return said

    def _post_clean(self) -> None:
        """The action checks the whole; here each field was cleaned by itself."""


class PauseForm(forms.Form):
    since = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(label=_("Last day"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ExcuseForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReportForm(forms.Form):
    """Three parts of one line a fact; what they are called depends on the form of the duty."""

    done = forms.CharField(required=False, widget=ShortText(6), max_length=4000)
    problem = forms.CharField(required=False, widget=ShortText(4), max_length=4000)
    plan = forms.CharField(required=False, widget=ShortText(4), max_length=4000)

    def __init__(self, *args: Any, headings: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in headings.items():
            self.fields[name].label = label


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=500, widget=ShortText(2))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=ShortText(2))
