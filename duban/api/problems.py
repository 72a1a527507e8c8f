"""Errors after RFC 9457, said in the language the caller asked for."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError

from duban.api.inputs import wrong

log = logging.getLogger("duban.api")
PROBLEM = "application/problem+json"


class Problem(Exception):
    """Answer with this problem; what was begun is undone."""

    def __init__(self, status: int, detail: str, code: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code, self.more = status, detail, code, more


def answer(status: int, detail: str, code: str = "", **more: Any) -> HttpResponse:
    titles = {
        400: _("The request cannot be read"),
        401: _("A key is missing or no longer valid"),
        403: _("This is not allowed"),
        404: _("There is no such thing, or it is not for you to see"),
        409: _("The same key is being used at this moment"),
        415: _("Send JSON"),
        422: _("The request cannot be carried out as it is"),
        429: _("Too many requests"),
        500: _("An error of this server"),
        503: _("Not available at the moment"),
    }
    body = {"type": "about:blank", "title": titles.get(status, ""), "status": status, "detail": detail, **more}
    if code:
        body["code"] = code
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="duban"'
    return response


def install(api: NinjaAPI) -> None:
    handlers: Mapping[type[Exception], Any] = {
        Problem: lambda request, e: answer(e.status, e.detail, e.code, **e.more),
        InputError: _input,
        ValidationError: _refused,
        PermissionDenied: lambda request, e: answer(403, _("You have no right to do this.")),
        Http404: lambda request, e: answer(404, _("There is nothing here that you may see.")),
        BadRequest: lambda request, e: answer(400, str(e)),
        AuthenticationError: lambda request, e: answer(401, _("Send a valid key: Authorization: Bearer …")),
        HttpError: _unreadable,
        OperationalError: _away,
        InterfaceError: _away,
        Exception: _broken,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is away, or so busy that it gave up: whatever was begun is undone."""
    log.warning("%s %s: %s", request.method, request.path, error)
    response = answer(503, _("The database cannot be reached at the moment. Nothing was done; send it again."))
    response.headers["Retry-After"] = "5"
    return response


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return answer(500, _("Something broke here, and it was written down. Nothing was done."))


def _input(request: HttpRequest, error: InputError) -> HttpResponse:
    fields = [
        {"field": ".".join(str(part) for part in each["loc"] if part not in ("body", "payload")), "detail": wrong(each)}
        for each in error.errors
    ]
    return answer(422, _("Some values are missing or of the wrong kind."), errors=fields)


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library's own refusals. It has one: of a body that is no JSON."""
    return answer(error.status_code, _("The body is not valid JSON.") if error.status_code == 400 else str(error))


def _refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        fields = [
            {"field": "" if name == "__all__" else name, "detail": text}
            for name, texts in error.message_dict.items()
            for text in texts
        ]
        return answer(422, " ".join(each["detail"] for each in fields), errors=fields)
    return answer(422, " ".join(error.messages), str(getattr(error, "code", "") or ""))
