"""After the visits: notices, bulletins, and each unit's statement of rectification, as pages and as Word."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from duban.exports.responses import word_response
from duban.inspections import actions, papers
from duban.inspections.access import bulletins, may_plan, units_to_plan_for, visits
from duban.inspections.actions.bulletins import digest
from duban.inspections.forms import BulletinForm, CorrectBulletinForm, NumberForm
from duban.inspections.listing import bulletins as listing
from duban.inspections.queries.facts import Statement, statement_of, told_of
from duban.journal.queries import timeline
from duban.org.access import standing_of
from duban.org.fields import UnitField
from duban.org.filters import unit_picker
from duban.org.models import Unit
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.ui.addresses import day_said
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

QUARTER = 90


@require_GET
def notice(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The rectification notice of a visit, with the findings made of it."""
    visit = visits.get_for(request.user, pk, "notice")
    content = papers.notice_of(visit, list(told_of(request.user, visit)), timezone.localdate())
    return word_response(content, title=papers.notice_title(visit))


@require_GET
def bulletin_list(request: PersonRequest) -> HttpResponse:
    rows, wanted = listing.bulletins_for(request.user, request.GET), request.GET
    context = {
        "page": sorted_page(rows, wanted, listing.SORTS),
        "states": listing.STATES,
        "picker": unit_picker(wanted.get("unit", ""), _("Issued by")),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "may": may_plan(standing_of(request.user)),
    }
    return render(request, "inspections/bulletins.html", context)


@require_GET
def bulletins_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.bulletins_for(request.user, request.GET))


@require_http_methods(["GET", "POST"])
def bulletin_new(request: PersonRequest) -> HttpResponse:
    if not may_plan(standing_of(request.user)):
        raise PermissionDenied
    today = timezone.localdate()
    own = units_to_plan_for(request.user).filter(pk__in=standing_of(request.user).unit_ids).first()
    top = Unit.objects.filter(depth=1).first() if standing_of(request.user).sees_all else own
    initial = {"unit": own, "scope": top, "since": today - timedelta(days=30), "until": today}
    return form_page(
        request,
        BulletinForm(*posted(request), actor=request.user, initial=initial),
        lambda said: actions.draft_bulletin(actor=request.user, **said),
        title=_("New bulletin"),
        intro=_("Drafted from what was inspected, found and put right; you correct it before it is issued."),
        submit=_("Draft it"),
        to=lambda made: made.get_absolute_url(),
        back=reverse("inspections:bulletins"),
    )


@require_GET
def bulletin(request: PersonRequest, pk: int) -> HttpResponse:
    found = bulletins.get_for(request.user, pk)
    context = {
        "bulletin": found,
        "paragraphs": [(text, papers.is_heading(text)) for text in papers.paragraphs_of(found)],
        "verbs": bulletins.verbs_for(request.user, found),
        "seen": digest(found),
        "entries": timeline("bulletin", pk)[:12],
    }
    return render(request, "inspections/bulletin.html", context)


@require_http_methods(["GET", "POST"])
def bulletin_correct(request: PersonRequest, pk: int) -> HttpResponse:
    found = bulletins.get_for(request.user, pk, "correct")
    return form_page(
        request,
        CorrectBulletinForm(
            *posted(request), initial={"title": found.title, "body": found.body, "seen": digest(found)}
        ),
        lambda said: actions.correct_bulletin(pk, actor=request.user, **said),
        title=_("Correct the bulletin"),
        submit=_("Save"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def bulletin_issue(request: PersonRequest, pk: int) -> HttpResponse:
    """?seen: what its page showed when the issue was begun there."""
    found = bulletins.get_for(request.user, pk, "issue")
    return form_page(
        request,
        NumberForm(*posted(request), initial={"seen": request.GET.get("seen") or digest(found)}),
        lambda said: actions.issue_bulletin(pk, actor=request.user, **said),
        title=_("Issue the bulletin"),
        intro=found.title,
        submit=pgettext("bulletin", "Issue"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Issued: everybody reads it now."),
        sure=_("An issued bulletin is not changed any more. Issue it?"),
    )


@require_GET
def bulletin_word(request: PersonRequest, pk: int) -> HttpResponseBase:
    found = bulletins.get_for(request.user, pk)
    on = timezone.localdate(found.issued_at) if found.issued_at else timezone.localdate()
    return word_response(papers.bulletin_of(found, on), title=found.title)


def _asked(request: PersonRequest) -> Statement:
    """?unit (key or name), since, until; without a unit the whole group for who sees it, else the reader's own. Units of which one may
    read nothing do not exist."""
    standing, wanted = standing_of(request.user), request.GET
    if asked := wanted.get("unit", "").strip():
        unit = UnitField(rows=Unit.objects.all()).one(asked, quiet=True)
    else:
        own = Unit.objects.filter(depth=1) if standing.sees_all else Unit.objects.filter(pk__in=standing.unit_ids)
        unit = own.order_by("path").first()
    if unit is None or not (standing.sees_all or unit.pk in standing.subtree_ids):
        raise Http404
    until = day_said(wanted.get("until", "")) or timezone.localdate()
    since = day_said(wanted.get("since", "")) or until - timedelta(days=QUARTER)
    return statement_of(request.user, unit, *sorted((since, until)))


@require_GET
def statement(request: PersonRequest) -> HttpResponse:
    asked = _asked(request)
    context = {"statement": asked, "picker": unit_picker(str(asked.facts.scope.pk), _("Unit"))}
    return render(request, "inspections/statement.html", context)


@require_GET
def statement_word(request: PersonRequest) -> HttpResponseBase:
    asked = _asked(request)
    return word_response(papers.statement_paper(asked, timezone.localdate()), title=papers.statement_title(asked))
