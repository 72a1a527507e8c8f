"""The journal's pages: the list, one entry and its proof, and the checkpoint to print."""

import json
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from . import access, asked, checkpoint, kinds, proof, queries, words
from .models import Seal


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Everything this person may read, newest first."""
    rights = access.rights()
    given = {name: str(value) for name, value in request.GET.items()}
    filters, unit, person = asked.filters_of(given)
    page = queries.page(filters.apply(access.visible_to(request.user)), given.get("after", ""), given.get("before", ""))
    context = {
        "page": page,
        "may_verify": access.may_verify(request.user),
        "sheet": asked.sheet("journal:list"),
        "filters": filters,
        "filtered": any(given.get(name) for name in ("kind", "unit", "person", "noun", "since", "until")),
        "kinds": [(kind.code, kind.say({}).replace("—", "…")) for kind in kinds.every()],
        "pickers": [
            ("unit", rights.unit_picker(), *_picked(unit, given.get("unit", ""))),
            ("person", rights.person_picker(), *_picked(person, given.get("person", ""))),
        ]
        if rights
        else [],
    }
    return render(request, "journal/journal.html", context)


def _picked(found: access.Named | None, typed: str) -> tuple[str, str]:
    """What the picker shows as chosen, and the text for whoever has no script."""
    if found is None:
        return "[]", typed
    return json.dumps([{"id": f"id:{found[0]}", "text": found[1]}], ensure_ascii=False), found[1]


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_for(request.user, pk)
    context = {
        "entry": found,
        "seal": queries.seal_of(found),
        "facts": words.told(found),
        "digest": bytes(found.digest).hex(),
    }
    return render(request, "journal/entry.html", context)


@require_safe
def entry_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof as a file, to be checked elsewhere against a checkpoint on paper."""
    found = access.get_for(request.user, pk)
    try:
        proven = proof.prove(found)
    except proof.NotSealed:
        raise Http404 from None
    text = json.dumps(proven, ensure_ascii=False, indent=1)
    name = f'attachment; filename="duban-entry-{pk}.json"'
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": name})


@require_safe
def checkpoint_page(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, to print; and whether words from paper are of this journal. It tells nothing of any entry."""
    typed = request.GET.get("words", "").strip()
    context: dict[str, Any] = {"typed": typed, "may_verify": access.may_verify(request.user)}
    if typed:
        try:
            known = checkpoint.read(typed)
            context["matched"] = queries.seal_with(known.head)
            context["unmatched"] = context["matched"] is None
        except checkpoint.NotACheckpoint as error:
            context["error"] = str(error)
    seal = context.get("matched") or Seal.objects.order_by("-seq").first()
    if seal:
        point = checkpoint.of(seal)
        context |= {
            "seal": seal,
            "words": point.words.split(),
            "line": point.line,
            "qr": mark_safe(segno.make(point.line, error="m").svg_inline(scale=5, border=2)),
        }
    return render(request, "journal/checkpoint.html", context)
