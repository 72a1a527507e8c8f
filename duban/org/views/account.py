"""My account: who I am here, who stands in for me, how I log in."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.org import keys
from duban.org.actions.passwords import secure_account
from duban.org.models import Appointment, Deputy
from duban.org.requests import PersonRequest
from duban.ui import once


@require_POST
def secure(request: PersonRequest) -> HttpResponse:
    """Somebody else may know the password: out with everybody and everything, then a new password."""
    new = "account_change_password" if request.user.has_usable_password() else "org:account"
    return once.perform(
        request,
        lambda: secure_account(actor=request.user, session=request.session.session_key),
        to=reverse(new),
        said=lambda count: (
            _("All other sessions are ended and %(count)s keys are revoked. Now choose a new password.")
            % {"count": count}
        ),
    )


@require_GET
def account_page(request: PersonRequest) -> HttpResponse:
    person, today = request.user, timezone.localdate()
    return render(
        request,
        "org/account.html",
        {
            "person": person,
            "posts": Appointment.objects.filter(person=person).in_force(today).select_related("unit"),
            "deputies": Deputy.objects.filter(person=person, until__gt=today).select_related("deputy"),
            "stands_in": Deputy.objects.filter(deputy=person, until__gt=today).select_related("person"),
            "keys": len(keys.held_by(person)),
            "second_factor": is_mfa_enabled(person),
            "single_sign_on": get_adapter(request).list_providers(request),
        },
    )
