"""What people type in this room."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.ledger.models import Category, Nature, Programme, Task
from duban.minutes.access import documents
from duban.minutes.models import CostRule, Document, DocumentKind, Proposal
from duban.minutes.models.proposal import ProposalKind, Recurrence
from duban.minutes.state import FIELDS, state_of
from duban.minutes.tables import pasted
from duban.org.access import standing_of
from duban.org.fields import PersonField, UnitField, UnitsField
from duban.org.models import Person, Unit

_LINES = re.compile(r"[\n、；;]+")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(each, initial) for each in files if each]


class LinesField(forms.CharField):
    """A list as people type it: one a line, or with 、 between."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else (value or "")

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        parts = value if isinstance(value, list) else _LINES.split(value or "")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        if any(len(part) > 200 for part in value):
            raise ValidationError(_("One entry can have at most 200 characters."))


class DescriptionForm(forms.ModelForm[Document]):
    """What a document is."""

    class Meta:
        model = Document
        fields = ["kind", "title", "number", "issuer", "issued_on"]
        widgets = {"issued_on": DateInput()}


class FilingForm(forms.Form):
    """Bringing documents in: files, or text, or a table pasted from a spreadsheet."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices, initial=DocumentKind.MINUTES)
    papers = ManyFilesField(
        label=gettext_lazy("Files"),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "data-upload": "/files/uploads/"}),
        help_text=gettext_lazy("Word, PDF, Excel, text, web pages, pictures. Several at once: one document each."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the text, or a table from Excel"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the first line or the name of the file is taken."),
    )
    number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=120, required=False)
    issued_on = forms.DateField(
        label=gettext_lazy("Date of the document"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Terms such as “by the end of the month” are counted from this day."),
    )
    unit = UnitField(label=gettext_lazy("Filed for"))

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.rows = documents.units_to_file_for(actor)

    @property
    def sent_ahead(self) -> list[str]:
        """Numbers of files that went ahead of the form, piece by piece."""
        return self.data.getlist("papers_uploads") if isinstance(self.data, QueryDict) else []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        return pasted(text) if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("papers") or data.get("text") or self.sent_ahead) and not self.errors:
            raise ValidationError(_("Drop a file or paste the text."))
        return data


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
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DateInput())
    recurrence = forms.ChoiceField(
        label=gettext_lazy("Recurrence"),
        required=False,
        choices=[("", pgettext_lazy("recurrence", "Once")), *Recurrence.choices],
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
        chosen(self, "programme").queryset = Programme.objects.filter(closed=False)
        chosen(self, "category").queryset = Category.objects.filter(retired=False)

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


def chosen(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    return field


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
        label=gettext_lazy("Due"),
        required=False,
        widget=DateInput(),
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
    """Which task it is: one of those offered, or any by its number."""

    task = forms.ModelChoiceField(
        label=gettext_lazy("Tasks that look alike"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    number = forms.CharField(label=gettext_lazy("Or its number"), required=False, max_length=80)

    def __init__(self, *args: Any, visible: Any, offered: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible
        field = chosen(self, "task")
        field.queryset = visible
        field.choices = [(task.pk, str(task)) for task in offered]
        if not offered:
            del self.fields["task"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("number", "").strip()
        if number:
            data["task"] = self.visible.filter(number=number).first()
            if data["task"] is None:
                raise ValidationError({"number": _("There is no task %(number)s.") % {"number": number}})
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
            loose = re.compile(r"\s*".join(map(re.escape, "".join(words.split()))))
            found = loose.search(self.document.text) if len(words) <= 2000 else None
            if not found:
                raise ValidationError(_("These words do not stand in the text like that."))
            return found.start(), found.end()
        return at, at + len(words)


def units_of(actor: Person) -> list[Unit]:
    """Units one may file for: those of the own posts first, in which one usually does."""
    own = {post.unit_id for post in standing_of(actor).posts if post.person_id == actor.pk}
    found = documents.units_to_file_for(actor)
    return [*found.filter(pk__in=own).order_by("path")[:2], *found.exclude(pk__in=own).order_by("path")[:2]]


class CostForm(forms.ModelForm[CostRule]):
    """A new edition of what requests cost their receivers."""

    MINUTES = ("receipt", "report", "evidence", "completion")

    class Meta:
        model = CostRule
        fields = ["since", "receipt", "report", "evidence", "completion", "source"]
        widgets = {"since": DateInput()}
