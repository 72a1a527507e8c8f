"""Kinds and rules of findings: everybody may read them, the supervision office keeps them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from duban.exports.columns import Column, Kind
from duban.exports.lists import handed_out
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

KINDS = (
    Column(pgettext_lazy("finding", "Kind"), Kind.TEXT, 20),
    Column(pgettext_lazy("finding", "Sort"), Kind.TEXT, 12),
    Column(gettext_lazy("When to choose it"), Kind.LONG, 60),
    Column(gettext_lazy("retired"), Kind.TEXT, 8),
)


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


@require_GET
def kinds_xlsx(request: PersonRequest) -> HttpResponseBase:
    rows = (
        (kind.name, kind.get_group_display(), kind.explained, _("yes") if kind.retired else "")
        for kind in kind_policy.visible_to(request.user)
    )
    return handed_out(_("Kinds of findings"), KINDS, rows)


@require_GET
def rules_xlsx(request: PersonRequest) -> HttpResponseBase:
    """An edition a row, so that two of them stand one above the other."""
    editions = list(rule_policy.visible_to(request.user).select_related("task_type"))
    columns = (
        Column(_("in force since"), Kind.DATE, 12),
        Column(_("source document"), Kind.LONG, 30),
        *(
            Column(label, Kind.NUMBER if isinstance(value, int) else Kind.LONG, 18)
            for label, value in (editions[0].said if editions else ())
        ),
    )
    rows = ((each.since, each.source, *(_plain(value) for _label, value in each.said)) for each in editions)
    return handed_out(_("Rules for findings"), columns, rows)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Model) else value


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
