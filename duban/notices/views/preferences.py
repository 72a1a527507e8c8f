"""One page for how I am told: rhythm and quiet hours, ways out, the calendar address."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.notices.actions import calendar as calendars
from duban.notices.actions import wishes
from duban.notices.actions.allowing import may_allow
from duban.notices.forms import ChannelForm, WishesForm
from duban.notices.models import CalendarFeed, Channel, Preference, Service
from duban.notices.telling import mail_is_set_up
from duban.org.requests import PersonRequest
from duban.ui import once


def _page(request: PersonRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    wish = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    context = {
        "form": WishesForm(instance=wish),
        "channel_form": ChannelForm(),
        "channels": Channel.objects.filter(person=request.user),
        "feed": CalendarFeed.objects.filter(person=request.user).first(),
        "services": Service.objects.all(),
        "may_allow": may_allow(request.user),
        "mail": mail_is_set_up(),
        "address": request.user.email,
        **more,
    }
    return render(request, "notices/preferences.html", context, status=status)


@require_http_methods(["GET", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    form = WishesForm(request.POST, instance=Preference(person=request.user))
    if form.is_valid():
        try:
            return once.perform(
                request,
                lambda: wishes.set_wishes(actor=request.user, **form.cleaned_data),
                to=reverse("notices:preferences"),
                said=_("Kept."),
            )
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, form=form, status=422)


@require_POST
def channels(request: PersonRequest) -> HttpResponse:
    form = ChannelForm(request.POST)
    if form.is_valid():
        try:
            return once.perform(
                request,
                lambda: wishes.add_channel(actor=request.user, **form.cleaned_data),
                to=reverse("notices:preferences"),
                said=_("Added. Send a test to see that it arrives."),
            )
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_dict") else "address", error)
    return _page(request, channel_form=form, status=422)


@require_POST
def channel_trial(request: PersonRequest, pk: int) -> HttpResponse:
    return once.perform(
        request,
        lambda: wishes.try_channel(pk, actor=request.user),
        to=reverse("notices:preferences"),
        said=_("A test is on its way."),
    )


@require_POST
def channel_removal(request: PersonRequest, pk: int) -> HttpResponse:
    return once.perform(
        request,
        lambda: wishes.remove_channel(pk, actor=request.user),
        to=reverse("notices:preferences"),
        said=_("Removed."),
    )


@require_POST
def calendar(request: PersonRequest) -> HttpResponse:
    """Makes a new address and shows it, this once: Duban keeps only its digest."""
    secret = calendars.open_calendar(actor=request.user)
    response = _page(request, secret_url=f"{settings.SITE_URL}{reverse('notices:feed', args=[secret])}")
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def calendar_closure(request: PersonRequest) -> HttpResponse:
    calendars.close_calendar(actor=request.user)
    return redirect("notices:preferences")
