"""What lets a browser install the pages as an app, and its field pages work without a network."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

_WORKER = Path(__file__).resolve().parent / "static" / "duban" / "sw.js"


@cache
def _worker() -> bytes:
    return _WORKER.read_bytes()


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker rules only what lies below its own address."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "name": _("Duban"),
            "short_name": _("Duban"),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f6f8",
            "theme_color": "#b3261e",
            "icons": [{"src": static("duban/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
    )
