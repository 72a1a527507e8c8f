"""The reader as this room uses it: raw text → repairs → text with people's corrections → directives.

Intake (what a file says) happens once, when a document comes in. Everything after it can be done again from the raw
text at any time, by a newer reader or over newer corrections.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.minutes.composition import Composition, RawDecision, RawRepair
from duban.minutes.tables import tables_in
from duban.reading.directives import Directive, find_directives
try:
    from duban.reading.directives import find_in_tables
except ImportError:
    find_in_tables = lambda *a: []
from duban.reading.restoration import restore

# Raised when a change of the reader would give other proposals: documents read by an older one may be read again.
READER = "1"


@dataclass(slots=True)
class Reading:
    """What came of reading. `error` is a code when nothing could be read; then everything else is empty."""

    raw: str = ""
    composition: Composition = field(default_factory=lambda: Composition("", []))
    repairs: list[RawRepair] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    published: datetime.date | None = None
    error: str = ""
    error_text: str = ""


def read_raw(
    raw: str,
    *,
    date: datetime.date | None = None,
    units: Sequence[str] = (),
    corrections: Sequence[RawDecision] = (),
) -> Reading:
    """Everything after intake, over the raw text."""
    restoration = restore(raw)
    repairs = [RawRepair(r.raw_start, r.raw_end, r.text, r.kind, r.sure) for r in restoration.repairs]
    composition = Composition(raw, repairs, corrections)
    return Reading(
        raw=raw,
        composition=composition,
        repairs=repairs,
        directives=directives_in(composition.text, date=date, units=units),
        published=date,
    )


def directives_in(text: str, *, date: datetime.date | None, units: Sequence[str]) -> list[Directive]:
    """Directives of the running text and of its tables, in order, none twice."""
    tables = tables_in(text)
    found = list(find_in_tables(tables, date, units)) if tables else []
    rows = [(row[0].start, row[-1].end) for table in tables for row in table.rows if row]
    for each in find_directives(text, date, units):
        if not any(start <= each.start < end for start, end in rows):
            found.append(each)
    return sorted(found, key=lambda d: (d.start, d.end))


def read_file(content: bytes, name: str, *, date: datetime.date | None, units: Sequence[str]) -> Reading:
    return Reading(error="binary")
