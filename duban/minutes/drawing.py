"""The text of a document as a page shows it: sentences that became proposals, repairs, and where each stands.

Every piece of text is in an element that says its offset (`data-s`), so that a selection made in the browser can be
found again in the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from duban.minutes.composition import Change, Composition

PART = 12_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that belongs to a proposal. `label` is its number on the page."""

    id: int
    start: int
    end: int
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    text: SafeString
    raw: SafeString
    changed: bool


def part_starts(text: str) -> list[int]:
    """Where each part of a long text begins, at a line break: nobody reads 200,000 characters at once."""
    starts, at = [0], 0
    while len(text) - at > PART:
        cut = text.rfind("\n", at, at + PART) + 1
        at = cut if cut > at else at + PART
        starts.append(at)
    return starts


def part_of(offset: int, starts: Sequence[int]) -> int:
    """Which part (from 0) an offset is in."""
    return max(bisect_right(starts, offset) - 1, 0)


def paragraphs(
    made: Composition, marks: Iterable[Mark], *, part: int = 0, compare: bool = False, reachable: bool = True
) -> list[Paragraph]:
    """The paragraphs of one part of the text, ready to be shown; with `compare` the raw words beside each.

    `reachable` tells whether the reader may change the text: repairs are links then.
    """
    text, starts = made.text, part_starts(made.text)
    begin = starts[min(part, len(starts) - 1)]
    finish = starts[part + 1] if part + 1 < len(starts) else len(text)
    ordered = sorted(marks, key=lambda m: (m.start, -m.end))
    changes = made.changes
    change_starts = [c.start for c in changes]
    drawn: list[Paragraph] = []
    seen: set[int] = set()
    at = begin
    for line in text[begin:finish].splitlines(keepends=True):
        start, at = at, at + len(line)
        end = start + len(line.rstrip("\r\n"))
        # A change that ends a line (a break taken out) belongs to that line; one at its beginning to this one.
        here = [
            c for c in changes[bisect_left(change_starts, start) : bisect_left(change_starts, end + 1)] if c.start < at
        ]
        if end == start and not here:
            continue
        covering = [m for m in ordered if m.start < end and m.end > start]
        drawn.append(
            Paragraph(
                start,
                end,
                _line(text, start, end, here, covering, seen, reachable),
                _raw_line(made, start, end, here) if compare else mark_safe(""),
                bool(here),
            )
        )
    return drawn


def _line(
    text: str, start: int, end: int, changes: Sequence[Change], marks: Sequence[Mark], seen: set[int], reachable: bool
) -> SafeString:
    cuts = {start, end}
    for change in changes:
        cuts.update((min(max(change.start, start), end), min(change.end, end)))
    for mark in marks:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    taken_out: dict[int, list[Change]] = {}
    for change in changes:
        if change.start == change.end:
            taken_out.setdefault(change.start, []).append(change)
    standing = [change for change in changes if change.end > change.start]
    at = 0
    pieces = [_cut(change, reachable) for change in taken_out.get(start, ())]
    for a, b in pairwise(sorted(cuts)):
        over = [m for m in marks if m.start < b and m.end > a]
        for mark in over:
            if mark.id not in seen:
                seen.add(mark.id)
                pieces.append(_number(mark))
        while at < len(standing) and standing[at].end <= a:
            at += 1
        standing_here = standing[at] if at < len(standing) and standing[at].start < b else None
        pieces.append(_piece(text[a:b], a, over, standing_here, reachable))
        pieces += [_cut(each, reachable) for each in taken_out.get(b, ())]
    return mark_safe("".join(pieces))


def _number(mark: Mark) -> str:
    return format_html(
        '<a class="ref" id="s{}" href="#card-{}" data-card="{}">{}</a>', mark.id, mark.id, mark.id, mark.label
    )


def _piece(words: str, at: int, over: Sequence[Mark], change: Change | None, reachable: bool) -> str:
    names = []
    more = ""
    if over:
        # Where two overlap, the one still to be done shows.
        shown = min(over, key=lambda m: (m.state != "open", m.end - m.start))
        names.append(f"said said-{shown.state}")
        more += f' data-card="{shown.id}"'
    if change:
        names.append(_class_of(change))
        more += _change_attributes(change, reachable)
    classes = f' class="{" ".join(names)}"' if names else ""
    return f'<span data-s="{at}"{classes}{more}>{escape(words)}</span>'


def _class_of(change: Change) -> str:
    if change.decision:
        return "fix fix-person"
    return "fix fix-sure" if change.sure else "fix fix-unsure"


def _change_attributes(change: Change, reachable: bool) -> str:
    title = escape(change.raw if change.raw.strip() else repr(change.raw))
    link = f' data-fix="{change.key}"' if reachable else ""
    return f' title="{title}"{link}'


def _cut(change: Change, reachable: bool) -> str:
    """Something was taken out here: a thin mark, shown when repairs are shown."""
    return f'<span class="cut {_class_of(change)}"{_change_attributes(change, reachable)}></span>'


def _raw_line(made: Composition, start: int, end: int, changes: Sequence[Change]) -> SafeString:
    raw_at = made.to_raw(start)
    if changes:
        raw_at = min(raw_at, changes[0].raw_start)
    raw_end = max(made.to_raw(end, end=True), changes[-1].raw_end if changes else 0)
    pieces: list[str] = []
    for change in changes:
        pieces.append(escape(made.raw[raw_at : change.raw_start]))
        raw_at = change.raw_end
        if change.raw:
            pieces.append(f'<span class="{_class_of(change)}">{escape(change.raw)}</span>')
    pieces.append(escape(made.raw[raw_at:raw_end]))
    return mark_safe("".join(pieces))
