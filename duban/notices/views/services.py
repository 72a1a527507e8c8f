"""What administrators let notices go out to."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.notices.actions import allowing
from duban.notices.forms import ServiceForm
from duban.notices.models import Service
from duban.notices.services import BUILT_IN
from duban.org.requests import PersonRequest
from duban.ui import once


@require_http_methods(["GET", "POST"])
def allowed(request: PersonRequest) -> HttpResponse:
    if not allowing.may_allow(request.user):
        raise PermissionDenied
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return once.perform(
                request,
                lambda: allowing.allow_service(actor=request.user, **form.cleaned_data),
                to=reverse("notices:services"),
                said=_("Allowed."),
            )
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_dict") else "host", error)
    context = {
        "form": form,
        "services": Service.objects.all(),
        "built_in": [(scheme, host) for scheme, (host, _pattern) in BUILT_IN.items()],
    }
    return render(request, "notices/services.html", context, status=422 if form.is_bound else 200)


@require_POST
def removal(request: PersonRequest, pk: int) -> HttpResponse:
    return once.perform(
        request,
        lambda: allowing.forbid_service(pk, actor=request.user),
        to=reverse("notices:services"),
        said=_("Removed."),
    )
