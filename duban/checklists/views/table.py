"""The items of a draft as one table form: every row is an item, buttons move rows, faults stand at their cells."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.checklists import actions as do
from duban.checklists.access import editions
from duban.checklists.lines import AT_MOST, COLUMNS, Fault, digest, lines_of, read
from duban.checklists.models import AnswerKind, Dimension, Edition, Severity
from duban.org.requests import PersonRequest
from duban.ui import once

# The buttons beside the rows: each sends everything typed and gets it back, rearranged and not yet saved.
ARRANGING = ("add", "up", "down", "drop")


@require_http_methods(["GET", "POST"])
def items(request: PersonRequest, pk: int) -> HttpResponse:
    found = editions.get_for(request.user, pk, "edit")
    seen, error, faults, moved = request.POST.get("seen", ""), "", [], None
    if request.method != "POST":
        lines = lines_of(found)
        seen = digest(lines)
        rows = [line.as_codes() for line in lines] or [{}]
        rows = _sections_once(rows)
    elif any(name in request.POST for name in ARRANGING):
        rows, moved = rearranged(request.POST)
    else:
        rows = sent_rows(request.POST)
        result = read(rows)
        faults = result.faults
        if not faults:
            try:
                return once.perform(
                    request,
                    lambda: do.write_edition(
                        pk, actor=request.user, lines=result.lines, seen=seen, note=request.POST.get("note", "")
                    ),
                    to=reverse("checklists:edition", args=[pk]),
                    said=_("Saved."),
                )
            except ValidationError as refused:
                error = " ".join(refused.messages)
    status = 422 if faults or error else 200
    return render(
        request, "checklists/items.html", _context(request, found, rows, faults, error, seen, moved), status=status
    )


def _context(
    request: HttpRequest, found: Edition, rows: list[dict[str, Any]], faults: list[Fault], error: str, seen: str,
    moved: int | None,
) -> dict[str, Any]:  # fmt: skip
    by_cell: dict[int, dict[str, str]] = {}
    for fault in faults:
        cell = by_cell.setdefault(fault.row, {})
        cell[fault.column] = f"{cell[fault.column]} {fault.message}" if fault.column in cell else fault.message
    return {
        "edition": found,
        "rows": [
            {"at": at, "values": row, "faults": by_cell.get(at, {}), "here": at == moved} for at, row in enumerate(rows)
        ],
        "faults": faults,
        "error": error,
        "seen": seen,
        "note": request.POST.get("note", found.note),
        "full": len(rows) >= AT_MOST,
        "kinds": AnswerKind.choices,
        "dimensions": Dimension.choices,
        "severities": Severity.choices,
    }


def _sections_once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The section is shown where it begins; below it an empty cell says the same."""
    last: tuple[str, str] = ("", "")
    for row in rows:
        here = (row.get("section", ""), row.get("aspect", ""))
        if here == last:
            row["section"] = row["aspect"] = ""
        last = here
    return rows


def sent_rows(sent: QueryDict) -> list[dict[str, str]]:
    """The rows as typed; their number stands beside them."""
    count = sent.get("rows", "")
    number = min(int(count), AT_MOST) if count.isdecimal() and len(count) < 6 else 0
    return [{name: sent.get(f"{name}-{at}", "") for name in COLUMNS} for at in range(number)]


def rearranged(sent: QueryDict) -> tuple[list[dict[str, str]], int | None]:
    """The rows after the pressed button, and which of them it was about. A row that is not there moves nothing."""
    rows = sent_rows(sent)
    act = next(name for name in ARRANGING if name in sent)
    which = sent.get(act, "")
    at = int(which) if which.isdecimal() and len(which) < 6 else len(rows)
    if act == "add":
        if len(rows) < AT_MOST:
            to = min(at + 1, len(rows))
            rows.insert(to, {})
            return rows, to
        return rows, None
    if at >= len(rows):
        return rows, None
    if act == "drop":
        gone = rows.pop(at)
        # The section's name must not leave with its first item.
        if gone["section"] and at < len(rows) and not rows[at]["section"]:
            rows[at]["section"], rows[at]["aspect"] = gone["section"], gone["aspect"]
        return rows, None
    to = min(max(at + (-1 if act == "up" else 1), 0), len(rows) - 1)
    first, second = rows[min(at, to)], rows[max(at, to)]
    if at != to and first["section"] and not second["section"]:
        for name in ("section", "aspect"):
            second[name], first[name] = first[name], ""
    rows.insert(to, rows.pop(at))
    return rows, to
