"""Ways in that need no login: the one-time link of the first administrator, and invitations."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duban.org import start
from duban.org.actions.invitations import accept_invitation, invited_by
from duban.org.forms.passwords import NewPasswordForm, StartForm
from duban.org.models import Unit


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "org/link_gone.html", status=404)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def start_page(request: HttpRequest, token: str) -> HttpResponse:
    if not start.is_valid(token):
        return _gone(request)
    form = StartForm(request.POST or None, has_group=Unit.objects.exists())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = start.create_first_administrator(
                token,
                group=data.get("group", ""),
                name=data["name"],
                username=data["username"],
                password=data["password"],
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return perform_login(request, person, redirect_url="/units")
    return render(request, "org/start.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person = invited_by(token).person
        form = NewPasswordForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            person = accept_invitation(token, password=form.cleaned_data["password"])
            # As from the log-in page: whoever has a second factor is asked for it.
            return perform_login(request, person, redirect_url="/")
    except Http404:
        return _gone(request)
    return render(request, "org/invitation.html", {"form": form, "person": person})
