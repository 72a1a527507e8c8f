"""Saved views: a filter of the ledger under a name, one's own or offered to everybody."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from duban.ledger import actions as do
from duban.ledger.access import saved_views
from duban.org.requests import PersonRequest
from duban.ui import faults, once


class SavedViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Offer it to everybody"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


@require_http_methods(["GET", "POST"])
def saved_view_new(request: PersonRequest) -> HttpResponse:
    form = SavedViewForm(request.POST or None, initial={"query": request.GET.get("query", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: do.save_view(actor=request.user, **form.cleaned_data),
                to=lambda view: f"/tasks?{view.query}",
                said=_("The view is saved."),
            )
        except ValidationError as error:
            faults.put(form, error)
    context = {"title": _("Save this view"), "form": form, "submit": _("Save"), "back": "/tasks"}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
def saved_view_drop(request: PersonRequest, pk: int) -> HttpResponse:
    view = saved_views.get_for(request.user, pk, "edit")
    return once.perform(
        request, lambda: do.drop_view(view.pk, actor=request.user), to="/tasks", said=_("The view is gone.")
    )
