"""Pages by key, not by number: page 4,000 costs what page 1 costs, and a row that arrives shifts nothing.

page = page_of(rows, request.GET, order=("due_on", "id"), size=25)
page.rows, page.next, page.previous        # query-string values for ?after= and ?before=
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _


@dataclass(slots=True)
class Page:
    rows: list[Any] = field(default_factory=list)
    next: str = ""
    previous: str = ""
    sorts: list[Any] = field(default_factory=list)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _value(row: Any, path: str) -> Any:
    if isinstance(row, Mapping):
        return row[path]
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def mark_of(row: Any, order: Sequence[str]) -> str:
    """The place of a row in an order, as text for an address."""
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _read_mark(mark: str, order: Sequence[str], model: type[Model]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError(mark)
        return [_cast(model, name.lstrip("-"), value) for name, value in zip(order, values, strict=True)]
    except Exception as error:
        raise BadRequest(_("This page address is damaged. Start again from the first page.")) from error


def _cast(model: type[Model], path: str, value: Any) -> Any:
    """The value as its column holds it; raises when somebody typed another kind of value into the address."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    column = (
        model._meta.pk if last == "pk" else next((f for f in model._meta.fields if last in (f.name, f.attname)), None)
    )
    if value is None or isinstance(value, (list, dict)):
        raise ValueError(value)
    return column.to_python(value) if column else value


def beyond(order: Sequence[str], values: Sequence[Any], *, backwards: bool = False) -> Q:
    """Rows after (or before) a place. The leading `>=` is what lets the index be used; the rest breaks ties."""

    def side(name: str, orequal: bool) -> str:
        down = name.startswith("-") != backwards
        return f"{name.lstrip('-')}__{'lt' if down else 'gt'}{'e' if orequal else ''}"

    name, value, rest = order[0], values[0], order[1:]
    if not rest:
        return Q(**{side(name, False): value})
    strictly = Q(**{side(name, False): value})
    tied = Q(**{name.lstrip("-"): value}) & beyond(rest, values[1:], backwards=backwards)
    return Q(**{side(name, True): value}) & (strictly | tied)


def page_of(rows: QuerySet[Any], wanted: Mapping[str, str], *, order: Sequence[str], size: int = 25) -> Page:
    """One page. `order` names columns that are never null and ends with a unique one; `-` for descending."""
    after, before = wanted.get("after", ""), wanted.get("before", "")
    backwards = bool(before) and not after
    mark = before if backwards else after
    if mark:
        rows = rows.filter(beyond(order, _read_mark(mark, order, rows.model), backwards=backwards))
    asked = [flip(name) for name in order] if backwards else list(order)
    found = list(rows.order_by(*asked)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    page = Page(found)
    if found and (more if not backwards else True):
        page.next = mark_of(found[-1], order)
    if found and (more if backwards else bool(mark)):
        page.previous = mark_of(found[0], order)
    return page


def flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


@dataclass(frozen=True, slots=True)
class Count:
    """A count that gives up at a cap: nobody needs to know whether it is 41,233 or 41,234."""

    value: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.value}+" if self.capped else str(self.value)

    def __bool__(self) -> bool:
        return self.value > 0


def count_of(rows: QuerySet[Any], cap: int = 1000) -> Count:
    found = rows.order_by()[: cap + 1].count()
    return Count(min(found, cap), found > cap)
