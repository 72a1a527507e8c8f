"""Before the freezing: preparing a draw, changing and dropping it, and what inspectors declare."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.burden.askers import Ask
from duban.burden.views import sending
from duban.inspections import actions, asking
from duban.inspections.access import draws, may_look_back, plans, recusable
from duban.inspections.actions.lookbacks import asks_of_look_back
from duban.inspections.actions.preparing import asks_of_prepared, seats_of
from duban.inspections.forms import DrawForm, LookBackForm, RecusalForm
from duban.inspections.models import Draw, Plan, Purpose
from duban.org.access import standing_of
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page
from duban.ui.posted import posted


@require_http_methods(["GET", "POST"])
def draw_new(request: PersonRequest, pk: int) -> HttpResponse:
    plan = plans.get_for(request.user, pk, "draw")
    form = DrawForm(*posted(request))
    return _draw_form(
        request,
        form,
        _asks(form, plan),
        lambda said: actions.prepare_draw(pk, actor=request.user, **said),
        title=_("Prepare a draw"),
        intro=str(plan),
        back=plan.get_absolute_url(),
        said=_("Saved. Let inspectors declare where they must not go, then freeze it."),
    )


@require_http_methods(["GET", "POST"])
def look_back_new(request: PersonRequest) -> HttpResponse:
    if not may_look_back(standing_of(request.user)):
        raise PermissionDenied
    today = timezone.localdate()
    form = LookBackForm(*posted(request), initial={"since": today - timedelta(days=90), "until": today})
    return _draw_form(
        request,
        form,
        _asks(form),
        lambda said: actions.prepare_look_back(actor=request.user, **said),
        title=_("Draw what is looked at again"),
        back=reverse("inspections:look_backs"),
    )


@require_http_methods(["GET", "POST"])
def draw_change(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "change")
    form = (DrawForm if found.purpose == Purpose.VISITS else LookBackForm)(*posted(request), draw=found)
    return _draw_form(
        request,
        form,
        _asks(form, found.plan) if form.is_bound else asks_of_prepared(found),
        lambda said: actions.change_draw(pk, actor=request.user, **said),
        title=_("Change the draw"),
        intro=str(found.plan or ""),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


def _draw_form(
    request: PersonRequest,
    form: forms.Form,
    asks: list[Ask],
    act: Callable[[dict[str, Any]], Draw],
    *,
    title: str,
    back: str,
    intro: str = "",
    said: str = "",
) -> HttpResponse:
    """With what it would cost beside it."""
    template, more = "inspections/visit_form.html", sending.cost(request, asks)
    if sending.is_asked(request):
        page = {"form": form, "title": title, "intro": intro, "submit": _("Save"), "back": back, **more}
        return sending.answer(request, template, page)
    return form_page(
        request,
        form,
        lambda given: act({**given, "burden_reason": sending.reason(request)}),
        title=title,
        intro=intro,
        template=template,
        more=more,
        submit=_("Save"),
        to=lambda made: made.get_absolute_url(),
        back=back,
        said=said,
    )


def _asks(form: forms.Form, plan: Plan | None = None) -> list[Ask]:
    """What is typed would ask of whoever is drawn and of those who look, as far as it says by what, when and with whom."""
    if not form.is_bound:
        return []
    form.is_valid()
    said = form.cleaned_data
    if plan is None:
        if not all(said.get(name) for name in ("since", "until", "inspectors", "cap")):
            return []
        draw = Draw(since=said["since"], until=said["until"], cap=said["cap"])
        return asks_of_look_back(draw, list(seats_of(said["inspectors"]).items()))
    if not all(said.get(name) for name in ("edition", "since", "team", "inspectors")):
        return []
    return asking.asks_of_draw(
        plan, said["edition"], on=said["since"], team=said["team"], inspectors=len(said["inspectors"])
    )


@require_POST
def draw_drop(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "change")
    return act_only(
        request,
        lambda: actions.drop_draw(pk, actor=request.user),
        to=found.plan.get_absolute_url() if found.plan else reverse("inspections:look_backs"),
        said=_("Dropped: nothing of it was published."),
    )


@require_http_methods(["GET", "POST"])
def recusal(request: PersonRequest, pk: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "recuse")
    people = recusable(standing_of(request.user), found)
    mine = people.filter(pk=request.user.pk).first()
    return form_page(
        request,
        RecusalForm(*posted(request), people=people, initial={"person": mine}),
        lambda said: actions.recuse(pk, actor=request.user, **said),
        title=_("Declare a recusal"),
        intro=_("Who belongs to a unit is recused from it without being asked."),
        submit=_("Declare"),
        to=found.get_absolute_url(),
        back=found.get_absolute_url(),
        said=_("Saved."),
    )


@require_POST
def recusal_back(request: PersonRequest, pk: int, recusal: int) -> HttpResponse:
    found = draws.get_for(request.user, pk, "recuse")
    return act_only(
        request,
        lambda: actions.take_back_recusal(pk, recusal, actor=request.user),
        to=found.get_absolute_url(),
        said=_("Taken back."),
    )
