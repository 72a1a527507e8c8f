"""Idempotency keys: a request sent again, because its answer was lost, is answered again and not carried out again.

The key is taken in the transaction of the change, before the change. Another request under the same key waits at the
unique index until the first one ended, and then finds its answer; if the first was undone, so was its key.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.api.gate import token_of
from duban.api.models import Answer
from duban.api.pages import spelled
from duban.api.problems import Problem

HEADER = "Idempotency-Key"


def perform(request: HttpRequest, act: Callable[[], dict[str, Any]], *, status: int = 200) -> HttpResponse:
    """Carry out `act`, which is one action, once for each key, and answer with what it returned."""
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return _json(_text(act()), status)
    if len(key) > 100 or not key.isprintable():
        raise Problem(400, _("An idempotency key has at most 100 printable characters."), "idempotency_key")
    with transaction.atomic():
        fingerprint = _fingerprint(request)
        if not _take(token_of(request).pk, key, fingerprint):
            return _again(token_of(request).pk, key, fingerprint)
        text = _text(act())
        Answer.objects.filter(token=token_of(request), key=key).update(status=status, body=text)
        return _json(text, status)


def _take(token: int, key: str, fingerprint: str) -> bool:
    """True when the key was free. One statement, which waits for whoever is just using it."""
    table = connection.ops.quote_name(Answer._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (token_id, key, request, status, body, at) VALUES (%s, %s, %s, 0, '', %s)"
            " ON CONFLICT (token_id, key) DO NOTHING",
            [token, key, fingerprint, connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        return cursor.rowcount == 1


def _again(token: int, key: str, fingerprint: str) -> HttpResponse:
    known = Answer.objects.get(token=token, key=key)
    if known.request != fingerprint:
        raise Problem(422, _("This idempotency key was used for another request."), "idempotency_key")
    response = _json(known.body, known.status)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=spelled)


def _json(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def forget_before(moment: datetime) -> int:
    """Drop answers nobody will ask for again."""
    return Answer.objects.filter(at__lt=moment).delete()[0]
