"""Kinds and rules of findings: everybody may read them, the supervision office keeps them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.findings import actions as do
from duban.findings import terms
from duban.findings.access import kinds as kind_policy
from duban.findings.access import may_keep_rules
from duban.findings.access import rules as rule_policy
from duban.findings.forms.acts import KindForm, RulesForm
from duban.findings.models import FindingKind
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted


@require_GET
def kinds(request: PersonRequest) -> HttpResponse:
    return _shelf(request)


@require_GET
def rules(request: PersonRequest) -> HttpResponse:
    return _shelf(request)


def _shelf(request: PersonRequest) -> HttpResponse:
    today = terms.today()
    context = {
        "kinds": kind_policy.visible_to(request.user),
        "editions": rule_policy.visible_to(request.user).select_related("task_type"),
        "in_force": terms.rules_on(today).pk,
        "may_keep": may_keep_rules(standing_of(request.user)),
    }
    return render(request, "findings/keeping.html", context)


@require_http_methods(["GET", "POST"])
def kind_new(request: PersonRequest) -> HttpResponse:
    return _kind(request, None)


@require_http_methods(["GET", "POST"])
def kind_edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _kind(request, kind_policy.get_for(request.user, pk, "edit"))


def _kind(request: PersonRequest, kind: FindingKind | None) -> HttpResponse:
    if not may_keep_rules(standing_of(request.user)):
        raise PermissionDenied
    # The form validates a copy: only the action writes the row.
    form = KindForm(*posted(request), instance=FindingKind.objects.get(pk=kind.pk) if kind else None)
    title = _("Change the kind") if kind else _("New kind of finding")
    return _kept(request, form, title, lambda: do.keep_kind(actor=request.user, kind=kind, **form.cleaned_data))


@require_http_methods(["GET", "POST"])
def rules_new(request: PersonRequest) -> HttpResponse:
    if not may_keep_rules(standing_of(request.user)):
        raise PermissionDenied
    now = terms.rules_on(terms.today())
    initial = {name: getattr(now, name) for name in RulesForm.base_fields if name not in ("since", "source")}
    form = RulesForm(*posted(request), initial=initial)
    return _kept(
        request, form, _("New edition of the rules"), lambda: do.keep_rules(actor=request.user, **form.cleaned_data)
    )


def _kept(request: PersonRequest, form: Any, title: str, act: Any) -> HttpResponse:
    back = reverse("findings:kinds")
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(request, act, to=back, said=_("Saved."))
        except ValidationError as error:
            faults.put(form, error)
    context = {"title": title, "form": form, "submit": _("Save"), "back": back}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)
