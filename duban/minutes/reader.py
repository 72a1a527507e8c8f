"""The reader as this room uses it: raw text → repairs → text with people's corrections → directives.

Intake (what a file says) happens once, when a document comes in. Everything after it can be done again from the raw
text at any time, by a newer reader or over newer corrections. The reader is loaded where it is first used: most pages
never read.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duban.minutes.composition import Composition, RawDecision, RawRepair
from duban.minutes.tables import tables_in
from duban.reading.types import Repair

if TYPE_CHECKING:
    from duban.reading.directives import Directive

# Raised when the reader would propose otherwise: documents read by an older one are offered to be read again.
READER = "13"


@dataclass(slots=True)
class Reading:
    """What came of reading. `error` is a code when nothing could be read; then everything else is empty."""

    raw: str = ""
    composition: Composition = field(default_factory=lambda: Composition("", []))
    repairs: list[RawRepair] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    published: datetime.date | None = None
    number: str = ""
    issuer: str = ""
    pages_missed: list[int] = field(default_factory=list)
    files_missed: list[str] = field(default_factory=list)
    error: str = ""
    error_text: str = ""


def read_source(
    source: str | bytes, *, name: str = "", date: datetime.date | None = None, units: Sequence[str] = ()
) -> Reading:
    """The first reading, of a pasted text or of a file's content."""
    from duban.reading import read
    from duban.reading.directives import with_labels
    from duban.reading.particulars import issuer_in, number_in

    found = read(source, date=date, units=units or None, name=name)
    if found.error is not None:
        return Reading(error=found.code or "internal", error_text=found.error)
    repairs = _raw(found.repairs)
    composition = Composition(found.raw, repairs)
    if not found.tables and "\t" in composition.text:
        # Pasted from a spreadsheet: rows that only this room knows for a table.
        directives = directives_in(composition.text, date=found.published, units=units)
    else:
        directives = with_labels(composition.text, found.directives, found.published)
    text = composition.text
    return Reading(
        found.raw,
        composition,
        repairs,
        directives,
        date or found.published,
        number=number_in(text),
        issuer=issuer_in(text),
        pages_missed=found.pages_missed,
        files_missed=found.files_missed,
    )


def read_raw(
    raw: str,
    *,
    date: datetime.date | None = None,
    units: Sequence[str] = (),
    corrections: Sequence[RawDecision] = (),
) -> Reading:
    """Everything after intake, once more, under what people corrected."""
    from duban.reading.restoration import restore

    repairs = _raw(restore(raw).repairs)
    composition = Composition(raw, repairs, corrections)
    directives = directives_in(composition.text, date=date, units=units)
    return Reading(raw, composition, repairs, directives, date)


def _raw(repairs: Sequence[Repair]) -> list[RawRepair]:
    return [RawRepair(r.raw_start, r.raw_end, r.text, r.kind, r.sure) for r in repairs]


def directives_in(text: str, *, date: datetime.date | None, units: Sequence[str]) -> list[Directive]:
    """Directives of the running text and of its tables, in order, none twice."""
    from duban.reading.directives import find_directives, find_in_tables, with_labels

    tables = tables_in(text)
    found = list(find_in_tables(tables, date, units or None)) if tables else []
    # Only a table that gave something is taken out of the running text: tabs alone do not make a list of tasks.
    rows = [(row[0].start, row[-1].end) for table in tables for row in table.rows if row]
    for each in find_directives(text, date, units or None):
        if not (found and any(start <= each.start < end for start, end in rows)):
            found.append(each)
    return with_labels(text, sorted(found, key=lambda d: (d.start, d.end)), date)
