"""What the shell of every page needs. Nothing here asks the database; the tags that draw the shell do, and only once."""

from typing import Any

from django.http import HttpRequest


def in_sheet(request: HttpRequest) -> bool:
    """Whether the page is fetched into a sheet over another page, instead of being visited."""
    return "X-Sheet" in request.headers


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"layout": "ui/sheet.html" if in_sheet(request) else "ui/base.html"}
