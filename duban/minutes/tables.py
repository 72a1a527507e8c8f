"""Tables inside a text: lines whose cells are parted by tabs, as Excel pastes them and the reader writes them."""

import csv
import io

from duban.reading.types import Cell, Table


def pasted(text: str) -> str:
    """Text as pasted from a spreadsheet: line breaks inside a quoted cell become spaces, so that a row stays a line."""
    if "\t" not in text or '"' not in text:
        return text
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t", strict=True))
    except csv.Error:
        return text
    return "\n".join("\t".join(" ".join(cell.split()) if "\n" in cell else cell for cell in row) for row in rows)


def tables_in(text: str) -> list[Table]:
    """Every run of two or more lines that have tabs."""
    found: list[Table] = []
    rows: list[list[Cell]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        # A tab at the beginning of a line is an indent, not a cell.
        if "\t" in body.strip():
            rows.append(_cells(body, at))
        else:
            if len(rows) > 1:
                found.append(Table(rows))
            rows = []
        at += len(line)
    if len(rows) > 1:
        found.append(Table(rows))
    return found


def _cells(line: str, at: int) -> list[Cell]:
    cells = []
    for part in line.split("\t"):
        start = at + len(part) - len(part.lstrip()) if part.strip() else at
        cells.append(Cell(part.strip(), start, start + len(part.strip())))
        at += len(part) + 1
    return cells
