"""The cost on the page of whoever is about to send: shown beside the form, counted anew as it is filled in.

    if sending.is_asked(request):
        return sending.answer(request, "visits/form.html", {**context, **sending.cost(request, asks)})

The page includes `burden/foreseen.html` inside its form. Where a budget is exceeded the reason is part of it, and the
action wants it as `burden_reason=sending.reason(request)`.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duban.burden.askers import Ask
from duban.burden.foreseen import Source, foresee


def is_asked(request: HttpRequest) -> bool:
    return "cost" in request.POST


def reason(request: HttpRequest) -> str:
    return request.POST.get("burden_reason", "")


def cost(request: HttpRequest, asks: Iterable[Ask], *, replacing: Source | None = None) -> dict[str, Any]:
    return {
        "foreseen": foresee(asks, replacing=replacing),
        "foresee_at": request.get_full_path(),
        "burden_reason": reason(request),
    }


def answer(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The cost alone to the script that asks for it, the whole page to a browser without one. Nothing is sent."""
    return render(request, "burden/foreseen.html" if getattr(request, "htmx", False) else page, context)
