"""Lists as pages by key. Answers are written straight from the database's values: building and checking an object for
each of a hundred rows would cost more than fetching them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from duban.ui.paging import page_of

MOST = 100
Limit = Annotated[int, Field(ge=1, le=MOST, description="Rows on a page, at most 100.")]
After = Annotated[str, Field(max_length=400, description="`next` of the page before; empty for the first page.")]


class Paged(Schema):
    limit: Limit = 50
    after: After = ""


def spelled(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def page_response(
    rows: QuerySet[Any], wanted: Paged, *, order: Sequence[str], show: Callable[[Any], Mapping[str, Any]]
) -> HttpResponse:
    page = page_of(rows, {"after": wanted.after}, order=order, size=wanted.limit)
    body = {"items": [show(row) for row in page.rows], "next": page.next or None}
    return json_response(body)


def json_response(body: Mapping[str, Any]) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=spelled)
    return HttpResponse(text, content_type="application/json; charset=utf-8")
