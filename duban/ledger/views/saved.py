"""Saved views: a filter of a list under a name, one's own or offered to everybody."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import actions as do
from duban.ledger import saved_lists
from duban.ledger.access import saved_views
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.question import Question

_SAVED = Question(
    lambda person, of: saved_views.offered_to(person).filter(of=of).values("id", "name", "query", "owner_id")
)


def tabs(person: Person, of: str, view: dict[str, str]) -> list[dict[str, Any]]:
    """The saved views of a list as tabs; one's own says by `mine` how to drop it."""
    base, here = reverse(of), urlencode(view)
    return [
        {
            "name": each["name"],
            "url": f"{base}?{each['query']}",
            "here": each["query"] == here,
            "mine": each["id"] if each["owner_id"] == person.pk else None,
        }
        for each in _SAVED.ask(person.pk, of)
    ]


def to_save(of: str, view: dict[str, str]) -> str:
    """Where the present filter of a list is saved."""
    return f"{reverse('saved_view_new')}?{urlencode({'of': of, 'query': urlencode(view)})}"


class SavedViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Offer it to everybody"), required=False)
    of = forms.CharField(widget=forms.HiddenInput, max_length=40)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


@require_http_methods(["GET", "POST"])
def saved_view_new(request: PersonRequest) -> HttpResponse:
    asked = request.GET.get("of", "")
    of = asked if saved_lists.is_list(asked) else "tasks"
    form = SavedViewForm(request.POST or None, initial={"of": of, "query": request.GET.get("query", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: do.save_view(actor=request.user, **form.cleaned_data),
                to=lambda view: f"{reverse(view.of)}?{view.query}",
                said=_("The view is saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
    context = {"title": _("Save this view"), "form": form, "submit": _("Save"), "back": reverse(of)}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
def saved_view_drop(request: PersonRequest, pk: int) -> HttpResponse:
    view = saved_views.get_for(request.user, pk, "edit")
    return once.perform(
        request, lambda: do.drop_view(view.pk, actor=request.user), to=reverse(view.of), said=_("The view is gone.")
    )
