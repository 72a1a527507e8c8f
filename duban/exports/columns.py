"""What a table in a file is made of: columns of a kind each, and rows of plain values in the same order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from duban.ui.lights import WORDS

Row = Sequence[Any]
Rows = Iterable[Row]


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"  # wraps within its width
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    PERCENT = "percent"  # 0 to 100
    LIGHT = "light"  # a code of LIGHTS


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of half width, as spreadsheets count."""

    label: str | Promise
    kind: Kind = Kind.TEXT
    width: float = 14


@dataclass(frozen=True, slots=True)
class Light:
    """Shape and word beside the colour: a printed or colour-blind reading loses nothing."""

    shape: str
    word: str | Promise
    ink: str
    paper: str

    def __str__(self) -> str:
        return f"{self.shape} {self.word}"


LIGHTS: dict[str, Light] = {
    code: Light(shape, WORDS[code], ink, paper)
    for code, shape, ink, paper in (
        ("green", "●", "#1B6B34", "#E3F4E8"),
        ("yellow", "▲", "#7A4B00", "#FFF1CC"),
        ("red", "■", "#A11212", "#FDE3E3"),
        ("paused", "‖", "#344054", "#EAECF0"),
        ("off", "○", "#475467", "#FFFFFF"),
        ("done", "✓", "#475467", "#F2F4F7"),
    )
}
