"""What intake hands on: the text as it stands in the source, with the places of its tables."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from duban.reading.types import Cell, Table


@dataclass(slots=True)
class Taken:
    """`tables` point into `text`; `dated` is the date in the file's own properties, if any; `pages_missed` are
    the numbers of pages that are pictures and were not read, `files_missed` the names of files that came attached."""

    text: str
    kind: str
    tables: list[Table] = field(default_factory=list)
    dated: datetime.date | None = None
    pages_missed: list[int] = field(default_factory=list)
    files_missed: list[str] = field(default_factory=list)


class Gathering:
    """Builds a text line by line; a row of a table begins a line, its cells joined by tabs."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.tables: list[Table] = []

    def line(self, text: str) -> None:
        self._parts.append(text + "\n")
        self._length += len(text) + 1

    def table(self, rows: list[list[str]]) -> None:
        """Add a table; tabs and blanks inside a cell become one blank, its paragraphs stay lines.

        Cells below each other, with none beside them, are a frame around paragraphs.
        """
        if all(sum(bool(cell.strip()) for cell in row) < 2 for row in rows):
            for cell in (cell for row in rows for cell in row if cell.strip()):
                for text in _lines(cell):
                    self.line(text)
            return
        table = Table()
        for row in rows:
            cells: list[Cell] = []
            at = self._length
            for text in row:
                plain = "\n".join(_lines(text))
                cells.append(Cell(plain, at, at + len(plain)))
                at += len(plain) + 1
            if any(cell.text for cell in cells):
                table.rows.append(cells)
                self.line("\t".join(cell.text for cell in cells))
        if table.rows:
            self.tables.append(table)

    def text(self) -> str:
        return "".join(self._parts).rstrip("\n")


def _lines(cell: str) -> list[str]:
    return [" ".join(line.split()) for line in cell.split("\n") if line.strip()]
