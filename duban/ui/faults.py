"""Showing what an action refused beside the field it is about, with everything that was typed kept."""

from django import forms
from django.core.exceptions import ValidationError

# What a page may ask for outside of its form's own fields, by the id it has there.
BESIDE = {"burden_reason"}


def put(form: forms.BaseForm, error: ValidationError) -> None:
    """Add a domain error to a form. What concerns a field the form does not show stands above all fields; where the page
    asks for it `BESIDE` them, it leads there: on a phone that is far below."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        if name in BESIDE:
            form.add_error(None, [ValidationError(said, code=f"#{name}") for said in ValidationError(errors).messages])
        else:
            form.add_error(name if name in form.fields else None, ValidationError(errors))


def say(error: ValidationError) -> str:
    """The error as one line, where there is no form to put it on."""
    if hasattr(error, "error_dict"):
        return " ".join(m for name in error.error_dict for m in ValidationError(error.error_dict[name]).messages)
    return " ".join(error.messages)
