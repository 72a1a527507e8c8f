"""The directives of one text: its prose, and the tables that were typed into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from duban.reading.directives.dates import date_in
from duban.reading.directives.directive import Directive
from duban.reading.directives.find import find_in_prose
from duban.reading.directives.tables import find_in_tables
from duban.reading.directives.typed_tables import typed_tables
from duban.reading.types import Table


def find_directives(text: str, date: dt.date | None = None, units: Sequence[str] | None = None) -> list[Directive]:
    """Every sentence of a restored text, and every row of a typed table, that directs somebody, in order.

    `date` is the day of the meeting: years, 月底, 本周五 and 一周内 are counted from it; without it the first full
    date of the text is used; where there is none, prose takes the only year that it names. `units` are names the organisation knows; they are recognised even where the grammar of
    names alone would not see them.
    """
    tables = typed_tables(text)
    if not tables:
        return find_in_prose(text, date, units)
    date = date or date_in(text)
    lines = [(row[0].start, row[-1].end) for table in tables for row in table.rows]
    found = find_in_tables(tables, date, units)
    for directive in found:
        # the whole line, as a sentence would be
        directive.start, directive.end = next(line for line in lines if line[0] <= directive.start < line[1])
        directive.text = text[directive.start : directive.end]
    return sorted([*find_in_prose(outside(text, tables), date, units), *found], key=lambda one: one.start)


def outside(text: str, tables: list[Table]) -> str:
    """The text with its tables blanked out, so that their rows are not read as sentences; offsets stay."""
    parts: list[str] = []
    at = 0
    for table in tables:
        for row in table.rows:
            parts += [text[at : row[0].start], "\n" * (row[-1].end - row[0].start)]
            at = row[-1].end
    return "".join([*parts, text[at:]])
