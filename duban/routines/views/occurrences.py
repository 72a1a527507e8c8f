"""Occurrences: the list and its Excel, the page of one, and what is done with it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden.views import opened
from duban.checklists.alike import hints_in
from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.ledger import terms
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.routines import actions as do
from duban.routines import composing, sources
from duban.routines.access import duties, occurrences, owes
from duban.routines.actions.meeting import responses_of
from duban.routines.forms import AnswerForm, ExcuseForm, QuestionForm, ReportForm
from duban.routines.models import Occurrence, Report, Standing
from duban.routines.queries import occurrences_for
from duban.routines.views import filters
from duban.ui import faults, lights, once
from duban.ui.posted import posted
from duban.ui.sorting import BY_UNIT, NEWEST, OLDEST, Sort, sorted_page

SORTS = (
    Sort("new", NEWEST, ("-day", "-id")),
    Sort("old", OLDEST, ("day", "id")),
    Sort("unit", BY_UNIT, ("unit__path", "-day", "-id")),
)
# How a standing shines: colour, and always its word beside it.
COLOURS = {
    Standing.MET: "green",
    Standing.LATE: "yellow",
    Standing.MISSED: "red",
    Standing.OPEN: "off",
    Standing.AHEAD: "off",
    Standing.EXCUSED: "paused",
}
COLUMNS = (
    Column(gettext_lazy("Standing duty"), Kind.TEXT, 26),
    Column(gettext_lazy("Unit"), Kind.TEXT, 20),
    Column(pgettext_lazy("duty", "Person"), Kind.TEXT, 10),
    Column(gettext_lazy("Day"), Kind.DATE, 12),
    Column(gettext_lazy("Shift"), Kind.TEXT, 8),
    Column(gettext_lazy("Due"), Kind.MOMENT, 17),
    Column(gettext_lazy("Standing"), Kind.TEXT, 10),
    Column(gettext_lazy("Met at"), Kind.MOMENT, 17),
    Column(gettext_lazy("Met by"), Kind.TEXT, 10),
    Column(gettext_lazy("Reason"), Kind.LONG, 30),
)


def light_of(one: Occurrence, now: Any = None) -> Any:
    standing = one.standing_at(now or timezone.now())
    return lights.draw(COLOURS[standing], str(standing.label))


@require_GET
def occurrence_list(request: PersonRequest) -> HttpResponse:
    wanted, now = filters.asked(request), timezone.now()
    page = sorted_page(_asked(request, now), request.GET, SORTS, size=50)
    context = {
        "page": page,
        "lines": [(row, light_of(row, now)) for row in page.rows],
        "wanted": wanted,
        "standings": Standing.choices,
        "duties": list(duties.visible_to(request.user).order_by("name", "id").values_list("pk", "name")[:300]),
        "filtered": any(wanted.values()),
    }
    return render(request, "routines/occurrences.html", context)


def _asked(request: PersonRequest, now: datetime) -> QuerySet[Occurrence]:
    """Without a day or a standing, what is still ahead is left out."""
    wanted = filters.asked(request)
    rows = occurrences_for(request.user, now=now, **wanted)
    if any((wanted["day"], wanted["since"], wanted["until"], wanted["standing"])):
        return rows
    return rows.filter(day__lte=terms.today())


@require_GET
def occurrences_xlsx(request: PersonRequest) -> HttpResponseBase:
    now = timezone.now()

    def line(one: Occurrence) -> tuple[Any, ...]:
        return (
            one.duty.name, str(one.unit), str(one.person or ""), one.day, one.shift_name, one.due_at,
            str(one.standing_at(now).label), one.met_at, str(one.met_by or ""), one.reason,
        )  # fmt: skip

    return Sheet(_("What is owed"), "routines:occurrences", SORTS, COLUMNS, line).answer(request, _asked(request, now))


@require_GET
def occurrence(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, occurrences.get_for(request.user, pk), None)


def _page(
    request: PersonRequest, one: Occurrence, form: ReportForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    verbs = occurrences.verbs_for(request.user, one)
    headings = sources.headings(one.duty.form)
    report = Report.objects.select_related("by").filter(occurrence=one).first()
    draft = None
    if one.duty.checklist_id is None and report is None and "meet" in verbs and one.opens_at <= timezone.now():
        draft = composing.compose(one, request.user)
        initial = {part: draft.text(part) for part in sources.PARTS}
        form = form or ReportForm(headings=headings, initial=initial)
    rounds = list(responses_of(one).select_related("by")) if one.duty.checklist_id else []
    context = {
        "one": one,
        "light": light_of(one),
        "verbs": verbs,
        "report": report,
        "parts": [(headings[p], getattr(report, p).splitlines()) for p in sources.PARTS] if report else [],
        "form": form,
        "draft": draft,
        "opened_at": opened.mark(request, "occurrence", one.pk) if draft else "",
        "behind": [line for line in draft.lines if line.url] if draft else [],
        "responses": rounds,
        "hints": [hint for each in rounds for hint in hints_in(request.user, each)],
        "ready": "meet" in verbs
        and one.duty.checklist_id
        and responses_of(one).filter(finished_at__isnull=False).exists(),
        "is_open": one.opens_at <= timezone.now(),
        "questions": list(one.questions.select_related("asked_by", "answered_by")),
        "question_form": QuestionForm(),
        "answer_form": AnswerForm(),
        **more,
    }
    return render(request, "routines/occurrence.html", context, status=status)


@require_POST
def report(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk)
    _may(request, one, "meet", closed=one.met_at is not None or one.excused_at is not None)
    form = ReportForm(request.POST, headings=sources.headings(one.duty.form))
    if form.is_valid():
        draft = composing.compose(one, request.user).as_json()
        try:
            return once.perform(
                request,
                lambda: do.confirm_report(
                    pk,
                    actor=request.user,
                    draft=draft,
                    took=opened.took(request, "occurrence", pk),
                    **form.cleaned_data,
                ),
                to=reverse("routines:occurrence", args=[pk]),
                said=_("Confirmed. Thank you."),
            )
        except ValidationError as error:
            faults.put(form, error)
    return _page(request, occurrences.get_for(request.user, pk), form, status=422)


def _may(request: PersonRequest, one: Occurrence, verb: str, *, closed: bool) -> None:
    """403 for whoever may never do it; when only somebody was faster, the action says so in words."""
    if closed and owes(standing_of(request.user), one):
        return
    occurrences.get_for(request.user, one.pk, verb)


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk, "correct")
    found = Report.objects.filter(occurrence=one).first()
    initial = {part: getattr(found, part) for part in sources.PARTS} if found else {}
    return form_page(
        request,
        ReportForm(*posted(request)[:1], headings=sources.headings(one.duty.form), initial=initial),
        lambda said: do.correct_report(pk, actor=request.user, **said),
        title=_("Correct the report"),
        submit=_("Save"),
        to=reverse("routines:occurrence", args=[pk]),
        back=reverse("routines:occurrence", args=[pk]),
        intro=_("What stood there before stays in the journal."),
    )


@require_POST
def check(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk)
    _may(request, one, "meet", closed=one.met_at is not None or one.excused_at is not None)
    try:
        return once.perform(
            request,
            lambda: do.begin_check(pk, actor=request.user),
            to=lambda begun: reverse("checklists:field", args=[begun.pk]),
        )
    except ValidationError as error:
        return _refused(request, pk, error)


@require_POST
def meet(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk)
    _may(request, one, "meet", closed=one.met_at is not None or one.excused_at is not None)
    return act_only(
        request,
        lambda: do.meet_by_response(pk, actor=request.user),
        to=reverse("routines:occurrence", args=[pk]),
        said=_("Done; it is met."),
    )


def _refused(request: PersonRequest, pk: int, error: ValidationError) -> HttpResponse:
    def again() -> None:
        raise error

    return act_only(request, again, to=reverse("routines:occurrence", args=[pk]))


@require_http_methods(["GET", "POST"])
def excuse(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk, "excuse")
    return form_page(
        request,
        ExcuseForm(*posted(request)[:1]),
        lambda said: do.excuse_occurrence(pk, actor=request.user, **said),
        title=_("Excuse %(who)s this time") % {"who": one.who},
        submit=_("Excuse"),
        to=reverse("routines:occurrence", args=[pk]),
        back=reverse("routines:occurrence", args=[pk]),
        intro=str(one),
    )


@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk, "ask")
    form = QuestionForm(request.POST)
    if form.is_valid():
        back = request.POST.get("back", "")
        read = back.partition("?")[0] == reverse("routines:briefings")
        to = f"{back}#u{one.unit_id}" if read else reverse("routines:occurrence", args=[pk])
        return act_only(
            request,
            lambda: do.ask_back(pk, actor=request.user, **form.cleaned_data),
            to=to,
            said=_("Asked; they find it on their page today."),
        )
    return _page(request, one, None, status=422, question_form=form)


@require_POST
def answer(request: PersonRequest, pk: int, question: int) -> HttpResponse:
    one = occurrences.get_for(request.user, pk, "answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        return act_only(
            request,
            lambda: do.answer_question(question, occurrence_id=pk, actor=request.user, **form.cleaned_data),
            to=reverse("routines:occurrence", args=[pk]),
            said=_("Answered."),
        )
    return _page(request, one, None, status=422, answer_form=form)
