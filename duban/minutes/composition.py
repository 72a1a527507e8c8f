"""The text a person reads: the raw text, the machine's repairs, and over them what people decided.

A decision names a stretch of the raw text and says what stands there: the raw words themselves (the repair is
revoked) or the right words, typed. Decisions hang on the raw text because only that never changes: a newer reader may
repair elsewhere, and the decisions still fit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KEPT = "kept"
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch where text and raw text differ, or were looked at. `start:end` is in the text."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    raw: str
    text: str
    kind: str
    sure: bool
    decision: str = ""

    @property
    def key(self) -> str:
        return f"{self.raw_start}-{self.raw_end}"

    @property
    def doubtful(self) -> bool:
        """Still waits for a person's eye."""
        return not self.sure and not self.decision


@dataclass(frozen=True, slots=True)
class RawRepair:
    raw_start: int
    raw_end: int
    text: str
    kind: str
    sure: bool


@dataclass(frozen=True, slots=True)
class RawDecision:
    raw_start: int
    raw_end: int
    text: str


def touches(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    return (a_start < b_end and b_start < a_end) or (a_start, a_end) == (b_start, b_end)


class Composition:
    """The text, its changes in order, and the way between offsets of the text and of the raw text."""

    def __init__(self, raw: str, repairs: Iterable[RawRepair], decisions: Iterable[RawDecision] = ()) -> None:
        decided = sorted(decisions, key=lambda d: (d.raw_start, d.raw_end))
        plan: list[tuple[int, int, str, str, bool, str]] = [
            (
                d.raw_start,
                d.raw_end,
                d.text,
                "person",
                True,
                KEPT if d.text == raw[d.raw_start : d.raw_end] else TYPED,
            )
            for d in decided
        ]
        starts = [d.raw_start for d in decided]
        for repair in repairs:
            at = bisect_right(starts, repair.raw_end)
            near = decided[max(at - 2, 0) : at + 1]
            if not any(touches(repair.raw_start, repair.raw_end, d.raw_start, d.raw_end) for d in near):
                plan.append((repair.raw_start, repair.raw_end, repair.text, repair.kind, repair.sure, ""))
        plan.sort(key=lambda row: (row[0], row[1]))
        parts: list[str] = []
        changes: list[Change] = []
        raw_at = at = 0
        for raw_start, raw_end, text, kind, sure, decision in plan:
            if raw_start < raw_at:
                # Two overlapping repairs cannot both be right; the first one stands.
                continue
            parts.append(raw[raw_at:raw_start])
            at += raw_start - raw_at
            parts.append(text)
            changes.append(
                Change(raw_start, raw_end, at, at + len(text), raw[raw_start:raw_end], text, kind, sure, decision)
            )
            at += len(text)
            raw_at = raw_end
        parts.append(raw[raw_at:])
        self.raw = raw
        self.text = "".join(parts)
        self.changes = changes
        self._raw_starts = [c.raw_start for c in changes]
        self._starts = [c.start for c in changes]

    def to_raw(self, offset: int, *, end: bool = False) -> int:
        """The raw offset of a text offset. Inside a change: its raw beginning, or its raw end when `end`."""
        before = self._before(self._starts, offset, end)
        if before is None:
            return offset
        if offset < before.end:
            return before.raw_end if end else before.raw_start
        return before.raw_end + (offset - before.end)

    def to_text(self, raw_offset: int, *, end: bool = False) -> int:
        """The text offset of a raw offset, the other way round."""
        before = self._before(self._raw_starts, raw_offset, end)
        if before is None:
            return raw_offset
        if raw_offset < before.raw_end:
            return before.end if end else before.start
        return before.end + (raw_offset - before.raw_end)

    def _before(self, starts: Sequence[int], offset: int, end: bool) -> Change | None:
        # An end stands before a change that begins there, a start stands at its beginning.
        at = bisect_right(starts, offset - 1 if end else offset) - 1
        return self.changes[at] if at >= 0 else None

    def widen(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """The raw stretch, grown until it cuts no change in two."""
        for change in self.changes:
            if touches(raw_start, raw_end, change.raw_start, change.raw_end):
                raw_start, raw_end = min(raw_start, change.raw_start), max(raw_end, change.raw_end)
        return raw_start, raw_end

    def moved(self, start: int, end: int, to: Composition) -> tuple[int, int]:
        """Where a stretch of this text stands in another composition of the same raw text."""
        raw_start, raw_end = self.to_raw(start), self.to_raw(end, end=True)
        begin, finish = to.to_text(raw_start), to.to_text(raw_end, end=True)
        return begin, max(begin, finish)
