"""Lines of the ledger, made ready for showing: a list page draws 25 of them, so every value is computed once and plainly."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duban.ledger.lights import effective_due
from duban.ledger.models import State, Task
from duban.org.models import Person, Unit
from duban.ui import days, lights

COLUMNS = (
    "id",
    "number",
    "title",
    "state",
    "due_on",
    "original_due_on",
    "yellow_from",
    "red_from",
    "first_red_on",
    "paused_on",
    "paused_days",
)


def named(table: type[Model], name: str, key: str) -> RawSQL:
    """A name from beside the task. Not a join: given one, SQLite sorts all that it found before it takes a page of it."""
    return RawSQL(f"SELECT {name} FROM {table._meta.db_table} WHERE id = {Task._meta.db_table}.{key}", ())


_NAMES = {
    "unit_name": named(Unit, "COALESCE(NULLIF(short_name, ''), name)", "lead_unit_id"),
    "responsible_name": named(Person, "name", "responsible_id"),
}


class Row(NamedTuple):
    id: int
    number: str
    title: str
    light: SafeString
    marks: SafeString
    unit: str
    person: str
    due: SafeString
    state: str


class Rows(list[Row]):
    """Lines with their own drawing: a template would spend more time on 25 of them than the database does."""

    @property
    def drawn(self) -> SafeString:
        return mark_safe("".join(f"<tr data-row>{_cells(r)}</tr>\n" for r in self))

    @property
    def drawn_with_ticks(self) -> SafeString:
        return mark_safe("".join(f"<tr data-row>{_tick(r)}{_cells(r)}</tr>\n" for r in self))


def _tick(r: Row) -> str:
    return (
        f'<td class="desk"><input type="checkbox" class="form-check-input row-tick" name="task" value="{r.id}"'
        f' form="bulk" aria-label="{escape(r.title)}"></td>'
    )


def _cells(r: Row) -> str:
    return (
        f'<td class="inline">{r.light}</td><td class="title"><a href="/tasks/{r.id}">{escape(r.title)}</a>'
        f'<small>{escape(r.number)}{r.marks}</small></td><td class="inline">{escape(r.unit)}</td>'
        f'<td class="inline">{escape(r.person)}</td><td class="inline nowrap">{r.due}</td>'
        f'<td class="inline">{escape(r.state)}</td>'
    )


def columns(tasks: QuerySet[Task]) -> QuerySet[Any]:
    """Only what a line shows, without building model instances."""
    return tasks.annotate(**_NAMES).values_list(*COLUMNS, *_NAMES, named=True)


def rows_of(found: Iterable[Any], today: date | None = None) -> Rows:
    today = today or timezone.localdate()
    states = {value: str(label) for value, label in State.choices}
    was_red, moved = str(_("was red")), str(_("first due %s"))
    rows = Rows()
    for r in found:
        colour = "done" if r.state == State.CLOSED else Task.light_on(r, today).value
        due = effective_due(r)
        left = days.countdown(due, today) if Task.counts_down_on(r, today, due) else ""
        marks = ""
        if colour != "red" and Task.was_red_by(r, today):
            marks = f' <span class="was-red">{was_red}</span>'
        if r.original_due_on and r.original_due_on != due:
            marks += f" <span class=tag>{moved % r.original_due_on.isoformat()}</span>"
        rows.append(
            Row(
                r.id,
                r.number,
                r.title,
                lights.draw(colour),
                mark_safe(marks),
                r.unit_name,
                r.responsible_name or "—",
                mark_safe(f'{due.isoformat()}<br> <small class="quiet">{left}</small>' if left else due.isoformat()),
                states[r.state],
            )
        )
    return rows
