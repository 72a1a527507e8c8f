"""What a person says when doing something to a task: one small form an act."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.files.fields import FilesField, sent_by
from duban.ledger.access import parties, takes_for, tasks
from duban.ledger.actions.closing import claim_in_force
from duban.ledger.actions.reassigning import MAY_NAME_ALL
from duban.ledger.forms.offered import offer
from duban.ledger.models import Category, Offer, Programme, State, Task
from duban.ledger.queries import draft_report
from duban.org.access import standing_of
from duban.org.fields import PersonField, UnitField
from duban.org.models import Person, Unit
from duban.org.requests import PersonRequest
from duban.ui.widgets import DayInput, ShortText


class ActForm(forms.Form):
    """Base: knows the task and the request, so that a form can offer only what fits."""

    def __init__(self, *args: Any, task: Task, request: PersonRequest, **kwargs: Any) -> None:
        self.task, self.request = task, request
        super().__init__(*args, **kwargs)
        sent_by(self, request.user)
        self.prepare()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "evidence" in self.fields and "evidence" in data:
            # Files travel with the form or went ahead of it; who keeps them looks at the request for both.
            data["evidence"] = self.request
        return data

    def must_change(self) -> None:
        """Said to be changed when nothing was would be untrue."""
        if not self.errors and not {*self.changed_data} - {"reason"}:
            raise ValidationError(gettext("Fill in what is to change."))

    def prepare(self) -> None:
        """Narrow choices to this task; nothing by default."""


class NothingToSay(ActForm):
    """An act that needs no words."""


class CostingForm(ActForm):
    """Shown with what it costs; the reason is asked for there when that goes beyond a budget."""

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "burden_reason": self.data.get("burden_reason", "")}


class DispatchForm(CostingForm):
    """Nothing but the cost to look at; what was declined may get a new day, its old one may have passed."""

    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput())

    def prepare(self) -> None:
        if self.task.state != State.DECLINED:
            del self.fields["due_on"]
            return
        self.fields["due_on"].initial = self.task.due_on
        if parties(standing_of(self.request.user), self.task) & MAY_NAME_ALL:
            self.fields["due_on"].help_text = gettext("To send it to another unit, change who is in charge instead.")


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=ShortText(3))


class MovingForm(ReasonForm):
    due_on = forms.DateField(label=_("New date"), widget=DayInput())


class ReportForm(ActForm):
    done = forms.CharField(
        label=_("What was done"),
        max_length=4000,
        widget=ShortText(4),
        help_text=_("Since the last report; results first."),
    )
    problem = forms.CharField(label=_("Problem"), required=False, max_length=2000, widget=ShortText(2))
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=2000, widget=ShortText(2))
    progress = forms.IntegerField(label=_("Progress, %"), required=False, min_value=0, max_value=100)
    evidence = FilesField(label=_("Evidence"), required=False, help_text=_("Only where the criterion needs it."))

    def prepare(self) -> None:
        """Starts with what is known already; whoever reports corrects it."""
        if self.is_bound:
            return
        draft = draft_report(self.task, self.request.user)
        for name in ("done", "problem", "next_step"):
            limit: int = self.fields[name].max_length  # type: ignore[attr-defined]
            self.initial[name] = getattr(draft, name)[:limit]
        self.initial["progress"] = draft.progress
        if draft.done:
            self.fields["done"].help_text = (
                gettext("Drafted from what happened since %(day)s. Correct it; results first.") % {"day": draft.since}
                if draft.since
                else gettext("Drafted from what happened so far. Correct it; results first.")
            )


class ExtensionForm(ActForm):
    to = forms.DateField(label=_("New due date"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=ShortText(3))

    def prepare(self) -> None:
        self.fields["to"].help_text = gettext("Until now it is due on %(day)s.") % {"day": self.task.due_on}


class ExtensionDecisionForm(ActForm):
    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=ShortText(2), help_text=_("Needed when refused.")
    )


class CompletionForm(ActForm):
    statement = forms.CharField(
        label=_("How the criterion is met"),
        max_length=4000,
        widget=ShortText(5),
        help_text=_("Answer the done-criterion point by point."),
    )
    evidence = FilesField(label=_("Evidence"), required=False)


class VerificationForm(ActForm):
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[("verified", _("The criterion is met")), ("returned", _("Return to the doer"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("What was looked at, and what was found"), max_length=2000, widget=ShortText(3))
    claim_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        claim = claim_in_force(self.task)
        self.fields["claim_id"].initial = claim and claim.pk


class SuspensionForm(ReasonForm):
    look_again_on = forms.DateField(label=_("Look again on"), required=False, widget=DayInput())


class SupportForm(CostingForm):
    unit = UnitField(label=_("To the unit"), required=False)
    person = PersonField(label=_("Or to the leader"), required=False)
    need = forms.CharField(label=_("What blocks the task, and what is asked for"), max_length=2000, widget=ShortText(3))
    due_on = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=DayInput(),
        help_text=_("Not after the task is due; empty: the term of the rules."),
    )


class AnswerForm(ActForm):
    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=ShortText(3))


class UrgingForm(ActForm):
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class NoteForm(ActForm):
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=ShortText(2))


class RelapseForm(ReasonForm):
    due_on = forms.DateField(label=_("New due date"), widget=DayInput())


class CommentForm(ActForm):
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=ShortText(3))


class ReassignmentForm(CostingForm):
    """Who is in charge; only what changes is recorded. What was declined may go to another unit, and out in the same step."""

    lead_unit = UnitField(label=_("Lead unit"), required=False, help_text=_("Another unit than the one that declined."))
    responsible = PersonField(label=_("Responsible person"), required=False)
    looker = PersonField(label=_("Looker"), required=False)
    accountable = PersonField(label=_("Accountable leader"), required=False)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput())
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=ShortText(2))

    @property
    def sends(self) -> bool:
        """Whether it may go out again with the same click."""
        return "lead_unit" in self.fields

    def clean(self) -> dict[str, Any]:
        data = {**super().clean(), "sends": self.sends and self.data.get("then") == "dispatch"}
        same = data["sends"] and data.get("lead_unit") in (None, self.task.lead_unit)
        if same and not tasks.can(self.request.user, "dispatch", self.task):
            refused = gettext("You declined it for this unit: name another, or let somebody else send it.")
            self.add_error("lead_unit", refused)
        if not data["sends"]:
            self.must_change()
        return data

    def prepare(self) -> None:
        mine = parties(standing_of(self.request.user), self.task)
        if self.task.state == State.DECLINED and mine & MAY_NAME_ALL:
            unit = cast(UnitField, self.fields["lead_unit"])
            unit.initial = self.task.lead_unit
            # Like a person who has left, a unit that is no more may stay where only others are named.
            unit.rows = unit.rows | Unit.objects.filter(pk=self.task.lead_unit_id)
            self.fields["due_on"].initial = self.task.due_on
        else:
            del self.fields["lead_unit"], self.fields["due_on"]
        for name in ("responsible", "looker", "accountable"):
            if name != "responsible" and not mine & MAY_NAME_ALL:
                del self.fields[name]
                continue
            field = cast(PersonField, self.fields[name])
            holder = getattr(self.task, name)
            field.initial = holder
            if holder is not None:
                # Whoever has left is nobody to name, but may stay while somebody else is named.
                field.rows = Person.objects.filter(Q(is_active=True) | Q(pk=holder.pk))


class SortingForm(ActForm):
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label="—"
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label="—"
    )

    def clean(self) -> dict[str, Any]:
        self.must_change()
        return super().clean()

    def prepare(self) -> None:
        offer(self, self.task)
        self.fields["programme"].initial = self.task.programme_id
        self.fields["category"].initial = self.task.category_id


class TakeForm(ActForm):
    """Taking a task from the board: whoever takes it is responsible, and where they hold several posts says for which unit."""

    unit = forms.ModelChoiceField(
        label=_("For the unit or branch"), queryset=Unit.objects.none(), empty_label=None, required=False
    )

    def prepare(self) -> None:
        hanging = Offer.objects.hanging().select_related("scope").filter(task=self.task).first()
        units = takes_for(standing_of(self.request.user), hanging) if hanging else Unit.objects.none()
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units
        if len(units) < 2:
            del self.fields["unit"]


class OfferForm(ActForm):
    scope = UnitField(label=_("Open to this unit and below"), required=False, help_text=_("Empty: open to everybody."))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class MilestoneForm(ActForm):
    title = forms.CharField(label=_("Milestone"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())


class ProofForm(ActForm):
    standard = forms.CharField(label=_("Standard"), max_length=2000, widget=ShortText(3))
    needed = forms.CharField(label=_("Proof needed"), required=False, max_length=2000, widget=ShortText(2))
    unit = UnitField(label=_("Unit"), required=False)


class HandInForm(ActForm):
    note = forms.CharField(label=_("What proves it"), max_length=2000, widget=ShortText(3))
    evidence = FilesField(label=_("Evidence"), required=False)


class JudgementForm(ActForm):
    passed = forms.TypedChoiceField(
        label=_("Verdict"),
        choices=[("yes", _("The standard is met")), ("no", _("Not met"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=ShortText(2))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class MockForm(ActForm):
    on = forms.DateField(label=_("On"), widget=DayInput())


class MockOutcomeForm(ActForm):
    outcome = forms.CharField(label=_("What it showed"), max_length=4000, widget=ShortText(4))
