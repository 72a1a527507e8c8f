"""Inputs that browsers know how to show and Django does not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class DayInput(forms.DateInput):
    """A calendar day: the browser's own picker, always in ISO form so that no locale can misread it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class FilesInput(forms.ClearableFileInput):
    """Any number of files. `data-upload` lets a script send them ahead, piece by piece (see `duban.files.intake`)."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-upload": "/files/uploads/", **(attrs or {})})


class FilesField(forms.FileField):
    """Any number of files; the cleaned value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        return [super(FilesField, self).clean(each, None) for each in files]


class ShortText(forms.Textarea):
    """A few lines that grow with what is typed."""

    def __init__(self, rows: int = 3, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
