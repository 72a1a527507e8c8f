"""A page of a PDF as it is seen: lines in the order in which they are read, and tables by their ruled lines."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

# How far apart, in points, two ends are that meet.
NEAR = 3.0
# Above these a page is drawn, not written.
MOST_RULES, MOST_GLYPHS = 4000, 60_000
# A gap as wide as this, in heights of a letter, sets words apart; columns of text as wide as that.
APART, GUTTER = 0.7, 1.2
# Side by side they are columns from so many lines, of so many letters on average.
FEWEST_LINES, FEWEST_LETTERS = 5, 8
_NO_LINE_OPENS = tuple("，、。；：）”》")


class Glyph(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float


class Line(NamedTuple):
    """`text` and where it stands; `height` is that of the page."""

    text: str
    left: float
    right: float
    middle: float
    height: float


class Rule(NamedTuple):
    """A straight line, across or down: where it stands, from where to where."""

    across: bool
    at: float
    start: float
    end: float


Rows = list[list[str]]


def seen_on(page: Any, reader: Any) -> list[Line | Rows]:
    """What stands on the page, from its top. Raises ValueError for a page that is too full to be looked at so."""
    glyphs = list(_glyphs(reader))
    tables: list[tuple[float, Rows]] = []
    for grid in _grids(list(_rules(page))):
        inside = [glyph for glyph in glyphs if grid.holds(glyph)]
        if inside:
            glyphs = [glyph for glyph in glyphs if not grid.holds(glyph)]
            tables.append((grid.top, grid.rows(inside)))
    seen: list[Line | Rows] = []
    tables.sort(key=lambda one: one[0])
    for line in _in_reading_order(_lines(glyphs), page.get_height()):
        while tables and tables[-1][0] > line.middle:
            seen.append(tables.pop()[1])
        seen.append(line)
    return [*seen, *(rows for _, rows in reversed(tables))]


def _glyphs(reader: Any) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    count = reader.count_chars()
    if count > MOST_GLYPHS:
        raise ValueError("too many letters")
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    handle, box = reader.raw, pdfium.FS_RECTF()
    here = ctypes.byref(box)
    for n in range(count):
        code = code_of(handle, n)
        # Blanks that the library makes itself; we look for gaps by ourselves.
        if code <= 32 and (code < 32 or pdfium.FPDFText_IsGenerated(handle, n) > 0):
            continue
        if code < 0xFFFE and box_of(handle, n, here):
            bottom, top = box.bottom, box.top
            yield Glyph(chr(code), box.left, box.right, *((bottom, top) if bottom < top else (top, bottom)))


def _rules(page: Any) -> Iterator[Rule]:
    import pypdfium2.raw as pdfium

    found = 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        matrix = drawn.get_matrix()
        before: tuple[float, float] | None = None
        begun = before
        for n in range(pdfium.FPDFPath_CountSegments(drawn)):
            segment = pdfium.FPDFPath_GetPathSegment(drawn, n)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix.on_point(x.value, y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                before = begun = point
                continue
            ends = [point, begun] if pdfium.FPDFPathSegment_GetClose(segment) else [point]
            for end in ends:
                if before is not None and end is not None and (rule := _rule(before, end)):
                    found += 1
                    yield rule
                before = end
        if found > MOST_RULES:
            raise ValueError("too many lines")


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Rule | None:
    (x1, y1), (x2, y2) = one, other
    if abs(y1 - y2) < 1 and abs(x1 - x2) > 4:
        return Rule(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
    if abs(x1 - x2) < 1 and abs(y1 - y2) > 4:
        return Rule(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
    return None


class Grid:
    """A ruled table: places of its lines across, from the top, and down, and the lines themselves."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self.across = _places(rule.at for rule in rules if rule.across)[::-1]
        self.down = _places(rule.at for rule in rules if not rule.across)
        self.top = self.across[0] if self.across else 0.0

    def is_table(self) -> bool:
        return len(self.across) > 2 and len(self.down) > 2

    def holds(self, glyph: Glyph) -> bool:
        x, y = _center(glyph)
        return self.across[-1] < y < self.across[0] and self.down[0] < x < self.down[-1]

    def rows(self, glyphs: list[Glyph]) -> Rows:
        """Cells without a line between them are one: it stands in each of its rows, and in the first of its columns."""
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            x, y = _center(glyph)
            row = max(n for n, place in enumerate(self.across[:-1]) if place > y)
            column = max(n for n, place in enumerate(self.down[:-1]) if place < x)
            cells.setdefault(self._first(row, column), []).append(glyph)
        rows: Rows = []
        for row in range(len(self.across) - 1):
            texts: list[str] = []
            for column in range(len(self.down) - 1):
                first = self._first(row, column)
                shown = column == first[1]
                texts.append(_cell(cells.get(first, []), self._right(row, column)) if shown else "")
            rows.append(texts)
        return rows

    def _first(self, row: int, column: int) -> tuple[int, int]:
        while column and not self._parted(False, self.down[column], self.across[row + 1], self.across[row]):
            column -= 1
        while row and not self._parted(True, self.across[row], self.down[column], self.down[column + 1]):
            row -= 1
        return row, column

    def _right(self, row: int, column: int) -> float:
        column += 1
        while column < len(self.down) - 1 and not self._parted(
            False, self.down[column], self.across[row + 1], self.across[row]
        ):
            column += 1
        return self.down[column]

    def _parted(self, across: bool, at: float, start: float, end: float) -> bool:
        middle = (start + end) / 2
        return any(
            rule.across == across and abs(rule.at - at) < NEAR and rule.start - NEAR < middle < rule.end + NEAR
            for rule in self.rules
        )


def _drawn_through(rules: list[Rule]) -> list[Rule]:
    """Lines whole: programs draw them cell by cell, and as thin boxes with two sides."""
    whole: list[Rule] = []
    for across in (True, False):
        places = _places(rule.at for rule in rules if rule.across == across)
        beside: dict[float, list[Rule]] = {place: [] for place in places}
        for rule in rules:
            if rule.across == across:
                beside[places[bisect_right(places, rule.at) - 1]].append(rule)
        for place, pieces in beside.items():
            start, end = 0.0, float("-inf")
            for piece in sorted(pieces, key=lambda one: one.start):
                if piece.start > end + NEAR:
                    whole += [Rule(across, place, start, end)] if end > start else []
                    start, end = piece.start, piece.end
                end = max(end, piece.end)
            whole.append(Rule(across, place, start, end))
    return whole


def _grids(rules: list[Rule]) -> list[Grid]:
    """Lines that meet belong together."""
    groups: list[list[Rule]] = []
    for rule in _drawn_through(rules):
        meeting = [group for group in groups if any(_meet(rule, other) for other in group)]
        groups = [group for group in groups if group not in meeting]
        groups.append([rule, *(other for group in meeting for other in group)])
    return [grid for grid in map(Grid, groups) if grid.is_table()]


def _meet(one: Rule, other: Rule) -> bool:
    if one.across == other.across:
        return abs(one.at - other.at) < NEAR and one.start - NEAR < other.end and other.start - NEAR < one.end
    return one.start - NEAR < other.at < one.end + NEAR and other.start - NEAR < one.at < other.end + NEAR


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _center(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _by_line(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Letters at one height, from the top, each from the left."""
    lines: list[list[Glyph]] = []
    at = 0.0
    for glyph in sorted(glyphs, key=lambda one: -_center(one)[1]):
        middle = _center(glyph)[1]
        if not lines or at - middle > 0.5 * (glyph.top - glyph.bottom):
            lines.append([])
            at = middle
        lines[-1].append(glyph)
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _lines(glyphs: Sequence[Glyph]) -> list[list[list[Glyph]]]:
    """Each line as its parts, between which there is a gap as wide as between columns."""
    lines: list[list[list[Glyph]]] = []
    for line in _by_line(glyphs):
        parts = [[line[0]]]
        for before, glyph in pairwise(line):
            if glyph.left - before.right > GUTTER * (glyph.top - glyph.bottom):
                parts.append([])
            parts[-1].append(glyph)
        parts = [part for part in parts if _text(part).strip()]
        if parts:
            lines.append(parts)
    return lines


def _in_reading_order(lines: list[list[list[Glyph]]], height: float) -> Iterator[Line]:
    """Lines from the top; where two columns stand side by side, first all of the left one."""
    at = 0
    while at < len(lines):
        end, gutter = _beside(lines, at)
        if end == at:
            yield _line([glyph for part in lines[at] for glyph in part], height)
            at += 1
            continue
        for left in (True, False):
            for line in lines[at:end]:
                column = [glyph for part in line for glyph in part if (glyph.left < gutter) == left]
                if column:
                    yield _line(column, height)
        at = end


def _beside(lines: list[list[list[Glyph]]], at: int) -> tuple[int, float]:
    """Up to which line two columns stand side by side from `at` on, and where they part; `at` itself if they do not."""
    low, high = 0.0, float("inf")
    end, both, letters = at, 0, 0
    for line in lines[at:]:
        if len(line) > 2:
            break
        if len(line) == 2:
            gap = line[0][-1].right, line[1][0].left
        elif line[0][0].left > low and end > at:
            gap = low, line[0][0].left
        else:
            gap = line[0][-1].right, high
        if max(low, gap[0]) >= min(high, gap[1]):
            break
        low, high = max(low, gap[0]), min(high, gap[1])
        end += 1
        both += len(line) == 2
        letters += sum(map(len, line)) if len(line) == 2 else 0
    are_columns = both >= FEWEST_LINES and both * 2 > end - at and letters >= 2 * FEWEST_LETTERS * both
    return (end, (low + high) / 2) if are_columns else (at, 0.0)


def _line(glyphs: list[Glyph], height: float) -> Line:
    return Line(_text(glyphs), glyphs[0].left, glyphs[-1].right, _center(glyphs[0])[1], height)


def _text(glyphs: list[Glyph]) -> str:
    """The letters of a line, with a blank in each gap that no letter fills."""
    if not glyphs:
        return ""
    out = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        gap, size = glyph.left - before.right, glyph.top - glyph.bottom
        latin = before.text.isascii() and glyph.text.isascii() and not (before.text + glyph.text).isdigit()
        if gap > size * (0.15 if latin else APART) and " " not in (before.text, glyph.text):
            out.append(" ")
        out.append(glyph.text)
    return "".join(out)


def _cell(glyphs: list[Glyph], right: float) -> str:
    """A line that reaches the edge of its cell goes on in the next one."""
    lines = [(_text(line).strip(), line[-1]) for line in _by_line(glyphs)]
    out = lines[0][0] if lines else ""
    for (before, last), (text, _) in pairwise(lines):
        # No mark opens a line: it takes the letter before it along.
        room = 3 if text[1:2] in _NO_LINE_OPENS else 2
        goes_on = last.right + room * (last.top - last.bottom) > right and not before.endswith(("。", "；"))
        out += text if goes_on else f"\n{text}"
    return out
