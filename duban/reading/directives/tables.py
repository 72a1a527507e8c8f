"""Task tables (任务分解表): one directive a row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from duban.reading.directives import columns as col
from duban.reading.directives.cells import NOTHING, due_in, names_in, parts_of
from duban.reading.directives.deadlines import find_deadline
from duban.reading.directives.decide import UNREAD, tell_of
from duban.reading.directives.deliverables import find_deliverables
from duban.reading.directives.details import TITLE_LENGTH, criterion_of, items_of, programme_of, title_of
from duban.reading.directives.directive import Directive
from duban.reading.directives.find import find_in_prose, kind_of
from duban.reading.directives.forms import form_of
from duban.reading.directives.rhythm import find_rhythms
from duban.reading.types import Cell, Table

# What merging cells down a column makes empty below; a task has its own words.
_CARRIED = (col.LEAD, col.UNIT, col.HELP, col.PERSON, col.DUE, col.TASK)
# Who helps a unit and who answers in it belong to that unit: a row that names another one leaves them open,
# and one that names another lead says anew who acts beside it.
_OF_THE_UNIT = (col.HELP, col.PERSON)
_OF_THE_LEAD = (col.UNIT, *_OF_THE_UNIT)
# A note below a table, not the caption of a part of it
_TELLS = re.compile("[。；;]|^[备附]?注|^说明|^要求")
_DONE = re.compile(r"^(?:已|均已|全部)(?:完成|整改|办结|销号|落实|更换)")


def find_in_tables(
    tables: list[Table], date: dt.date | None = None, units: Sequence[str] | None = None
) -> list[Directive]:
    """The directives of all tables: rows of task tables, and sentences in the cells of any other."""
    found: list[Directive] = []
    for table in tables:
        if (form := form_of(table)) is not None:
            found.extend(_in_form(table, form, date, units))
        elif (header := col.columns_of(table)) is not None:
            found.extend(_in_rows(table, *header, date, units))
        else:
            found.extend(_in_prose([cell for row in table.rows for cell in row], date, units))
    return found


def _in_prose(cells: list[Cell], date: dt.date | None, units: Sequence[str] | None) -> list[Directive]:
    """Cells that only lay out text are read like paragraphs."""
    found: list[Directive] = []
    seen: set[tuple[int, int]] = set()
    for cell in cells:
        if len(cell.text) < 8 or (cell.start, cell.end) in seen:
            continue
        seen.add((cell.start, cell.end))
        for directive in find_in_prose(cell.text, date, units):
            directive.start += cell.start
            directive.end += cell.start
            found.append(directive)
    return found


def _in_form(
    table: Table, form: dict[str, list[Cell]], date: dt.date | None, units: Sequence[str] | None
) -> list[Directive]:
    """What the form is about is one task; its other boxes are read like paragraphs."""
    task = form[col.TASK][0]
    row = [task, *(Cell(cell.text, task.end, task.end) for name in form if name != col.TASK for cell in form[name])]
    meanings = [col.TASK, *(name for name in form if name != col.TASK for _ in form[name])]
    columns = dict(enumerate(meanings))
    directive = _read(row, dict(enumerate(row)), columns, {n for n, cell in enumerate(row) if cell.text}, date)
    taken = [(cell.start, cell.end) for cells in form.values() for cell in cells]
    others = [cell for row in table.rows for cell in row if (cell.start, cell.end) not in taken]
    found = [replace(directive, text=task.text)] if directive else []
    return [*found, *_in_prose(others, date, units)]


def _in_rows(
    table: Table, top: int, meanings: dict[int, str], date: dt.date | None, units: Sequence[str] | None
) -> list[Directive]:
    above: dict[int, Cell] = {}
    found: list[Directive] = []
    header = [col.squeezed(cell) for cell in table.rows[top - 1]]
    for row in table.rows[top:]:
        if [col.squeezed(cell) for cell in row] == header:
            # repeated where a page begins; what is merged goes on below it
            continue
        texts = {n: cell for n, cell in enumerate(row) if meanings.get(n)}
        filled = [cell for cell in row if col.squeezed(cell)]
        if len({(cell.start, cell.end) for cell in filled}) < 2:
            # one cell across the row is a caption or a note; what was carried down ends here
            above = {}
            found.extend(_in_prose([cell for cell in filled if _TELLS.search(cell.text)], date, units))
            continue
        own = {n for n, cell in texts.items() if col.squeezed(cell) not in NOTHING}
        if not any(meanings[n] in (col.TASK, col.MEASURE) for n in own):
            continue
        named = {meanings[n] for n in own}
        ended = _OF_THE_LEAD if col.LEAD in named else _OF_THE_UNIT if col.UNIT in named else ()
        above = {n: cell for n, cell in above.items() if meanings[n] not in ended}
        for n, cell in texts.items():
            if n not in own and meanings[n] in _CARRIED and n in above and not col.squeezed(cell):
                texts[n] = above[n]
            elif n in own:
                above[n] = cell
        directive = _read(row, texts, meanings, own, date)
        if directive is not None:
            found.append(directive)
    return found


def _read(
    row: list[Cell], texts: dict[int, Cell], meanings: dict[int, str], own: set[int], date: dt.date | None
) -> Directive | None:
    """A row over which a rule stumbles costs no other; like a sentence, it is proposed for a person to look at."""
    what = [texts[n] for n in sorted(own) if meanings[n] in (col.TASK, col.MEASURE)]
    start, end = min(cell.start for cell in what), max(texts[n].end for n in own)
    words = "\t".join(cell.text for cell in row if cell.start >= start and cell.end <= end)
    unread = Directive(start, end, words, what[-1].text[:TITLE_LENGTH], "task", why=UNREAD)
    try:
        return _directive(unread, texts, meanings, date)
    except Exception as error:
        tell_of(start, error)
        return unread


def _directive(
    unread: Directive, texts: dict[int, Cell], meanings: dict[int, str], date: dt.date | None
) -> Directive | None:
    def said(meaning: str) -> list[str]:
        out: list[str] = []
        for n, cell in texts.items():
            text = cell.text.strip()
            if meanings[n] == meaning and text not in NOTHING and text not in out:
                out.append(text)
        return out

    tasks, measures = said(col.TASK), said(col.MEASURE)
    words = (measures or tasks)[-1] if measures else tasks[-1]
    whole = "；".join(tasks + measures)
    if len(re.sub(r"[\W\d]+", "", whole)) < 2:
        return None
    helping = names_in(said(col.HELP))
    leads = [u for u in names_in(said(col.LEAD)) + names_in(said(col.UNIT)) if u not in helping]
    due_cell = "；".join(said(col.DUE))
    if _DONE.match(due_cell):
        return None
    due, due_text = due_in(due_cell, date)
    if due is None and not due_cell:
        deadline = find_deadline(whole, date, over=True)
        due, due_text = (deadline.due, deadline.text) if deadline else (None, None)
    rhythms = find_rhythms(due_cell + "；" + whole)
    results = [part for text in said(col.RESULT) for part in parts_of(text)] or find_deliverables(words)
    standard = "；".join(said(col.STANDARD)) or criterion_of(whole)
    named = [
        name
        for meaning, name in (
            (col.LEAD, "牵头单位"),
            (col.UNIT, "责任单位"),
            (col.DUE, "完成时限"),
            (col.PERSON, "责任人"),
        )
        if said(meaning)
    ]
    return replace(
        unread,
        title=title_of(words, whole),
        kind=kind_of(whole, rhythms, due),
        units=list(dict.fromkeys(leads or names_in(said(col.PERSON)))) + helping,
        supporting_units=helping,
        due=due,
        due_text=due_text,
        recurrence=rhythms[0] if rhythms else None,
        recurrences=rhythms,
        deliverables=list(dict.fromkeys(results)),
        criterion=standard,
        programme=programme_of(whole),
        items=items_of(whole),
        why="表格一行" + ("：" + " + ".join(named) if named else ""),
    )
