"""A hint by itself, what its verifier says of it, and the rules."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.likeness import access, actions, index, queries, sources
from duban.likeness.models import Rules
from duban.org.requests import PersonRequest
from duban.ui import faults
from duban.ui.posted import posted


@require_GET
def hint(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


@require_POST
def look(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        actions.look_at_hint(pk, actor=request.user, verdict=request.POST.get("found", ""))
    except ValidationError as error:
        return _show(request, pk, error.messages[0])
    return redirect("likeness:hint", pk)


def _show(request: PersonRequest, pk: int, fault: str = "") -> HttpResponse:
    hint = access.get_for(request.user, pk)
    found = queries.shown(request.user, [hint])
    source, about = sources.of(hint.later.noun), hint.later.about_id
    # Whoever verifies what was made of an answer need not see all of the check.
    home = source.link(about) if about in source.seen(request.user, [about]) else ""
    context = {"hint": found[0] if found else None, "home": home, "fault": fault, "alone": True}
    return render(request, "likeness/hint.html", context, status=422 if fault else 200)


class RulesForm(forms.ModelForm[Rules]):
    class Meta:
        model = Rules
        fields = ["shortest", "share", "common", "units", "bits", "phrases"]


@require_http_methods(["GET", "POST"])
def rules(request: PersonRequest) -> HttpResponse:
    access.require_keeper(request.user)
    form = RulesForm(*posted(request), instance=index.rules())
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_rules(actor=request.user, **form.cleaned_data)
            return redirect("likeness:rules")
        except ValidationError as error:
            faults.put(form, error)
    context = {
        "title": _("Rules of copy hints"),
        "intro": _("A hint shows the verifier what is like earlier closings. It is never a verdict."),
        "form": form,
        "submit": _("Save"),
        "tone": "btn-primary",
        "back": "/",
    }
    return render(request, "likeness/rules.html", context, status=422 if form.errors else 200)
