"""Pages for people: their keys, and what the API can do."""

from functools import lru_cache
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.api import reference, tokens
from duban.api.forms import TokenForm
from duban.api.models import ApiToken
from duban.org.requests import PersonRequest
from duban.ui import once


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def keys(request: PersonRequest) -> HttpResponse:
    """Making a key answers with the page itself, not with a redirect: the key is shown this once and never stored. Like a
    new password it asks who sits there: a key outlives the session in which it was made."""
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                once.claim(request)
                _token, made = tokens.make_token(actor=request.user, **form.cleaned_data)
            form = TokenForm()
        except once.AlreadyDone:
            messages.info(request, _("This key was made already. If you have lost it, revoke it and make another."))
            form = TokenForm()
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "made": made,
        "keys": ApiToken.objects.filter(person=request.user),
        "today": timezone.localdate(),
    }
    response = render(request, "api/keys.html", context, status=422 if form.is_bound and form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@reauthentication_required
def revocation(request: PersonRequest, pk: int) -> HttpResponse:
    return once.perform(
        request,
        lambda: tokens.revoke_token(pk, actor=request.user),
        to=reverse("api_keys:list"),
        said=_("Revoked. It opens nothing any more."),
    )


@lru_cache(maxsize=1)
def _operations() -> list[dict[str, Any]]:
    from duban.api.main import api

    return reference.operations(api.get_openapi_schema(path_prefix="/api/v1"))


@login_required
@require_GET
def docs(request: PersonRequest) -> HttpResponse:
    operations = [{**each, "summary": _(said)} for each in _operations() for said in [each["summary"]]]
    return render(request, "api/docs.html", {"operations": operations, "schema": reverse("api:openapi-json")})
