"""Items out to Excel and XLSForm, and in from them: faults first, then what would change, then all of it or nothing."""

import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.checklists import actions as do
from duban.checklists.access import editions
from duban.checklists.lines import COLUMNS, compare, digest, lines_of
from duban.checklists.models import Edition
from duban.checklists.workbooks import Brought, read_workbook, workbook_of
from duban.checklists.xlsform import read_xlsform, xlsform_of
from duban.org.requests import PersonRequest
from duban.org.sheets.read import MOST_BYTES, NotReadable
from duban.org.views.excel import download
from duban.ui import once

KEPT_FOR = 3600  # seconds in which a preview can be confirmed
MOST_SHOWN = 300
READERS: dict[str, Callable[[bytes], Brought]] = {"excel": read_workbook, "xlsform": read_xlsform}


@require_GET
def template(request: PersonRequest) -> HttpResponse:
    return download(workbook_of([], title=_("Checklist template")), _("Checklist template") + ".xlsx")


@require_GET
def excel_out(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk)
    return download(workbook_of(lines_of(found), title=str(found)), f"{found}.xlsx")


@require_GET
def xlsform_out(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk)
    checklist = found.checklist
    data = xlsform_of(lines_of(found), title=checklist.name, number=found.number, form_id=checklist.code)
    return download(data, f"{found} XLSForm.xlsx")


@require_http_methods(["GET", "POST"])
def bring_in(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose a file; the answer lists every faulty cell, or what would change."""
    found = editions.get_for(request.user, pk, "edit")
    if request.method == "GET":
        return render(request, "checklists/import.html", {"edition": found})
    file, kind = request.FILES.get("file"), request.POST.get("kind", "excel")
    try:
        if file is None:
            raise NotReadable(_("Choose a file first."))
        if file.size and file.size > MOST_BYTES:
            raise NotReadable(_("The file is larger than 20 MB. Split it."))
        data = file.read()
        brought = READERS.get(kind, read_workbook)(data)
    except NotReadable as error:
        return render(request, "checklists/import.html", {"edition": found, "error": error, "kind": kind}, status=422)
    context = {
        "edition": found,
        "faults": brought.faults[:MOST_SHOWN],
        "fault_count": len(brought.faults),
        "adapted": brought.adapted[:MOST_SHOWN],
        "left_out": brought.left_out[:MOST_SHOWN],
    }
    if brought.faults:
        return render(request, "checklists/import_checked.html", context, status=422)
    present = lines_of(found)
    token = secrets.token_urlsafe(16)
    name = (file.name or "")[:100]
    cache.set(
        _key(request, found, token), {"data": data, "kind": kind, "name": name, "seen": digest(present)}, KEPT_FOR
    )
    differences = compare(present, brought.lines)
    context |= {
        "token": token,
        "differences": differences,
        "without_code": sum(not line.code for line in brought.lines),
        "changed": [(now, [str(COLUMNS[each]) for each in names]) for _was, now, names in differences.changed],
    }
    return render(request, "checklists/import_checked.html", context)


def _key(request: PersonRequest, found: Edition, token: str) -> str:
    return f"checklist-import:{request.user.pk}:{found.pk}:{token[:64]}"


@require_POST
def confirmed(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk, "edit")
    key = _key(request, found, request.POST.get("token", ""))
    kept = cache.get(key)

    def act() -> None:
        if kept is None:  # done already by a first click, or too long ago: `once` knows which
            raise ValidationError(_("The preview is too old. Choose the file again."))
        lines = READERS.get(kept["kind"], read_workbook)(kept["data"]).lines
        do.write_edition(pk, actor=request.user, lines=lines, seen=kept["seen"], file=kept["name"] or "xlsx")

    try:
        answer = once.perform(request, act, to=reverse("checklists:edition", args=[pk]), said=_("Imported."))
    except ValidationError as error:
        context = {"edition": found, "error": " ".join(error.messages)}
        return render(request, "checklists/import.html", context, status=422)
    cache.delete(key)
    return answer
