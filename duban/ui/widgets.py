"""Inputs that browsers know how to show and Django does not."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A calendar day: the browser's own picker, always in ISO form so that no locale can misread it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ShortText(forms.Textarea):
    """A few lines that grow with what is typed."""

    def __init__(self, rows: int = 3, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
