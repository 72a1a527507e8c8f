"""The organisation out to Excel and in from it: faults first, then a preview, then all or nothing."""

import secrets

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.org.access import standing_of
from duban.org.policies import is_top_administrator
from duban.org.requests import PersonRequest
from duban.org.sheets.check import check
from duban.org.sheets.plan import Plan
from duban.org.sheets.read import MOST_BYTES, NotReadable, read_workbook
from duban.org.sheets.save import ChangedMeanwhile, save
from duban.org.sheets.write import present_organisation, template
from duban.ui import once

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_FOR = 3600  # seconds in which a preview can be confirmed
MOST_SHOWN = 300


def _only_administrators(request: PersonRequest) -> None:
    if not is_top_administrator(standing_of(request.user)):
        raise PermissionDenied


def download(data: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=XLSX, headers=headers)


@require_GET
def template_file(request: PersonRequest) -> HttpResponse:
    _only_administrators(request)
    return download(template(), _("Organisation template") + ".xlsx")


@require_GET
def present_file(request: PersonRequest) -> HttpResponse:
    _only_administrators(request)
    return download(present_organisation(), _("Organisation") + f" {timezone.localdate():%Y-%m-%d}.xlsx")


@require_http_methods(["GET", "POST"])
def excel_page(request: PersonRequest) -> HttpResponse:
    """Downloads and the upload; sending a file answers with its faults or with what it would change."""
    _only_administrators(request)
    if request.method == "GET":
        return render(request, "org/excel.html")
    file = request.FILES.get("file")
    try:
        if file is None:
            raise NotReadable(_("Choose a file first."))
        if file.size and file.size > MOST_BYTES:
            raise NotReadable(_("The file is larger than 20 MB. Split it."))
        data = file.read()
        plan = check(read_workbook(data))
    except NotReadable as error:
        return render(request, "org/excel.html", {"error": error}, status=422)
    return _answer(request, plan, data)


def _answer(request: PersonRequest, plan: Plan, data: bytes, *, said: str = "") -> HttpResponse:
    context = {
        "said": said,
        "faults": plan.faults[:MOST_SHOWN],
        "more_faults": max(len(plan.faults) - MOST_SHOWN, 0),
        "fault_count": len(plan.faults),
        "steps": plan.shown(MOST_SHOWN),
        "step_count": len(plan.steps),
        "more_steps": max(len(plan.steps) - MOST_SHOWN, 0),
        "unchanged": plan.unchanged,
    }
    if not plan.faults and plan.steps:
        # Kept apart from the person's session, which every page would have to load.
        token = secrets.token_urlsafe(16)
        cache.set(_key(request, token), data, KEPT_FOR)
        context |= {"token": token, "shown": plan.fingerprint}
    return render(request, "org/excel_checked.html", context, status=422 if plan.faults or said else 200)


def _key(request: PersonRequest, token: str) -> str:
    return f"org-import:{request.user.pk}:{token[:64]}"


@require_POST
def import_confirmed(request: PersonRequest) -> HttpResponse:
    _only_administrators(request)
    key = _key(request, request.POST.get("token", ""))
    data = cache.get(key)
    if data is None:
        # Done already, by a first click, or too long ago: `once` knows which.
        def act() -> Plan:
            raise ValidationError(_("The preview is too old. Choose the file again."))
    else:

        def act() -> Plan:
            return save(read_workbook(data), actor=request.user, shown=request.POST.get("shown", "") or "-")

    try:
        answer = once.perform(
            request,
            act,
            to=reverse("org:units"),
            said=lambda plan: (
                ngettext("%(n)s row imported.", "%(n)s rows imported.", len(plan.steps)) % {"n": len(plan.steps)}
            ),
        )
    except ChangedMeanwhile as changed:
        return _answer(request, changed.plan, data, said=" ".join(changed.messages))
    except ValidationError as error:
        return render(request, "org/excel.html", {"error": " ".join(error.messages)}, status=422)
    cache.delete(key)
    return answer
