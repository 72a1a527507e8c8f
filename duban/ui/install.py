"""What lets a browser install the pages as an app, and its field pages work without a network."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
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
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows instead of any page while there is no network: about nobody, so that it may be kept."""
    response = render(request, "ui/offline.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [("icon.svg", "any", "svg+xml", "any"), ("icon-192.png", "192x192", "png", "any")]
    icons += [("icon-512.png", "512x512", "png", "any"), ("icon-maskable-512.png", "512x512", "png", "maskable")]
    return JsonResponse(
        {
            "id": "/",
            "name": _("Duban"),
            "short_name": _("Duban"),
            "description": _("What was said is done, and somebody has looked."),
            "lang": get_language(),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f6f8",
            "theme_color": "#b3261e",
            "icons": [
                {"src": static(f"duban/{name}"), "sizes": sizes, "type": f"image/{kind}", "purpose": purpose}
                for name, sizes, kind, purpose in icons
            ],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
    )
