"""In a demonstration, the login page says how to come in."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def demo_logins(request: HttpRequest) -> dict[str, Any]:
    """`demo` with the password and one login of each role; nothing anywhere but on a demonstration's login page."""
    if not settings.DEMO or request.path != "/accounts/login/":
        return {}
    try:
        return {"demo": json.loads((settings.DATA / "demo.json").read_text(encoding="utf-8"))}
    except (OSError, ValueError):
        return {}
