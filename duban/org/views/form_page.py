"""One page with one form that changes one thing: every change of the organisation is made on one."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duban.ui import faults, once


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    submit: str,
    to: str | Callable[[Any], str],
    back: str,
    said: str = "",
    intro: str = "",
    sure: str = "",
    tone: str = "",
    template: str = "ui/form_page.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or carry it out once and lead on. What cannot be done is said beside what was typed.

    `template` extends `ui/form_page.html` and may show `more`.
    """
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return once.perform(request, lambda: act(form.cleaned_data), to=to, said=said)
            except ValidationError as error:
                faults.put(form, error)
        status = 422
    context = {"form": form, "title": title, "submit": submit, "back": back, "intro": intro, "sure": sure, "tone": tone}
    return render(request, template, {**context, **(more or {})}, status=status)


def act_only(request: HttpRequest, act: Callable[[], Any], *, to: str, said: str = "") -> HttpResponse:
    """A change that needs no form beyond its button; what cannot be done is said on the page it came from."""
    try:
        return once.perform(request, act, to=to, said=said)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return once.lead_to(request, to)
