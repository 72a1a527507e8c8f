"""Suggestions: sent, read by their sender, answered, and how each unit answers."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from duban.inspections import actions
from duban.inspections.access import suggestions
from duban.inspections.actions.suggestions import code_of, hash_of
from duban.inspections.forms import AnswerForm, CodeForm, SuggestionForm
from duban.inspections.listing import suggestions as listing
from duban.inspections.models import Suggestion, SuggestionState
from duban.journal.queries import timeline
from duban.ledger.access import tasks
from duban.org.access import standing_of
from duban.org.filters import unit_picker
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.org.views.form_page import form_page
from duban.org.voices import speakers_of
from duban.ui import once
from duban.ui.addresses import number_said
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

MOST_NAMED = 5


@require_GET
def suggestion_list(request: PersonRequest) -> HttpResponse:
    rows, wanted = listing.suggestions_for(request.user, request.GET), request.GET
    context = {
        "page": sorted_page(rows, wanted, listing.SORTS),
        "states": SuggestionState.choices,
        "picker": unit_picker(wanted.get("unit", ""), _("Answered by")),
        "filtered": any(wanted.get(name) for name in listing.FILTERS),
        "today": timezone.localdate(),
        "units": _by_unit(),
    }
    return render(request, "inspections/suggestions.html", context)


@require_GET
def suggestions_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, listing.suggestions_for(request.user, request.GET))


def _by_unit() -> list[dict[str, object]]:
    """How many each unit got, answered, answered in time and adopted: public, as it tells of nobody who sent."""
    late = Q(state=SuggestionState.SENT, answer_by__lt=timezone.localdate())
    answered = ~Q(state=SuggestionState.SENT)
    rows = (
        Suggestion.objects.order_by()
        .values("unit", "unit__name", "unit__short_name", "unit__path")
        .annotate(
            n=Count("pk"),
            answered=Count("pk", filter=answered),
            in_time=Count("pk", filter=answered & Q(answered_on__lte=F("answer_by"))),
            adopted=Count("pk", filter=Q(state=SuggestionState.ADOPTED)),
            late=Count("pk", filter=late),
        )
        .order_by("unit__path")
    )
    return [
        {**row, "name": row["unit__short_name"] or row["unit__name"], "share": round(100 * row["answered"] / row["n"]),
         "adopted_share": round(100 * row["adopted"] / row["n"])}
        for row in rows
    ]  # fmt: skip


@once.by_words
@require_http_methods(["GET", "POST"])
def suggestion_new(request: PersonRequest) -> HttpResponse:
    """A named one is sent as any form. An anonymous one leaves no token behind that names the sender: its code is made
    of the form's number, so that sending twice gives the same."""
    if not standing_of(request.user).posts:
        raise PermissionDenied
    form = SuggestionForm(*posted(request), initial={"unit": request.GET.get("unit", "")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said, token = form.cleaned_data, request.POST.get("once", "")
            about = number_said(request.GET.get("visit", ""))
            try:
                if said["anonymous"]:
                    actions.send_suggestion(actor=request.user, token=token, visit_id=about, **said)
                    code = code_of(token, said["unit"], said["title"], said["text"], about)
                    # Whoever sits down here next must not find the code by going back.
                    answer = render(request, "inspections/suggestion_code.html", {"code": code})
                    add_never_cache_headers(answer)
                    return answer
                return once.perform(
                    request,
                    lambda: actions.send_suggestion(actor=request.user, visit_id=about, **said),
                    to=lambda made: made.get_absolute_url(),
                    said=_("Sent. You see the answer here."),
                )
            except ValidationError as error:
                form.add_error(None, error)
    context = {
        "form": form, "title": _("Send a suggestion"), "submit": _("Send"), "back": reverse("inspections:suggestions"),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=status)


@require_GET
def suggestion(request: PersonRequest, pk: int) -> HttpResponse:
    found = suggestions.get_for(request.user, pk)
    return _shown(request, found, suggestions.verbs_for(request.user, found))


def _shown(request: PersonRequest, found: Suggestion, verbs: set[str]) -> HttpResponse:
    waits = found.state == SuggestionState.SENT
    voices = Person.objects.filter(pk__in=speakers_of(found.unit)).order_by("pk")[:MOST_NAMED] if waits else []
    context = {
        "suggestion": found,
        "verbs": verbs,
        "late": found.is_late(timezone.localdate()),
        "voices": voices,
        # First a draft of whoever adopted it; the sender reads how far it is, and opens it where that is theirs to see.
        "task_seen": found.task_id and tasks.visible_to(request.user).filter(pk=found.task_id).exists(),
        "entries": timeline("suggestion", found.pk)[:12] if verbs else [],
    }
    return render(request, "inspections/suggestion.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def by_code(request: PersonRequest) -> HttpResponse:
    """An anonymous sender reads the answer. The code never stands in an address, so it stays in no history or log."""
    form = CodeForm(*posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            rows = Suggestion.objects.select_related("unit", "task")
            found = rows.filter(code=hash_of(form.cleaned_data["code"])).first()
            if found is not None:
                return _shown(request, found, set())
            form.add_error("code", _("No suggestion has this code."))
    context = {
        "form": form, "title": _("Read an answer by its code"), "submit": _("See the answer"),
        "back": reverse("inspections:suggestions"),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=status)


@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    found = suggestions.get_for(request.user, pk, "answer")
    return form_page(
        request,
        AnswerForm(*posted(request)),
        lambda said: actions.answer_suggestion(pk, actor=request.user, **said),
        title=_("Answer the suggestion"),
        intro=found.text,
        submit=_("Answer"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Answered: the sender sees it."),
    )
