"""Bringing documents in, saying what they are, and what requests cost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.files.fields import FilesField, SentAhead, sent_by
from duban.minutes.access import documents
from duban.minutes.models import Document, DocumentKind
from duban.minutes.tables import pasted
from duban.org.access import standing_of
from duban.org.fields import UnitField
from duban.org.models import Person, Unit
from duban.ui.widgets import DayInput

SHOWN = gettext_lazy("Left empty, what the document shows of itself is taken.")


class DescriptionForm(forms.ModelForm):
    """What a document is."""

    class Meta:
        model = Document
        fields = ["kind", "title", "number", "issuer", "issued_on"]
        widgets = {"issued_on": DayInput()}


class FilingForm(forms.Form):
    """Bringing documents in: files, or text, or a table pasted from a spreadsheet."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices, initial=DocumentKind.MINUTES)
    papers = FilesField(
        label=gettext_lazy("Files"),
        required=False,
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
    number = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=80, required=False, help_text=SHOWN
    )
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=120, required=False, help_text=SHOWN)
    issued_on = forms.DateField(
        label=gettext_lazy("Date of the document"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Terms such as “by the end of the month” are counted from this day."),
    )
    unit = UnitField(label=gettext_lazy("Filed for"))

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent_by(self, actor)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.rows = documents.units_to_file_for(actor)

    @property
    def sent_along(self) -> list[Any]:
        return [each for each in self.cleaned_data["papers"] if not isinstance(each, SentAhead)]

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


def units_of(actor: Person) -> list[Unit]:
    """Units one may file for: those of the own posts first, in which one usually does."""
    own = {post.unit_id for post in standing_of(actor).posts if post.person_id == actor.pk}
    found = documents.units_to_file_for(actor)
    return [*found.filter(pk__in=own).order_by("path")[:2], *found.exclude(pk__in=own).order_by("path")[:2]]
