"""What a phone takes along: the page to begin from without a network, and the list of what can be begun and gone on with."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from duban.checklists import queries
from duban.checklists.abouts import Ahead, ahead_of, one_ahead
from duban.checklists.access import editions, responses
from duban.checklists.models import Edition, ItemResult, Response
from duban.checklists.views.field import asked
from duban.checklists.views.responses import sections_of_results
from duban.org.access import standing_of
from duban.org.requests import PersonRequest

EDITION = "edition"


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """What I am sent to, what I have begun, and by which checklists I can look. The device keeps what is listed first."""
    if not standing_of(request.user).posts:
        raise PermissionDenied
    ready = queries.checklists_for(request.user, state="in_force")
    context = {
        "ahead": list(ahead_of(request.user)),
        "begun": queries.open_of(request.user),
        "lines": [line for line in queries.checklist_lines(request.user, ready) if line.items],
    }
    return render(request, "checklists/field_home.html", context)


@require_GET
def begin(request: PersonRequest, noun: str, pk: int) -> HttpResponse:
    """A checklist without answers, from which a device begins a check by itself, as often as it is wanted."""
    if not standing_of(request.user).posts:
        raise PermissionDenied
    if noun == EDITION:
        edition = editions.get_for(request.user, pk)
        return _page(request, edition, noun, pk, stale=not edition.is_in_force())
    if (ahead := one_ahead(request.user, noun, pk)) is not None:
        return _page(request, ahead.edition, noun, pk, ahead=ahead, stale=not ahead.edition.is_in_force())
    # Somebody of the team has begun it: then it is gone on with.
    begun = responses.visible_to(request.user).filter(about_noun=noun, about_id=pk).order_by("pk").first()
    if begun is None:
        raise Http404
    return redirect("checklists:field", begun.pk)


def _page(
    request: PersonRequest, edition: Edition, noun: str, pk: int, *, stale: bool, ahead: Ahead | None = None
) -> HttpResponse:
    results = asked(request, [ItemResult(item) for item in edition.items.select_related("section")])
    units: Any = responses.units_to_look_at(request.user).order_by("path") if ahead is None else []
    seats = standing_of(request.user).unit_ids
    # Who works for the whole looks at one of its parts.
    own = next((unit.pk for unit in units if unit.pk in seats and unit.depth > 1), None)
    context = {
        "response": Response(edition=edition, unit=ahead.unit) if ahead else None,
        "edition": edition,
        "most": settings.EVIDENCE_MAX_BYTES,
        "noun": noun,
        "noun_id": pk,
        "ahead": ahead,
        "units": [(unit, "　" * (unit.depth - 1), unit.pk == own) for unit in units],
        "sections": sections_of_results(results),
        "answered": 0,
        "count": len(results),
        "may_finish": True,
        "superseded": stale,
        "without": f"{reverse('checklists:response_new')}?edition={edition.pk}" if ahead is None else ahead.url,
    }
    return render(request, "checklists/field.html", context)
