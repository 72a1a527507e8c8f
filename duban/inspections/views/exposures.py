"""Exposure notices: the list, the page, the way out to Excel and Word."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.exports.responses import word_response
from duban.files.models import Evidence
from duban.findings.access import findings
from duban.inspections.actions.exposure_steps import digest, issue_hindrances, may_set_rules
from duban.inspections.actions.exposures import lacking
from duban.inspections.exposing import listing, paper, terms
from duban.inspections.exposing import transitions as t
from duban.inspections.exposing.access import Stub, exposures, may_draft, parties, replies_shown, with_sides
from duban.inspections.exposing.names import names_in
from duban.inspections.models import Exposure, ExposureReply, ExposureState
from duban.inspections.models.exposure_life import ENCLOSED
from duban.journal.queries import timeline
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.ui.sorting import sorted_page

MOST_ENTRIES = 20


@require_GET
def exposure_list(request: PersonRequest) -> HttpResponse:
    chosen, today = listing.chosen(request.GET), terms.today()
    page = sorted_page(listing.exposures_for(request.user, chosen), request.GET, listing.SORTS)
    for row in page:
        row.marks = listing.marks_of(row, today)
    standing = standing_of(request.user)
    context = {
        "page": page,
        "chosen": chosen,
        "shows": [(code, label, code == chosen.get("show")) for code, label in listing.shows()],
        "picker": unit_picker(chosen.get("unit", ""), _("Unit and below")),
        "may": may_draft(standing),
        "may_rule": may_set_rules(request.user),
    }
    return render(request, "inspections/exposures.html", context)


@require_GET
def exposure_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.exposures_for(request.user, listing.chosen(request.GET)))


@require_GET
def exposure(request: PersonRequest, pk: int) -> HttpResponse:
    if taken := exposures.taken_back_from(request.user).filter(pk=pk).first():
        return _stub(request, taken)
    seen = exposures.visible_to(request.user)
    notice = exposures.get_for(request.user, pk)
    mine = parties(standing_of(request.user), notice)
    makes = bool(mine & {t.DRAFTER, t.CHECKER}) and t.ACCUSED not in mine
    verbs, reads = exposures.verbs_for(request.user, notice), exposures.reads(request.user, notice)
    replies = with_sides(notice.replies.all()) if makes else replies_shown(notice)
    context: dict[str, Any] = {
        "notice": notice,
        "marks": listing.marks_of(notice, terms.today()),
        "verbs": verbs,
        "reads": reads,
        "photos": list(notice.photos.select_related("copy", "evidence")) if reads else [],
        "replies": _replies(replies, inside=makes or bool(mine & {t.UNIT, t.PERSON})) if reads else [],
        "problems": _problems(request, notice),
        "corrects": seen.filter(pk=notice.corrects_id).first() if notice.corrects_id else None,
        "corrected_by": seen.filter(corrects=notice, issued_at__isnull=False).first(),
        "correction": seen.filter(corrects=notice, state__in=t.PERMITS["drop"].states).first() if makes else None,
        "makes": makes,
        "checks": list(notice.checks.select_related("by").order_by("-pk")) if makes else [],
        "entries": timeline("exposure", pk)[:MOST_ENTRIES] if makes else [],
    }
    if makes and notice.state in (ExposureState.DRAFT, ExposureState.CHECKING):
        context["names"] = names_in(notice.title, notice.body)
    if "check" in verbs:
        context["seen"] = digest(notice)
    if "submit" in verbs:
        context["lacking"] = lacking(notice)
    if "issue" in verbs:
        context["hindrances"] = issue_hindrances(notice)
    return render(request, "inspections/exposure.html", context)


def _stub(request: PersonRequest, notice: Exposure) -> HttpResponse:
    stub = Stub(request.user, notice)
    context = {
        "title": stub.title or _("Exposure notice"),
        "state": notice.state,
        "replies": _replies(stub.replies, inside=True),
    }
    return render(request, "inspections/exposure_stub.html", context)


def _problems(request: PersonRequest, notice: Exposure) -> list[Any]:
    """Its findings. What a finding says was not checked for many eyes: only who sees it anyway reads more than its number."""
    rows = list(notice.findings.order_by("found_on", "pk"))
    seen = set(findings.visible_to(request.user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [{"row": row, "seen": row.pk in seen} for row in rows]


def _replies(replies: QuerySet[ExposureReply], *, inside: bool) -> list[Any]:
    rows: list[Any] = list(replies.select_related("by", "ruled_by"))
    units = Unit.objects.in_bulk({row.side for row in rows})
    proof: dict[int, list[Evidence]] = {}
    if inside:
        for each in Evidence.objects.of(ENCLOSED, *[row.pk for row in rows]):
            proof.setdefault(each.noun_id, []).append(each)
    return [{"row": row, "unit": units.get(row.side), "proof": proof.get(row.pk, []), "named": inside} for row in rows]


@require_GET
def exposure_word(request: PersonRequest, pk: int) -> HttpResponseBase:
    notice = exposures.get_for(request.user, pk)
    if not exposures.reads(request.user, notice):
        raise PermissionDenied
    return word_response(paper.word_of(notice), title=notice.title)
