"""Visits: the list, one with what was found, and each step of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden.askers import Ask
from duban.burden.foreseen import Foreseen, foresee
from duban.burden.views import sending
from duban.checklists.alike import hints_in
from duban.findings import asking as of_findings
from duban.findings.models import FindingKind
from duban.inspections import actions, asking
from duban.inspections.access import has_say, may_plan, units_to_plan_for, visits
from duban.inspections.forms import EndVisitForm, ReasonForm, SignForm, VisitDayForm, VisitForm
from duban.inspections.listing import visits as listing
from duban.inspections.models import Side, Visit, VisitKind, VisitState
from duban.inspections.queries.facts import DROPPED
from duban.inspections.recording import Line, lines_of, response_of
from duban.inspections.uncounted import apart_from
from duban.journal.queries import timeline
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui import once
from duban.ui.addresses import number_said
from duban.ui.paging import count_of
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

HISTORY = 15
QUICK = 3  # seconds: an answer faster than this was hardly looked at


@require_GET
def visit_list(request: PersonRequest) -> HttpResponse:
    rows, wanted = listing.visits_for(request.user, request.GET), request.GET
    context = {
        "page": sorted_page(rows, wanted, listing.SORTS),
        "count": count_of(rows),
        "kinds": VisitKind.choices,
        "states": VisitState.choices,
        "picker": unit_picker(wanted.get("unit", ""), _("Unit and below")),
        "may": may_plan(standing_of(request.user)),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "today": timezone.localdate(),
    }
    return render(request, "inspections/visits.html", context)


@require_GET
def visits_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.visits_for(request.user, request.GET))


@require_GET
def visit(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk)
    prefetch_related_objects([found], "team")
    response = response_of(found)
    lines = lines_of(found, response)
    signatures = {s.side: s for s in found.signatures.select_related("person")}
    failed = [line for line in lines if line.result.verdict == "fail"]
    may_issue = has_say(standing_of(request.user), found)
    kinds = list(FindingKind.objects.filter(retired=False))
    context = {
        "visit": found,
        "verbs": visits.verbs_for(request.user, found),
        "team": found.team.all(),
        "response": response,
        "apart": apart_from(found),
        "follow_ups": visits.visible_to(request.user).filter(follows=found),
        # A template takes several times as long to walk from a line to its item: it is handed what it shows.
        "items": [
            (
                line.item.text,
                line.item.code,
                line.said or "—",
                line.result.conflict,
                "—" if line.seconds is None else line.seconds,
            )
            for line in lines
        ],
        "passed": sum(line.result.verdict == "pass" for line in lines),
        "failed": failed,
        "told_of": any(line.finding and line.finding.state not in DROPPED for line in lines),
        "unanswered": sum(not line.result.answers for line in lines),
        "quick": sum(line.seconds is not None and line.seconds < QUICK for line in lines),
        "kinds": kinds,
        "may_issue": may_issue,
        "foreseen": _of_one_finding(found, failed, kinds) if may_issue else None,
        "hints": hints_in(request.user, response) if response else [],
        "signatures": signatures,
        "signed": [(Side(side).label, signatures.get(side)) for side in Side.values],
        "entries": timeline("visit", pk)[:HISTORY],
    }
    return render(request, "inspections/visit.html", context)


def _of_one_finding(found: Visit, failed: list[Line], kinds: list[FindingKind]) -> Foreseen | None:
    """What each failed item that is made a finding asks of the unit, while there is one left."""
    if not kinds or all(line.finding for line in failed):
        return None
    return foresee(of_findings.asks_for(found.unit, *kinds))


@require_http_methods(["GET", "POST"])
def visit_new(request: PersonRequest) -> HttpResponse:
    standing = standing_of(request.user)
    if not may_plan(standing):
        raise PermissionDenied
    before = None
    if number := number_said(request.GET.get("follows", "")):
        before = visits.get_for(request.user, number)
    own = units_to_plan_for(request.user).filter(pk__in=standing.unit_ids).first()
    initial: dict[str, Any] = {"on": timezone.localdate(), "looking_unit": own, "team": [request.user]}
    if before:
        initial |= {
            "kind": VisitKind.FOLLOW_UP, "unit": before.unit, "looking_unit": before.looking_unit,
            "edition": before.edition, "place": before.place, "team": list(before.team.all()),
        }  # fmt: skip
    elif number := number_said(request.GET.get("unit", "")):
        initial["unit"] = number
    form = VisitForm(*posted(request), actor=request.user, follows=before is not None, initial=initial)
    title = _("Follow-up visit") if before else _("New visit")
    more = sending.cost(request, _asks(form))
    if sending.is_asked(request):
        context = {"form": form, "title": title, "submit": _("Save"), "back": reverse("inspections:visits"), **more}
        return sending.answer(request, "inspections/visit_form.html", context)
    return form_page(
        request,
        form,
        lambda said: actions.plan_visit(
            actor=request.user, follows=before, burden_reason=sending.reason(request), **said
        ),
        title=title,
        template="inspections/visit_form.html",
        more=more,
        submit=_("Save"),
        to=lambda made: made.get_absolute_url(),
        back=before.get_absolute_url() if before else reverse("inspections:visits"),
        said=_("Saved."),
    )


def _asks(form: VisitForm) -> list[Ask]:
    """What is typed would ask, as far as it says whom, when and by what."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    if not all(said.get(name) for name in ("unit", "looking_unit", "edition", "on", "team")):
        return []
    return asking.asks_for(
        unit_id=said["unit"].pk, looking_unit_id=said["looking_unit"].pk, edition=said["edition"], on=said["on"],
        team=len(said["team"]), received=asking.is_received(said["unit"].pk, said["on"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def visit_change(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk, "change")
    form = VisitDayForm(*posted(request), initial={"on": found.on, "place": found.place})
    on = (form.cleaned_data.get("on") if form.is_bound and not form.has_error("on") else None) or found.on
    more = sending.cost(request, asking.asks_if_moved(found, on), replacing=(asking.NOUN, pk))
    # Within its month it was weighed when it was planned.
    more["told"] = not asking.is_another_month(found.on, on)
    title, back = _("Another day or place"), found.get_absolute_url()
    if sending.is_asked(request):
        context = {"form": form, "title": title, "intro": str(found), "submit": _("Save"), "back": back, **more}
        return sending.answer(request, "inspections/visit_form.html", context)
    return form_page(
        request,
        form,
        lambda said: actions.change_visit(pk, actor=request.user, burden_reason=sending.reason(request), **said),
        title=title,
        template="inspections/visit_form.html",
        more=more,
        intro=str(found),
        submit=_("Save"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def visit_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk, "cancel")
    return form_page(
        request,
        ReasonForm(*posted(request)),
        lambda said: actions.cancel_visit(pk, actor=request.user, **said),
        title=_("Cancel the visit"),
        intro=str(found),
        submit=_("Cancel the visit"),
        tone="btn-danger",
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def visit_break_off(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk, "break_off")
    return form_page(
        request,
        ReasonForm(*posted(request)),
        lambda said: actions.break_off_visit(pk, actor=request.user, **said),
        title=_("Break off the visit"),
        intro=_("For a visit that its team cannot end. What was answered is kept, and counts as no check."),
        submit=_("Break off the visit"),
        tone="btn-danger",
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
    )


@require_POST
def visit_begin(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin, or go on: both lead to the checklist on the phone."""
    found = visits.get_for(request.user, pk)
    try:
        return once.perform(
            request,
            lambda: actions.begin_visit(pk, actor=request.user),
            to=lambda response: reverse("checklists:field", args=[response.pk]),
        )
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return once.lead_to(request, found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def visit_end(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk, "end")
    return form_page(
        request,
        EndVisitForm(*posted(request)),
        lambda said: actions.end_visit(pk, actor=request.user, **said),
        title=_("End the visit"),
        intro=str(found),
        submit=_("End the visit"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Ended. Both sides sign now."),
    )


@require_http_methods(["GET", "POST"])
def visit_sign(request: PersonRequest, pk: int, side: str) -> HttpResponse:
    if side not in Side.values:
        raise PermissionDenied
    found = visits.get_for(request.user, pk, f"sign_{side}")
    return form_page(
        request,
        SignForm(*posted(request)),
        lambda said: actions.sign_visit(pk, actor=request.user, side=side, **said),
        title=_("Sign for the %(side)s") % {"side": Side(side).label},
        intro=f"{found}：{_counted(found)}",
        submit=_("Sign"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Signed."),
    )


def _counted(found: Visit) -> str:
    """What is signed, in numbers."""
    verdicts = [line.result.verdict for line in lines_of(found, response_of(found))]
    counts = {name: verdicts.count(value) for name, value in (("passed", "pass"), ("failed", "fail"), ("left", ""))}
    return _("%(passed)s passed, %(failed)s failed, %(left)s not answered.") % counts


@require_http_methods(["GET", "POST"])
def visit_unsigned(request: PersonRequest, pk: int) -> HttpResponse:
    found = visits.get_for(request.user, pk, "note_unsigned")
    return form_page(
        request,
        ReasonForm(*posted(request)),
        lambda said: actions.note_unsigned(pk, actor=request.user, **said),
        title=_("The unit does not sign"),
        intro=_("Say why, and who was there. What was found stands; the unit may still sign later."),
        submit=_("Note that it did not sign"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Noted."),
    )


@require_POST
def visit_finding(request: PersonRequest, pk: int, item: int) -> HttpResponse:
    found = visits.get_for(request.user, pk)
    kind = FindingKind.objects.filter(pk=number_said(request.POST.get("kind", "")) or 0, retired=False).first()
    return act_only(
        request,
        lambda: actions.issue_from_item(pk, item, actor=request.user, kind=kind, burden_reason=sending.reason(request)),
        to=found.get_absolute_url(),
        said=_("The finding is in the register."),
    )
