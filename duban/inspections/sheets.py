"""The network as a workbook: written out, and read with every faulty cell named before anything is saved."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.exports.columns import Column, Kind
from duban.inspections.access import may_draw
from duban.inspections.models import Edge
from duban.org.access import Standing
from duban.org.models import Unit
from duban.org.sheets.read import NotReadable, sheet_rows

MOST_ROWS = 20_000
COLUMNS = (
    Column(gettext_lazy("Inspecting unit"), Kind.TEXT, 22),
    Column(gettext_lazy("Inspected unit"), Kind.TEXT, 22),
    Column(gettext_lazy("Aspect"), Kind.TEXT, 18),
    Column(gettext_lazy("Since"), Kind.DATE, 12),
    Column(gettext_lazy("Until"), Kind.DATE, 12),
    Column(gettext_lazy("Source document"), Kind.LONG, 30),
)


@dataclass(frozen=True, slots=True)
class EdgeLine:
    looker: Unit
    looked_at: Unit
    aspect: str
    since: date
    until: date | None
    document: str


@dataclass(frozen=True, slots=True)
class Fault:
    cell: str
    value: str
    wrong: str


@dataclass(slots=True)
class Read:
    lines: list[EdgeLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def row_of(edge: Edge) -> tuple[Any, ...]:
    return (edge.looker.name, edge.looked_at.name, edge.aspect, edge.since, edge.until, edge.document)


def read_edges(data: bytes, standing: Standing) -> Read:
    """The first sheet's rows under the headings of COLUMNS, in any order. Raises NotReadable for the file as a whole."""
    rows = next(iter(sheet_rows(data).values()), [])
    if len(rows) > MOST_ROWS:
        raise NotReadable(_("The sheet has more than %(n)s rows. Split it.") % {"n": MOST_ROWS})
    labels = [str(column.label) for column in COLUMNS]
    head = [str(cell).strip() for cell in rows[0]] if rows else []
    if absent := [label for label in (labels[0], labels[1], labels[3], labels[5]) if label not in head]:
        raise NotReadable(
            _("The headings %(names)s are missing. Start from the exported sheet.") % {"names": "、".join(absent)}
        )
    at = {label: head.index(label) for label in labels if label in head}
    units = units_by_name()
    found = Read()
    for number, row in enumerate(rows[1:], 2):
        cells = {n: row[place] if (place := at.get(label)) is not None else "" for n, label in enumerate(labels)}
        if not any(str(cell).strip() for cell in cells.values()):
            continue
        faults: list[Fault] = []

        def wrong(column: int, words: str, number: int = number, cells: Any = cells, faults: Any = faults) -> None:
            letter = chr(ord("A") + at.get(labels[column], 0))
            faults.append(Fault(f"{letter}{number}", str(cells[column]), words))

        ends: list[Unit | None] = []
        for column in (0, 1):
            named = units.get(str(cells[column]).strip(), [])
            if len(named) != 1:
                wrong(
                    column, _("Several units have this name; use the code.") if named else _("There is no such unit.")
                )
            ends.append(named[0] if len(named) == 1 else None)
        since, until = _day(cells[3]), _day(cells[4])
        if since is None:
            wrong(3, _("Give a date such as 2026-03-01."))
        if str(cells[4]).strip() and (until is None or (since and until <= since)):
            wrong(4, _("It ends after it begins."))
        document, aspect = str(cells[5]).strip(), str(cells[2]).strip()
        if not document:
            wrong(5, _("Name the document it comes from."))
        if len(aspect) > 60:
            wrong(2, _("At most %(n)s characters.") % {"n": 60})
        looker, looked_at = ends
        if looker and looked_at and not may_draw(standing, looker, looked_at):
            wrong(1, _("This duty is not yours to set."))
        if faults or not looker or not looked_at or since is None:
            found.faults += faults
        else:
            found.lines.append(EdgeLine(looker, looked_at, aspect, since, until, document[:120]))
    return found


def units_by_name() -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(closed_on__isnull=True).prefetch_related("aliases"):
        for name in {unit.name, unit.short_name, unit.code, *(alias.text for alias in unit.aliases.all())} - {""}:
            found.setdefault(name, []).append(unit)
    return found


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return parse_date(str(cell).strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        return None
