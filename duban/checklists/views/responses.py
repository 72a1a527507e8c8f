"""What was found: the list of responses, beginning one, reading one, finishing it."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.checklists import actions as do
from duban.checklists import alike
from duban.checklists.abouts import abouts
from duban.checklists.access import responses
from duban.checklists.forms import BeginForm
from duban.checklists.found import reports_of
from duban.checklists.listing import answers
from duban.checklists.listing import responses as listing
from duban.checklists.models import ItemResult, Response, Verdict
from duban.checklists.queries import current_of
from duban.checklists.views.editions import sections_of
from duban.checklists.views.story import story
from duban.exports.responses import excel_response
from duban.files.models import Evidence
from duban.journal import kinds as nouns
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.addresses import number_said
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page


@require_GET
def response_list(request: PersonRequest) -> HttpResponse:
    wanted = request.GET
    page = sorted_page(listing.listed(request.user, wanted), wanted, listing.SORTS)
    listing.dress(page.rows)
    context = {
        "page": page,
        "lines": [(row, row.tally) for row in page.rows],
        "checklist": listing.checklist_asked(request.user, wanted),
        "picker": unit_picker(wanted.get("unit", ""), _("Unit looked at")),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "states": [("open", pgettext("check", "Open")), ("finished", _("Finished")), ("failed", _("With failures"))],
        "may_begin": bool(standing_of(request.user).posts),
    }
    return render(request, "checklists/responses.html", context)


@require_GET
def responses_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.listed(request.user, request.GET), dress=listing.dress)


@require_http_methods(["GET", "POST"])
def response_new(request: PersonRequest) -> HttpResponse:
    if not standing_of(request.user).posts:
        raise PermissionDenied
    initial: dict[str, Any] = {"edition": number_said(request.GET.get("edition", ""))}
    own = list(responses.units_to_look_at(request.user).filter(pk__in=standing_of(request.user).unit_ids)[:2])
    # Who works for the whole looks at one of its parts.
    if len(own) == 1 and own[0].depth > 1:
        initial["unit"] = own[0]
    return form_page(
        request,
        BeginForm(*(posted(request)[:1]), actor=request.user, initial=initial),
        lambda said: do.begin_response(actor=request.user, device=uuid4(), **said),
        title=_("Begin a check"),
        submit=pgettext("check", "Begin"),
        to=lambda made: reverse("checklists:field", args=[made.pk]),
        back=reverse("checklists:responses"),
    )


@require_GET
def response(request: PersonRequest, pk: int) -> HttpResponse:
    found = responses.get_for(request.user, pk)
    results = results_of(found)
    _say_where_it_is_reported(request.user, found, results)
    verdicts = [result.verdict for result in results]
    context = {
        "response": found,
        "note": _note(found),
        "belongs": belongs_to(request.user, found),
        "sections": sections_of_results(results),
        "figures": [
            (_("Items"), len(results), ""),
            (pgettext("verdict", "Passed"), verdicts.count("pass"), "pass"),
            (pgettext("verdict", "Failed"), verdicts.count("fail"), "fail"),
            (_("Not applicable"), verdicts.count("na"), "na"),
            (_("Not answered"), verdicts.count(""), "none"),
        ],
        "verbs": responses.verbs_for(request.user, found),
        "hints": alike.hints_in(request.user, found),
        "entries": story("response", pk),
    }
    return render(request, "checklists/response.html", context)


@require_GET
def response_xlsx(request: PersonRequest, pk: int) -> HttpResponseBase:
    found = responses.get_for(request.user, pk)
    return excel_response(answers.COLUMNS, answers.lines_of(results_of(found)), title=str(found))


def _say_where_it_is_reported(reader: Person, found: Response, results: list[ItemResult]) -> None:
    """`result.report` of what failed. A visit makes findings of it itself; of any other check they are reported from here."""
    about = abouts.get(found.about_noun)
    failed = [result for result in results if result.verdict == Verdict.FAIL]
    reports = {} if about and about.secret else reports_of(reader, found, failed)
    for result in failed:
        result.report = reports.get(result.item.pk)  # type: ignore[attr-defined]


def _note(found: Response) -> str:
    """Why it counts as no check, where the room above says so."""
    about = abouts.get(found.about_noun)
    return about.note(found.about_id) if about and found.about_id is not None else ""


def belongs_to(person: Person, found: Response) -> tuple[str, str] | None:
    """What it was begun about, as its noun and its page: there it goes on once this is finished."""
    about, noun = abouts.get(found.about_noun), nouns.noun(found.about_noun)
    if about is None or noun is None or found.about_id is None:
        return None
    if not Response.objects.filter(pk=found.pk, about_id__in=about.seen(person)).exists():
        return None
    return str(noun.label), noun.link(found.about_id)


def results_of(found: Response) -> list[ItemResult]:
    """The current state with files (`answer.files`) and named people (`answer.person`); four queries."""
    results = current_of(found)
    answers = [answer for result in results for answer in result.answers]
    files: dict[int, list[Evidence]] = {}
    if answers:
        for each in Evidence.objects.of(alike.EVIDENCE, *(answer.pk for answer in answers)):
            files.setdefault(each.noun_id, []).append(each)
    named = [answer.value for answer in answers if answer.item.kind == "person" and answer.value]
    people = Person.objects.in_bulk(named) if named else {}
    for answer in answers:
        answer.files = files.get(answer.pk, [])  # type: ignore[attr-defined]
        answer.said = str(people.get(answer.value, "")) if answer.item.kind == "person" else answer.shown  # type: ignore[attr-defined]
    return results


def sections_of_results(results: list[ItemResult]) -> list[tuple[object, list[ItemResult]]]:
    by_item = {result.item.pk: result for result in results}
    return [
        (section, [by_item[item.pk] for item in items])
        for section, items in sections_of([result.item for result in results])
    ]


@require_POST
def finish(request: PersonRequest, pk: int) -> HttpResponse:
    responses.get_for(request.user, pk)
    to = reverse("checklists:response", args=[pk])
    try:
        responses.get_for(request.user, pk, "finish")
    except PermissionDenied:
        if Response.objects.filter(pk=pk, finished_at__isnull=True).exists():
            raise
        # Somebody else was first.
        return act_only(request, _already, to=to)
    return act_only(
        request, lambda: do.finish_response(pk, actor=request.user), to=to, said=_("Finished; what was found is kept.")
    )


def _already() -> None:
    raise ValidationError(_("This was finished already."))
