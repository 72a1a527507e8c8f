"""Reporting what was found: on a phone, with photos, in under a minute."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.files.intake import keep_all, store_first
from duban.findings import actions as do
from duban.findings import asking
from duban.findings.access import may_issue, may_report
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.forms.report import FIX, MORE, SHORT, ReportForm
from duban.findings.layers import home_of
from duban.findings.models import Finding
from duban.org.access import standing_of
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui import faults, once
from duban.ui.posted import posted


@require_http_methods(["GET", "POST"])
def finding_new(request: PersonRequest) -> HttpResponse:
    if not may_report(standing_of(request.user)):
        raise PermissionDenied
    form = ReportForm(*posted(request), sender=request.user, initial=_initial(request))
    if request.method == "POST" and not sending.is_asked(request) and form.is_valid():
        try:
            store_first(request)
            return once.perform(
                request,
                lambda: _report(request, form.cleaned_data),
                to=lambda found: found.get_absolute_url(),
                said=_said,
            )
        except ValidationError as error:
            faults.put(form, error)
    context = {
        **sending.cost(request, _asks(request, form)),
        "title": _("Report a finding"),
        "form": form,
        "short": [form[name] for name in SHORT],
        "fix": [form[name] for name in FIX],
        "more": [form[name] for name in MORE],
        "fix_open": bool(set(form.errors) & set(FIX)) or _is_fixed(request),
        "more_open": bool(set(form.errors) & set(MORE)),
        "back": reverse("findings:list"),
    }
    if sending.is_asked(request):
        return sending.answer(request, "findings/report.html", context)
    return render(request, "findings/report.html", context, status=422 if form.errors else 200)


def _initial(request: PersonRequest) -> dict[str, Any]:
    given = {k: v for k, v in request.GET.items() if k in ReportForm.base_fields}
    # Who sees every unit seldom reports the own one: an empty field asks, a filled one is overlooked.
    home = None if standing_of(request.user).sees_all else home_of(request.user)
    return {"unit": home, **given}


def _asks(request: PersonRequest, form: ReportForm) -> list[Ask]:
    """What is typed would ask of the unit: nothing where it has to be confirmed first, or is put right already."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    unit, kind = said.get("unit"), said.get("kind")
    if not unit or not kind or _asks_nobody(request, unit) or not may_issue(request.user, unit, kind):
        return []
    return asking.asks_for(unit, kind)


def _asks_nobody(request: PersonRequest, unit: Unit) -> bool:
    """What is put right already asks for nothing, and what one says of one's own unit asks nothing of another."""
    home = home_of(request.user)
    return _is_fixed(request) or (home is not None and home.path.startswith(unit.path))


def _is_fixed(request: PersonRequest) -> bool:
    said = request.POST.get("fix_note", "").strip() or request.POST.get("after_uploads")
    return bool(said or request.FILES.getlist("after"))


def _report(request: PersonRequest, data: dict[str, Any]) -> Finding:
    fixed = _is_fixed(request)
    said = {k: v for k, v in data.items() if k not in ("photos", *FIX)}
    reason = None if _asks_nobody(request, data["unit"]) else sending.reason(request)
    found = do.issue_finding(actor=request.user, burden_reason=reason, **said)
    keep_all(request, "photos", noun=BEFORE, noun_id=found.pk, unit_id=found.unit_id)
    keep_all(request, "after", noun=AFTER, noun_id=found.pk, unit_id=found.unit_id)
    if not fixed or not found.number:
        return found
    try:
        return do.fix_on_spot(found.pk, actor=request.user, note=data["fix_note"])
    except ValidationError as error:
        raise _as_named_here(error) from error


def _as_named_here(error: ValidationError) -> ValidationError:
    """The action's fields under the names this form gives them."""
    if not hasattr(error, "error_dict"):
        return error
    names = {"before": "photos", "note": "fix_note"}
    return ValidationError({names.get(name, name): errors for name, errors in error.error_dict.items()})


def _said(found: Finding) -> str:
    if found.state == "closed":
        return _("Issued as %s and closed: fixed on the spot.") % found.number
    if found.number:
        return _("Issued as %s.") % found.number
    return _("Reported. Somebody above confirms it and sends it on; you read here what becomes of it.")
