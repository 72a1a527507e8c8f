"""My account: who I am here, who stands in for me, how I log in."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duban.org.models import Appointment, Deputy
from duban.org.requests import PersonRequest


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
            "second_factor": is_mfa_enabled(person),
            "single_sign_on": get_adapter(request).list_providers(request),
        },
    )
