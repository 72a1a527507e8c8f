"""Appointments and deputies, from the side of a unit or of a person."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.org.access import standing_of
from duban.org.actions.appointments import appoint_person, end_appointment, end_deputy, name_deputy
from duban.org.forms.people import AppointmentForm, DeputyForm, EndForm
from duban.org.models import Appointment, Deputy, Role
from duban.org.policies import is_top_administrator, people, units
from duban.org.requests import PersonRequest
from duban.org.views.form_page import act_only, form_page


def _only_roles_in_reach(form: forms.Form, request: PersonRequest) -> None:
    if not is_top_administrator(standing_of(request.user)):
        form.fields["role"].choices = [c for c in Role.choices if c[0] != Role.SUPERVISION]  # type: ignore[attr-defined]


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("role", "post", "since", "until")}


@require_http_methods(["GET", "POST"])
def appoint_to_unit(request: PersonRequest, pk: int) -> HttpResponse:
    unit = units.get_for(request.user, pk, "appoint")
    form = AppointmentForm(request.POST or None, without="unit")
    _only_roles_in_reach(form, request)
    return form_page(
        request,
        form,
        lambda data: appoint_person(data["person"], unit, actor=request.user, **_facts(data)),
        title=_("Appoint somebody in %(unit)s") % {"unit": unit},
        submit=_("Appoint"),
        to=unit.get_absolute_url(),
        back=unit.get_absolute_url(),
        said=_("Appointed."),
    )


@require_http_methods(["GET", "POST"])
def appoint_this_person(request: PersonRequest, pk: int) -> HttpResponse:
    person = people.get_for(request.user, pk)
    if not standing_of(request.user).has(Role.ADMINISTRATOR):
        people.get_for(request.user, pk, "edit")
    form = AppointmentForm(request.POST or None, without="person")
    _only_roles_in_reach(form, request)
    return form_page(
        request,
        form,
        lambda data: appoint_person(person, data["unit"], actor=request.user, **_facts(data)),
        title=_("Appoint %(person)s") % {"person": person},
        submit=_("Appoint"),
        to=person.get_absolute_url(),
        back=person.get_absolute_url(),
        said=_("Appointed."),
    )


@require_http_methods(["GET", "POST"])
def end_post(request: PersonRequest, pk: int) -> HttpResponse:
    post = Appointment.objects.select_related("person", "unit").filter(pk=pk).first()
    if post is None:
        raise Http404
    units.get_for(request.user, post.unit_id, "appoint")
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda data: end_appointment(pk, until=data["until"], actor=request.user),
        title=_("End: %(person)s, %(post)s of %(unit)s")
        % {"person": post.person, "post": post.post or post.get_role_display(), "unit": post.unit},
        submit=_("End it"),
        to=post.person.get_absolute_url(),
        back=post.person.get_absolute_url(),
        said=_("The appointment is ended."),
    )


@require_http_methods(["GET", "POST"])
def deputise(request: PersonRequest, pk: int) -> HttpResponse:
    person = people.get_for(request.user, pk, "name_deputy")
    return form_page(
        request,
        DeputyForm(request.POST or None),
        lambda data: name_deputy(person, data["deputy"], since=data["since"], until=data["until"], actor=request.user),
        title=_("Who acts for %(person)s") % {"person": person},
        submit=_("Name the deputy"),
        to=person.get_absolute_url(),
        back=person.get_absolute_url(),
        said=_("The deputy is named."),
        intro=_("The deputy may do what you may do, and everything is recorded under the deputy's own name."),
    )


@require_POST
def end_deputising(request: PersonRequest, pk: int) -> HttpResponse:
    row = Deputy.objects.select_related("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return act_only(
        request,
        lambda: end_deputy(pk, actor=request.user),
        to=row.person.get_absolute_url(),
        said=_("The deputy no longer acts."),
    )
