"""From a source to what it asks: intake, restoration, directives."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.reading.directives import Directive, find_directives, find_in_tables, outside
from duban.reading.directives.columns import columns_of
from duban.reading.intake.refusal import MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Taken
from duban.reading.restoration import restore
from duban.reading.types import Cell, Repair, Table

NOTHING_FOUND = "No sentence in this text directs anybody to act."
PAGES_MISSED = (
    "Pages that are pictures were not read: {pages}. To read them, install the extra: pip install 'duban[ocr]'"
)
FILES_MISSED = "Attached files were not read: {files}. Read them by themselves."
_HAN = re.compile("[\u4e00-\u9fff]")
# A day by which something is due, or from which it counts, is not the day on which it was said.
_NOT_BY = r"(?!\d)\s*日?(?!日|\s*(?:[前起至到内]|[之以]前|[—–~～-]))"
_FULL_DATE = re.compile(rf"((?:19|20)\d\d)\s*[年./-]\s*(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}}){_NOT_BY}")
_DAY = re.compile(rf"(?<!\d)(?:((?:19|20)\d\d)年)?(\d{{1,2}})月(\d{{1,2}})日{_NOT_BY}")
_HELD = re.compile(r"[^。\n]{0,40}(?:召开|主持)")
# How long after a meeting its minutes are still published.
_DAYS_AFTER = 60
# Where a date of the meeting or of the page stands, if it stands anywhere.
HEAD, FOOT = 400, 120


@dataclass(slots=True)
class Reading:
    """What was read. With `error` (and its stable `code`) nothing else is filled in.

    `raw` is the text as it came out of the source; repairs map `restored` back to it. `tables` hold cells with their
    offsets in `restored`; `pages_missed` are the numbers of pages that are pictures and were not read,
    `files_missed` the names of files that came attached.
    """

    source: str
    raw: str = ""
    restored: str = ""
    published: datetime.date | None = None
    repairs: list[Repair] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages_missed: list[int] = field(default_factory=list)
    files_missed: list[str] = field(default_factory=list)
    kind: str = "text"
    note: str | None = None
    error: str | None = None
    code: str | None = None

    def to_json(self) -> dict[str, Any]:
        if self.error is not None:
            return {"source": self.source, "error": self.error, "code": self.code}
        return {
            "source": self.source,
            "restored": self.restored,
            "published": self.published.isoformat() if self.published else None,
            "repairs": [repair.to_json() for repair in self.repairs],
            "directives": [directive.to_json() for directive in self.directives],
            **({"note": self.note} if self.note else {}),
        }


def read(
    source: str | bytes | Path,
    *,
    date: datetime.date | None = None,
    units: Sequence[str] | None = None,
    name: str | None = None,
) -> Reading:
    """Read minutes: `source` is the text itself, the bytes of a file, or the path of one.

    `date` is the day of the meeting (for 月底, 本周五 and years left out); `units` are names the organisation knows.
    Never raises for bad input: the reading then carries `error` and `code`.
    """
    label = name or (str(source) if isinstance(source, Path) else "")
    try:
        taken = _taken(source)
        _expect_chinese(taken.text)
    except Refused as refused:
        return Reading(label, error=refused.message, code=refused.code)
    restoration = restore(taken.text)
    text = restoration.text
    tables = [_moved(table, text, restoration.repairs) for table in taken.tables]
    published = published_on(_without_rows(text, tables), date, taken.dated)
    directives = find_directives(outside(text, tables), published, units)
    if tables:
        directives = sorted([*directives, *find_in_tables(tables, published, units)], key=lambda one: one.start)
    notes = [] if directives else [NOTHING_FOUND]
    if taken.pages_missed:
        notes.append(PAGES_MISSED.format(pages=", ".join(map(str, taken.pages_missed))))
    if taken.files_missed:
        notes.append(FILES_MISSED.format(files=", ".join(taken.files_missed)))
    return Reading(
        source=label,
        raw=taken.text,
        restored=text,
        published=published,
        repairs=restoration.repairs,
        directives=directives,
        tables=tables,
        pages_missed=taken.pages_missed,
        files_missed=taken.files_missed,
        kind=taken.kind,
        note=" ".join(notes) or None,
    )


def _taken(source: str | bytes | Path) -> Taken:
    if isinstance(source, str):
        if not source.strip():
            raise Refused("empty")
        if len(source) > MOST_CHARACTERS:
            raise Refused("too_big", limit=MOST_CHARACTERS // 1_000_000)
        # Half of a surrogate pair is no character; JSON and databases choke on it.
        text = source if source.isascii() else source.encode("utf-8", "replace").decode("utf-8")
        return Taken(text, "text")
    from duban.reading.intake import take_in, take_in_file

    return take_in_file(source) if isinstance(source, Path) else take_in(source)


def _expect_chinese(text: str) -> None:
    sample = text[:20_000]
    visible = len(sample) - sum(map(sample.count, " \n\t\r"))
    # A whole text decoded wrongly has no Chinese either, but restoration may bring it back.
    if len(_HAN.findall(sample)) * 25 < visible:
        from duban.reading.restoration.misread import reread

        if reread(text) is None and "&#" not in sample:
            raise Refused("other_language")


def published_on(text: str, date: datetime.date | None, dated: datetime.date | None) -> datetime.date | None:
    """The day of the meeting or of the page: `date`, or the first full date of the text. Either gives its year to a day
    shortly before it that stands above, or on which a meeting was held: pages are printed some days after."""
    head = f"{text[:HEAD]}\n{text[-FOOT:]}" if len(text) > HEAD else text
    shown, above = date, HEAD
    if date is None:
        for match in _FULL_DATE.finditer(head):
            if shown := _date(*map(int, match.groups())):
                above = min(HEAD, match.start())
                break
    year_of = shown or dated
    if year_of is None:
        return None
    for match in _DAY.finditer(text[:HEAD]):
        if match.start() >= above and not _HELD.match(text, match.end(3)):
            continue
        year, month, day = match.groups()
        for each in (int(year),) if year else (year_of.year, year_of.year - 1):
            found = _date(each, int(month), int(day))
            # A page tells of a meeting that was, and is about days to come.
            if found and (shown is None or 0 <= (shown - found).days <= _DAYS_AFTER):
                return found
    return year_of


def _without_rows(text: str, tables: list[Table]) -> str:
    """The text without the rows of task tables: their days are deadlines."""
    headed = ((table, columns_of(table)) for table in tables)
    return outside(text, [Table(table.rows[header[0] :]) for table, header in headed if header])


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _moved(table: Table, text: str, repairs: list[Repair]) -> Table:
    """A table found in the raw text, in offsets of the restored text."""
    if not repairs:
        return table
    moved = [[_moved_cell(cell, repairs) for cell in row] for row in table.rows]
    return Table([[Cell(text[cell.start : cell.end], cell.start, cell.end) for cell in row] for row in moved])


def _moved_cell(cell: Cell, repairs: list[Repair]) -> Cell:
    start, end = _moved_offset(cell.start, repairs, False), _moved_offset(cell.end, repairs, True)
    return Cell(cell.text, start, max(start, end))


def _moved_offset(offset: int, repairs: list[Repair], is_end: bool) -> int:
    from bisect import bisect_right

    at = bisect_right(repairs, offset, key=lambda repair: repair.raw_start) - 1
    if at < 0:
        return offset
    repair = repairs[at]
    if offset >= repair.raw_end:
        return offset - repair.raw_end + repair.end
    return repair.end if is_end else repair.start
