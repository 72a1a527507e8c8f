"""When something is wrong: a clear page that needs no database, says whether anything was kept, and what to do."""

import errno
import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


# What a disk, or a store that speaks like one, says when it is full, closed or away.
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_AWAY = {errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN}


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for whatever was not foreseen; called while the exception is being handled."""
    error = sys.exc_info()[1]
    title, text = trouble(error) or (
        _("Something went wrong on our side"),
        _("It was written down for the administrator. Nothing was saved half."),
    )
    away = trouble(error) is not None
    status = 503 if away else 500
    page = render_to_string("ui/plain_error.html", {"title": title, "text": text, "status": status})
    return HttpResponse(page, status=status, headers={"Retry-After": "30"} if away else None)


def trouble(error: BaseException | None) -> tuple[str, str] | None:
    """Title and words for a database or file store that is away, full or closed; None for any other error."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, (OperationalError, InterfaceError)) or type(error).__name__ == "PoolTimeout":
            return _("The ledger cannot be reached at the moment"), _of_the_database(str(error).lower())
        if isinstance(error, OSError) and (text := _of_the_files(error)):
            return _("The files cannot be reached at the moment"), text
        error = error.__cause__ or error.__context__
    return None


def _of_the_database(said: str) -> str:
    if "full" in said or "no space" in said:
        return _("The disk of the server is full. Nothing was changed; please tell the administrator.")
    if "readonly" in said or "read-only" in said:
        return _("The data can only be read at the moment. Nothing was changed; please tell the administrator.")
    if "locked" in said:
        return _("Too many changes at once. Nothing was changed; please send it again.")
    return _("The database does not answer. Nothing was changed; try again in a minute.")


def _of_the_files(error: OSError) -> str:
    if error.errno in _FULL:
        return _("The disk of the server is full. Nothing was changed; please tell the administrator.")
    if error.errno in _CLOSED:
        return _("The server may not use its file store. Nothing was changed; please tell the administrator.")
    if error.errno in _AWAY:
        return _("The file store does not answer. Nothing was changed; try again in a minute.")
    return ""
