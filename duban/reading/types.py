"""What the halves of the reader hand to each other. Offsets are code points, half open: text[start:end]."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SITE_UNKNOWN = "□"


@dataclass(slots=True)
class Repair:
    """One place where the restored text differs from the raw text.

    `start:end` points into the restored text (empty when something was taken out), `raw_start:raw_end` into the
    raw text, and `raw` and `text` are those two slices. `sure` is False where context had to choose, or where
    nothing could be known and □ stands for each lost character.
    """

    start: int
    end: int
    raw: str
    text: str
    kind: str
    sure: bool
    raw_start: int
    raw_end: int

    def to_json(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "raw": self.raw,
            "text": self.text,
            "kind": self.kind,
            "sure": self.sure,
            "raw_start": self.raw_start,
            "raw_end": self.raw_end,
        }


@dataclass(slots=True)
class Restoration:
    """A text made readable, and every change that was needed, in order of `start`."""

    text: str
    repairs: list[Repair] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A table cell; `start:end` is where its text stands in the restored text."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Table:
    """A table of a Word, Excel or HTML document. In the text each row begins a line, its cells joined by a tab."""

    rows: list[list[Cell]] = field(default_factory=list)
