"""Standing duties: the list, the page of one, setting and changing it with a preview of its next dates."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.calendars import BadRule
from duban.journal.queries import timeline
from duban.ledger import terms
from duban.ledger.views import catalogue_options
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.routines import actions as do
from duban.routines import asking, listing, timing
from duban.routines.access import duties
from duban.routines.forms import DutyForm, EndForm, PauseForm
from duban.routines.models import Duty, Form
from duban.routines.queries import duties_for, occurrences_for
from duban.routines.views.filters import number_of
from duban.ui import faults, once
from duban.ui.addresses import number_said
from duban.ui.posted import posted
from duban.ui.sorting import sorted_page

STORY = 12


@require_GET
def duty_list(request: PersonRequest) -> HttpResponse:
    asked = _asked(request)
    page = sorted_page(duties_for(request.user, **asked, on=terms.today()), request.GET, listing.SORTS, size=50)
    context = {
        "page": page,
        "lines": [(each, listing.when(each), listing.who_owes(each)) for each in page.rows],
        "forms": Form.choices,
        "programmes": catalogue_options.options(
            catalogue_options.choices().programme, request.GET.get("programme", "")
        ),
        "states": [("ended", pgettext("duty", "Ended")), ("all", _("All"))],
        "filtered": any(asked.values()),
        "may_set": duties.may_set(request.user),
        "today": terms.today(),
    }
    return render(request, "routines/list.html", context)


@require_GET
def duties_xlsx(request: PersonRequest) -> HttpResponseBase:
    return listing.SHEET.answer(request, duties_for(request.user, **_asked(request), on=terms.today()))


def _asked(request: PersonRequest) -> dict[str, Any]:
    text, form, state = (request.GET.get(name, "").strip() for name in ("q", "form", "state"))
    return {"text": text, "form": form, "state": state, "programme": number_of(request, "programme")}


@require_GET
def duty(request: PersonRequest, pk: int) -> HttpResponse:
    found = duties.get_for(request.user, pk)
    today = terms.today()
    context = {
        "duty": found,
        "verbs": duties.verbs_for(request.user, found),
        "when": timing.rule_words(found.rule),
        "each": asking.each_of(found, today)[0],
        "units": list(found.units.order_by("path")),
        "people": list(found.people.order_by("pk")),
        "pauses": list(found.pauses.select_related("by")),
        "coming": _coming(found),
        "ended": bool(found.until and found.until < today),
        "today": today,
        "now": list(occurrences_for(request.user, duty=found.pk, day=today).order_by("unit__path", "pk")[:50]),
        "entries": list(timeline("duty", pk).filter(noun="duty")[:STORY]),
    }
    return render(request, "routines/duty.html", context)


def _coming(found: Duty) -> list[dict[str, Any]]:
    """The next slots with their hours; empty when there are none any more."""
    calendar = terms.calendar()
    try:
        slots = timing.coming(found, terms.today(), calendar)
    except BadRule:
        return []
    return [
        {
            "day": day,
            "shift": found.shift_name(shift),
            "opens": timezone.localtime(found.opens(day, shift)),
            "due": timezone.localtime(found.due(day, shift, calendar)),
            "off": not calendar.is_working_day(day),
            "paused": paused,
        }
        for day, shift, paused in slots
    ]


@require_http_methods(["GET", "POST"])
def duty_new(request: PersonRequest) -> HttpResponse:
    if not duties.may_set(request.user):
        raise PermissionDenied
    owners = list(duties.owners_for(request.user).order_by("path")[:2])
    seat = next(iter(standing_of(request.user).unit_ids), None)
    initial: dict[str, Any] = {"owner": owners[0] if len(owners) == 1 else seat}
    return _form(request, None, initial)


@require_http_methods(["GET", "POST"])
def duty_edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _form(request, duties.get_for(request.user, pk, "change"), {})


def _form(request: PersonRequest, found: Duty | None, initial: dict[str, Any]) -> HttpResponse:
    # The form validates a copy: only the action writes the row.
    copy = Duty.objects.get(pk=found.pk) if found else None
    form = DutyForm(*posted(request)[:1], actor=request.user, instance=copy, initial=initial)
    preview: list[dict[str, Any]] | None = None
    more = sending.cost(request, _asks(form, found), replacing=("duty", found.pk) if found else None)
    if request.method == "POST" and form.is_valid() and not sending.is_asked(request):
        said = dict(form.cleaned_data)
        try:
            if "preview" in request.POST:
                preview = _previewed(request.user, said, found)
            else:
                return once.perform(
                    request,
                    lambda: _keep(request, found, said),
                    to=lambda kept: reverse("routines:duty", args=[kept.pk]),
                    said=_("Saved. What is owed in the next 30 days is being made."),
                )
        except ValidationError as error:
            faults.put(form, error)
    context = {
        "form": form,
        "duty": found,
        "preview": preview,
        "back": reverse("routines:duty", args=[found.pk]) if found else reverse("routines:list"),
        "parts": _parts(form),
        **more,
    }
    if sending.is_asked(request):
        return sending.answer(request, "routines/duty_form.html", context)
    return render(request, "routines/duty_form.html", context, status=422 if form.errors else 200)


def _asks(form: DutyForm, found: Duty | None) -> list[Ask]:
    """What is typed would ask in the next thirty days; nothing as long as it makes no duty."""
    if not form.is_bound:
        if found is None:
            return []
        return asking.asks_ahead(found, list(found.units.all()), list(found.people.all()), terms.today())
    if not form.is_valid():
        return []
    said = dict(form.cleaned_data)
    units, people = said.pop("units"), said.pop("people")
    try:
        trial = Duty(pk=found.pk if found else None, **said)
        timing.check(trial, terms.calendar())
        return asking.asks_ahead(trial, units, people, terms.today())
    except (ValidationError, BadRule):
        return []


def _keep(request: PersonRequest, found: Duty | None, said: dict[str, Any]) -> Duty:
    said = {**said, "burden_reason": sending.reason(request)}
    if found is None:
        return do.set_duty(actor=request.user, **said)
    version = number_said(request.POST.get("version", ""))
    return do.change_duty(found.pk, actor=request.user, version=version, **said)


def _previewed(person: Person, said: dict[str, Any], found: Duty | None) -> list[dict[str, Any]]:
    """The next ten dates of what is typed, when it may be set so; nothing is saved."""
    units, people = said.pop("units"), said.pop("people")
    trial = Duty.objects.get(pk=found.pk) if found else Duty(set_by=person)
    for name, value in said.items():
        setattr(trial, name, value)
    do.check_duty(trial, person, units, people)
    return _coming(trial)


def _parts(form: DutyForm) -> list[tuple[str, list[Any]]]:
    named = [
        (
            pgettext("duty", "What"),
            ["name", "purpose", "form", "checklist", "minutes", "owner", "document", "programme"],
        ),
        (pgettext("duty", "Who"), ["who", "units", "unit_kind", "role", "post", "people", "within"]),
        (
            pgettext("duty", "When"),
            ["often", "rule", "follows", "later", "on_day_off", "shifts", "begins_at", "term", "term_unit"],
        ),
        (_("In force"), ["since", "until"]),
        (_("When it is missing"), ["escalate_to", "escalate_hours", "escalate_person"]),
    ]
    return [(title, [form[name] for name in names]) for title, names in named]


@require_http_methods(["GET", "POST"])
def pause(request: PersonRequest, pk: int) -> HttpResponse:
    found = duties.get_for(request.user, pk, "pause")
    return form_page(
        request,
        PauseForm(*posted(request)[:1], initial={"since": terms.today()}),
        lambda said: do.pause_duty(found.pk, actor=request.user, **said),
        title=_("Pause %(duty)s") % {"duty": found.name},
        submit=_("Pause it"),
        to=reverse("routines:duty", args=[pk]),
        back=reverse("routines:duty", args=[pk]),
        intro=_("Nothing is owed on these days; the reason stays on the page."),
    )


@require_POST
def resume(request: PersonRequest, pk: int, pause: int) -> HttpResponse:
    duties.get_for(request.user, pk, "pause")
    return act_only(
        request,
        lambda: do.resume_duty(pk, actor=request.user, pause_id=pause),
        to=reverse("routines:duty", args=[pk]),
        said=_("The pause is taken back."),
    )


@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    found = duties.get_for(request.user, pk, "end")
    return form_page(
        request,
        EndForm(*posted(request)[:1], initial={"until": terms.today()}),
        lambda said: do.end_duty(found.pk, actor=request.user, **said),
        title=_("End %(duty)s") % {"duty": found.name},
        submit=pgettext("duty", "End it"),
        to=reverse("routines:duty", args=[pk]),
        back=reverse("routines:duty", args=[pk]),
    )
