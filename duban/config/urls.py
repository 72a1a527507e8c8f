"""Every room brings its own paths."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from duban.api.main import api


def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: answers without a login and without touching the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("duban.org.account_urls")),
    path("api/v1/", api.urls),
    *(path("", include(f"duban.{room}.urls")) for room in settings.ROOMS_WITH_PAGES),
]

handler404 = "duban.notices.views.gone.not_found"
handler500 = "duban.ui.errors.server_error"
