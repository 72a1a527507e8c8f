"""Showing what an action refused beside the field it is about, with everything that was typed kept."""

from django import forms
from django.core.exceptions import ValidationError


def put(form: forms.BaseForm, error: ValidationError) -> None:
    """Add a domain error to a form. What concerns a field the form does not show stands above all fields."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def say(error: ValidationError) -> str:
    """The error as one line, where there is no form to put it on."""
    if hasattr(error, "error_dict"):
        return " ".join(m for name in error.error_dict for m in ValidationError(error.error_dict[name]).messages)
    return " ".join(error.messages)
