"""Roles that must have a second factor set one up before they do anything else (`DUBAN_REQUIRE_MFA`)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.org.access import standing_of
from duban.org.models import Role

FREE = ("/accounts/", "/static/", "/language/", "/healthz", "/api/", "/calendar/")


def required_roles() -> frozenset[str]:
    """Roles named in the setting; `all` means everybody. An unknown role is an error at once, not a silent gap."""
    wanted = {word.strip() for word in settings.REQUIRE_MFA.split(",") if word.strip()}
    if "all" in wanted:
        return frozenset(Role.values)
    if unknown := wanted - set(Role.values):
        raise ImproperlyConfigured(f"DUBAN_REQUIRE_MFA names unknown roles: {', '.join(sorted(unknown))}")
    return frozenset(wanted)


class SecondFactorRequired:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and not request.path.startswith(FREE) and self._lacks(request):
            messages.warning(request, _("Your role needs a second factor. Set it up to go on."))
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _lacks(request: HttpRequest) -> bool:
        if not request.user.is_authenticated or not standing_of(request.user).has(*required_roles()):
            return False
        # Asked every time: it may be taken off while the session goes on.
        return not is_mfa_enabled(request.user)
