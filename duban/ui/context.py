"""What the shell of every page shows."""

from typing import Any

from django.http import HttpRequest

from duban.ui import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"menu": menu.items_for(request.user)}
