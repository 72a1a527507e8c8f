"""When something is wrong: a clear page that needs no database, says whether anything was kept, and what to do."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for whatever was not foreseen; called while the exception is being handled."""
    error = sys.exc_info()[1]
    away = why_away(error)
    status = 503 if away else 500
    title = _("The ledger cannot be reached at the moment") if away else _("Something went wrong on our side")
    text = away or _("It was written down for the administrator. Nothing was saved half.")
    page = render_to_string("ui/plain_error.html", {"title": title, "text": text, "status": status})
    return HttpResponse(page, status=status, headers={"Retry-After": "30"} if away else None)


def why_away(error: BaseException | None) -> str:
    """Words for a database that is away, full or read-only; empty for any other error."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, (OperationalError, InterfaceError)) or type(error).__name__ == "PoolTimeout":
            said = str(error).lower()
            if "full" in said or "no space" in said:
                return _("The disk of the server is full. Nothing was changed; please tell the administrator.")
            if "readonly" in said or "read-only" in said:
                return _("The data can only be read at the moment. Nothing was changed; please tell the administrator.")
            if "locked" in said:
                return _("Too many changes at once. Nothing was changed; please send it again.")
            return _("The database does not answer. Nothing was changed; try again in a minute.")
        error = error.__cause__ or error.__context__
    return ""
