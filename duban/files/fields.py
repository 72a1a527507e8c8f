"""The form field for any number of files: those sent with the form and those sent ahead of it. A form that comes back with
a fault shows what had arrived, so that nothing has to be chosen again.

    evidence = FilesField(label=_("Evidence"), required=False)

The form says in its `__init__` who sends it, by `sent_by(self, person)`: a number that is somebody else's counts as none, as
the name of their file is not told. The cleaned value says what came; it is the request that `intake.keep_all` keeps it from.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .models import Upload


class SentAhead(File):
    """A file that is here already, by the number of its upload. `intake` opens it, and only for its sender."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(file=None, name=upload.name)
        self.number, self.size = upload.pk, upload.size

    def __bool__(self) -> bool:
        return True


class FilesInput(forms.FileInput):
    """Any number of files. With JavaScript they go ahead of the form; a form that comes back keeps those."""

    allow_multiple_selected = True
    sender: int | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        with_form = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        numbers = data.getlist(f"{name}_uploads") if hasattr(data, "getlist") else data.get(f"{name}_uploads", [])
        return [*with_form, *_sent_ahead(numbers, self.sender)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return name not in files and f"{name}_uploads" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        arrived = [each for each in value or [] if isinstance(each, SentAhead)] if isinstance(value, list) else []
        # Here and not in __init__: forms are declared before addresses are known.
        attrs = {**(attrs or {}), "data-upload": reverse("files:uploads")}
        if arrived:
            attrs["required"] = False
        lines = format_html_join(
            "",
            '<li class="upload upload-done"><span class="upload-name">{}</span><button type="button"'
            ' class="btn btn-quiet upload-remove" data-upload-remove aria-label="{} {}">×</button>'
            '<input type="hidden" name="{}_uploads" value="{}"></li>',
            ((each.name, _("Remove the file"), each.name, name, each.number) for each in arrived),
        )
        shown = super().render(name, None, attrs, renderer)
        return format_html('{}<ul class="uploads" aria-live="polite">{}</ul>', shown, lines) if arrived else shown


class FilesField(forms.FileField):
    """The cleaned value is a list of files. Whose they are is checked where they are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [each if isinstance(each, SentAhead) else super(FilesField, self).clean(each) for each in data or []]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def sent_by(form: forms.BaseForm, person: AbstractBaseUser) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, FilesInput):
            field.widget.sender = person.pk


def _sent_ahead(numbers: Any, sender: int | None) -> list[SentAhead]:
    if numbers and sender is None:
        raise TypeError("the form does not say who sends it: call sent_by in its __init__")
    wanted: list[UUID] = []
    for number in numbers:
        try:
            wanted.append(UUID(str(number)))
        except ValueError:
            continue  # not from our script
    found = Upload.objects.filter(person=sender).in_bulk(dict.fromkeys(wanted))
    return [SentAhead(found[number]) for number in dict.fromkeys(wanted) if number in found]
