"""Questions that pages ask the database again and again: composed once a process, asked with other values each time.

Composing a small query takes the ORM longer than answering it takes the database.

    _REPORTS = Question(lambda task: Report.objects.filter(task=task).values("id", "done", by_name=F("by__name")))
    for report in _REPORTS.ask(task.pk): ...
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet

M = TypeVar("M", bound=Model)


def prepared() -> CursorWrapper:
    """A cursor for what every page asks: PostgreSQL keeps its plan, for planning took longer than answering.

    Where questions are logged it is the usual one: this one does not remember their words.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    return connection.make_cursor(ServerBindingCursor(connection.connection))  # type: ignore[call-arg, arg-type]


class Given(Expression):
    """The place of a value that is known only when the question is asked; the database gets it as it is."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


class _Composed:
    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        compiler = rows.query.get_compiler(using=rows.db)
        self.sql, params = compiler.as_sql()
        self.params = [*params]
        self.places = [(at, each.place) for at, each in enumerate(params) if isinstance(each, Given)]
        self.names: tuple[str, ...] = rows._fields  # type: ignore[attr-defined]
        # What the database gives is not always what a field holds: SQLite says days in letters.
        found = compiler.get_converters([column for column, *_ in compiler.select])
        self.converters = [(self.names[at], step, column) for at, (steps, column) in found.items() for step in steps]


class Question:
    """`compose` is called once, with the places of the values, and returns a queryset of `values`."""

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]]) -> None:
        self.compose = compose
        self.composed: _Composed | None = None

    def ask(self, *values: Any) -> list[dict[str, Any]]:
        known = self.composed
        if known is None:
            known = self.composed = _Composed(self.compose(*map(Given, range(len(values)))))
        params = known.params.copy()
        for at, place in known.places:
            params[at] = values[place]
        with prepared() as cursor:
            cursor.execute(known.sql, params)
            rows = [dict(zip(known.names, row, strict=True)) for row in cursor.fetchall()]
        for name, convert, column in known.converters:
            for row in rows:
                row[name] = convert(row[name], column, connection)
        return rows


def fields_of(model: type[Model], prefix: str = "") -> list[str]:
    """All that the model holds, for `values` of a question: what `made` makes an instance of."""
    return [key for _name, key in _named(model, prefix)]


def made(model: type[M], row: dict[str, Any], prefix: str = "") -> M:
    """The instance that the ORM makes of the columns behind `prefix`; the others are read when somebody wants them."""
    there = [(name, row[key]) for name, key in _named(model, prefix) if key in row]
    return model.from_db(connection.alias, [name for name, _value in there], [value for _name, value in there])


@cache
def _named(model: type[Model], prefix: str) -> list[tuple[str, str]]:
    return [(field.attname, prefix + field.attname) for field in model._meta.concrete_fields]
