"""What a form gets from a request: nothing on GET, so that it is unbound; everything on POST, even when that is empty."""

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
