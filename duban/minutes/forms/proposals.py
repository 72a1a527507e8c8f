"""What people decide about proposals and about the text."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.ledger.access import tasks
from duban.ledger.forms.offered import offer
from duban.ledger.models import Category, Nature, Programme, Task
from duban.ledger.queries.listing import tasks_for
from duban.minutes.forms.fields import LinesField, chosen
from duban.minutes.models import Document, Proposal
from duban.minutes.models.proposal import ProposalKind, Recurrence
from duban.minutes.state import FIELDS, state_of
from duban.org.fields import PersonField, UnitField, UnitsField
from duban.org.models import Person
from duban.ui.widgets import DayInput


class ProposalForm(forms.Form):
    """All a person decides about one proposal. `was` carries the values the form was opened with."""

    title = forms.CharField(
        label=gettext_lazy("Task"), max_length=200, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200})
    )
    lead_unit = UnitField(label=gettext_lazy("Lead unit"), required=False)
    supporting_units = UnitsField(label=gettext_lazy("Supporting units"), required=False)
    responsible = PersonField(label=gettext_lazy("Responsible person"), required=False)
    accountable = PersonField(label=gettext_lazy("Accountable leader"), required=False)
    looker = PersonField(label=gettext_lazy("Looker"), required=False)
    due_on = forms.DateField(label=pgettext_lazy("task", "Due"), required=False, widget=DayInput())
    recurrence = forms.ChoiceField(
        label=gettext_lazy("Recurrence"),
        required=False,
        choices=[("", pgettext_lazy("recurrence", "Once")), *Recurrence.choices],
    )
    recurrences = forms.MultipleChoiceField(
        label=gettext_lazy("Further rhythms"),
        required=False,
        choices=Recurrence.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What is asked in another rhythm besides; the task's criterion names it."),
    )
    criterion = forms.CharField(
        label=gettext_lazy("Done-criterion"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    deliverables = LinesField(label=gettext_lazy("Deliverables"), required=False)
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), required=False, queryset=Programme.objects.none(), empty_label="—"
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), required=False, queryset=Category.objects.none(), empty_label="—"
    )
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), required=False, choices=[("", "—"), *Nature.choices])
    kind = forms.ChoiceField(label=pgettext_lazy("proposal", "Sort"), choices=ProposalKind.choices)
    was = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        self.proposal = proposal
        kwargs = {"auto_id": f"p{proposal.pk}_%s", "initial": initial_of(proposal), **kwargs}
        super().__init__(*args, **kwargs)
        offer(self, proposal)

    def clean_was(self) -> dict[str, Any]:
        try:
            was = json.loads(self.cleaned_data["was"])
        except ValueError:
            was = None
        if not isinstance(was, dict):
            raise ValidationError(_("The form is damaged; open it again."))
        return was

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


def initial_of(proposal: Proposal) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(proposal, name) for name in FIELDS if name != "supporting_units"}
    initial["supporting_units"] = list(proposal.supporting_units.all())
    initial["programme"], initial["category"] = proposal.programme_id, proposal.category_id
    initial["was"] = json.dumps(state_of(proposal), ensure_ascii=False, sort_keys=True)
    return initial


class FillForm(forms.Form):
    """One value for all open proposals that lack it."""

    looker = PersonField(label=gettext_lazy("Looker"), required=False)
    accountable = PersonField(label=gettext_lazy("Accountable leader"), required=False)
    due_on = forms.DateField(
        label=pgettext_lazy("task", "Due"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Also where the document names a date that has passed."),
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), required=False, queryset=Programme.objects.none(), empty_label="—"
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), required=False, queryset=Category.objects.none(), empty_label="—"
    )
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), required=False, choices=[("", "—"), *Nature.choices])
    criterion_from_deliverables = forms.BooleanField(
        label=gettext_lazy("Where only the criterion is missing: the deliverables, handed in and accepted"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self, "programme").queryset = Programme.objects.filter(closed=False)
        chosen(self, "category").queryset = Category.objects.filter(retired=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Say what those that lack it are to get."))
        return data


class SplitForm(forms.Form):
    titles = forms.CharField(
        label=gettext_lazy("One task a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Everything but the title is copied; each part can be edited afterwards."),
    )

    def clean_titles(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]


class DismissForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does no task come of it?"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "reasons", "autofocus": True, "autocomplete": "off"}),
    )


class JoinForm(forms.Form):
    """Which task it is: one of those offered, or any by its number or by words of its title."""

    MOST = 8

    task = forms.ModelChoiceField(
        label=gettext_lazy("Tasks that look alike"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    number = forms.CharField(
        label=gettext_lazy("Another task: its number, or words of its title"), required=False, max_length=80
    )

    def __init__(self, *args: Any, actor: Person, offered: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = chosen(self, "task")
        field.queryset = tasks.visible_to(actor)
        self.found = self._found(actor, (self.data.get("number") or "").strip())
        if self.found:
            field.label = _("Tasks with these words")
        field.choices = [(task.pk, str(task)) for task in self.found or offered]
        if not field.choices:
            del self.fields["task"]
            self.fields["number"].label = _("The task: its number, or words of its title")

    def _found(self, actor: Person, typed: str) -> list[Task]:
        if not typed:
            return []
        exact = tasks.visible_to(actor).filter(number=typed).first()
        return [exact] if exact else [*tasks_for(actor, {"q": typed, "state": "alive"}).order_by("-id")[: self.MOST]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = data.get("number", "").strip()
        if typed and not self.found:
            raise ValidationError({"number": _("There is no task with this number or these words.")})
        if len(self.found) == 1 and self.found[0].number == typed:
            [data["task"]] = self.found
        elif self.found and data.get("task") not in self.found:
            # Words may find another than was meant: nothing is joined to a task that was not seen.
            raise ValidationError({"task": _("These tasks have these words: choose the one that is meant.")})
        if not data.get("task"):
            raise ValidationError(_("Choose the task."))
        return data


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The right words"),
        required=False,
        strip=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput())


class PassageForm(forms.Form):
    """Adding a sentence without a script: its words, as they stand in the text."""

    words = forms.CharField(
        label=gettext_lazy("The words of the document that direct somebody to do something"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Copy them from the text as they stand there."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_words(self) -> tuple[int, int]:
        words = self.cleaned_data["words"].replace("\r\n", "\n").strip()
        at = self.document.text.find(words)
        if at < 0:
            # Copying from a page may lose line breaks and blanks.
            at, end = _without_blanks(self.document.text, words)
            if at < 0:
                raise ValidationError(_("These words do not stand in the text like that."))
            return at, end
        return at, at + len(words)


def _without_blanks(text: str, words: str) -> tuple[int, int]:
    """Where the words stand in the text, blanks and line breaks left out on both sides; (-1, -1) where they do not.

    Not by one pattern: against a text of one repeated sign that would look at every sign of the words for every sign of it.
    """
    sought = "".join(words.split())
    pieces = [(piece.start(), piece[0]) for piece in re.finditer(r"\S+", text)]
    first = "".join(piece for _at, piece in pieces).find(sought)
    if first < 0:
        return -1, -1
    start, gone = -1, 0
    for at, piece in pieces:
        if start < 0 and first < gone + len(piece):
            start = at + first - gone
        if first + len(sought) <= gone + len(piece):
            return start, at + first + len(sought) - gone
        gone += len(piece)
    return -1, -1
