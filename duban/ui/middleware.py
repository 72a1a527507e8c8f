"""What every response carries, and the gate every page stands behind."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string

from duban.ui import once

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        # Charts and progress bars set widths on elements; no inline script is ever allowed.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

# Paths that somebody without a login may open. Everything else asks for one.
OPEN = (
    "/accounts/",
    "/static/",
    "/healthz",
    "/start/",
    "/invitations/",
    "/api/",
    "/calendar/",
    "/language/",
    "/sw.js",
    "/offline",
    "/app.webmanifest",
)


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
        return response


class WithoutNul:
    """PostgreSQL keeps no NUL in text, and nobody types one: what an address asks for is read without. The API refuses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith("/api/"):
            asked = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                asked.setlist(name.replace("\0", ""), [str(value).replace("\0", "") for value in values])
            request.GET = asked  # type: ignore[assignment]
        return self.get_response(request)


class LoginRequired:
    """Closed by default: a view that forgets to ask is still closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or request.user.is_authenticated:
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            # A fragment request cannot follow a redirect to a page: ask the browser to go there itself.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect_to_login(_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """Where to go on after the log-in: for what was sent from a page, that page. Most acts have none of their own."""
    page = urlsplit(request.headers.get("Referer", ""))
    # A form in a sheet has a page of its own, and is not on the one below it.
    if request.method in {"GET", "HEAD"} or request.headers.get("X-Sheet") or page.netloc != request.get_host():
        return request.get_full_path()
    return page._replace(scheme="", netloc="").geturl()


class NothingToOpen:
    """A page in place of the browser's own blank one, where somebody opens an address that only takes forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class DoneAlready:
    """A form that was carried out leads to its first outcome, whatever its view would say of it now.

    Looked up before the view, and again after a refusal: the first click may have been just being carried out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        return once.led_again(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return once.led_again(request) if isinstance(error, (PermissionDenied, Http404)) else None
