"""What a person says when doing something to a finding: one small form an act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models import Severity
from duban.files.fields import FilesField, sent_by
from duban.findings.models import Finding, FindingKind, FindingRules, Outcome, PlanState
from duban.ledger.actions.closing import claim_in_force
from duban.org.fields import PersonField
from duban.org.requests import PersonRequest
from duban.ui.widgets import DayInput, ShortText


class ActForm(forms.Form):
    """Base: knows the finding and the request, so that a form can offer only what fits."""

    def __init__(self, *args: Any, finding: Finding, request: PersonRequest, **kwargs: Any) -> None:
        self.finding, self.request = finding, request
        super().__init__(*args, **kwargs)
        sent_by(self, request.user)
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this finding; nothing by default."""


class NothingToSay(ActForm):
    """An act that needs no words."""


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=ShortText(3))


class NoteForm(ActForm):
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=ShortText(2))


class SendingForm(ActForm):
    """Shown with what it costs; the reason is asked for there when that goes beyond a budget."""

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or self.cleaned_data), "burden_reason": self.data.get("burden_reason", "")}


class ConfirmationForm(SendingForm):
    kind = forms.ModelChoiceField(
        label=_("Kind of finding"), queryset=FindingKind.objects.filter(retired=False), empty_label=None
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.initial.update(kind=self.finding.kind_id, severity=self.finding.severity)


class RulingForm(ActForm):
    upheld = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[("no", _("The finding stands")), ("yes", _("The unit is right: withdraw the finding"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ruling = forms.CharField(label=_("Grounds"), max_length=2000, widget=ShortText(3))


class PlanForm(ActForm):
    cause = forms.CharField(label=_("Cause"), max_length=2000, widget=ShortText(2))
    deeper_cause = forms.CharField(
        label=_("Deeper cause"), required=False, max_length=2000, widget=ShortText(2),
        help_text=_("Why it could come about, and come again: rule, supervision, skill, money."),
    )  # fmt: skip
    measures = forms.CharField(label=_("Measures"), max_length=4000, widget=ShortText(4))
    responsible = PersonField(label=_("Responsible person"))
    due_on = forms.DateField(label=_("Put right by"), widget=DayInput())
    interim_control = forms.CharField(
        label=_("Interim control"), required=False, max_length=2000, widget=ShortText(2),
        help_text=_("What keeps the danger in check until then; needed when it takes long."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial["cause"] = self.finding.cause
        last = self.finding.plans.order_by("-pk").first()
        if last is not None:
            names = ("cause", "deeper_cause", "measures", "interim_control", "due_on")
            self.initial.update({name: getattr(last, name) for name in names}, responsible=last.responsible)
        if self.finding.repeat_of_id or self.finding.relapses:
            self.fields["deeper_cause"].required = True


class OnPlan(ActForm):
    """Said of the plan that was before the decider's eyes."""

    plan_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        waiting = self.finding.plans.filter(state=PlanState.SUBMITTED)
        self.initial["plan_id"] = waiting.values_list("pk", flat=True).first()


class PlanReturnForm(ReasonForm, OnPlan):
    """Why it is sent back."""


class PlanDecisionForm(SendingForm, OnPlan):
    looker = PersonField(
        label=_("Rechecked by"), required=False,
        help_text=_("Empty: you. Not the one who does it, and from a layer no lower than the one that found it."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=ShortText(2))


class RecheckForm(ActForm):
    passed = forms.TypedChoiceField(
        label=_("Verdict"),
        choices=[("yes", _("Put right")), ("no", _("Not put right: return it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("What was looked at, and what was found"), max_length=2000, widget=ShortText(3))
    photos = FilesField(label=_("Photos"), required=False)
    claim_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        claim = claim_in_force(self.finding.task) if self.finding.task else None
        self.initial["claim_id"] = claim and claim.pk


class RelapseForm(ReasonForm):
    due_on = forms.DateField(label=_("New due date"), widget=DayInput())

    def prepare(self) -> None:
        if self.finding.task_id is None:
            del self.fields["due_on"]


class FixForm(ActForm):
    before = FilesField(label=_("Photos of how it was"), required=False, help_text=_("Unless they are there already."))
    after = FilesField(label=_("Photos of how it is now"), required=False)
    note = forms.CharField(label=_("What was done"), max_length=1000, widget=ShortText(2))


class OutcomeForm(ActForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[c for c in Outcome.choices if c[0]], widget=forms.RadioSelect
    )
    outcome_words = forms.CharField(
        label=pgettext_lazy("outcome", "What was done"),
        max_length=300,
        help_text=_("Talk, criticism, economic sanction, discipline: by which rule."),
    )
    closes = forms.BooleanField(label=_("Nothing else has to be put right: close it"), required=False)

    def prepare(self) -> None:
        self.initial.update(outcome=self.finding.outcome, outcome_words=self.finding.outcome_words)
        if self.finding.state != "accepted":
            del self.fields["closes"]


class EvidenceForm(ActForm):
    photos = FilesField(label=_("Photos and files"), required=False)


class KindForm(forms.ModelForm[FindingKind]):
    class Meta:
        model = FindingKind
        fields = ("name", "group", "explained", "order", "retired")


class RulesForm(forms.ModelForm[FindingRules]):
    class Meta:
        model = FindingRules
        fields = (
            "since", "source", "accept_days", "ruling_days", "plan_days", "interim_days", "repeat_days", "missed_days",
            "drawn_share", "pattern", "task_type",
        )  # fmt: skip
        widgets = {"since": DayInput()}

    def validate_unique(self) -> None:
        """The same day again replaces what was to come; the action sees to it."""
