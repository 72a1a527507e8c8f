"""Texts as runs of five characters. Pure: no database.

Signs, width and case do not count, and every number is the same number: who copies changes the dates. What is compared
is how much of one text stands in the other, so sentences may change places and something may be added.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

RUN = 5
# Longer texts are compared by their beginning.
LONGEST = 20_000
_GAP = "\0"


@dataclass(frozen=True)
class Words:
    """`plain` is what counts of `text`; `places[n]` is where its n-th character stands in `text`."""

    text: str
    plain: str
    places: Sequence[int]

    @property
    def length(self) -> int:
        """How many characters count, stock phrases left out."""
        return len(self.plain) - self.plain.count(_GAP)

    @cached_property
    def runs(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at in range(len(self.plain) - RUN + 1):
            run = self.plain[at : at + RUN]
            if _GAP not in run:
                found.setdefault(run, []).append(at)
        return found

    @cached_property
    def values(self) -> list[int]:
        """The runs as numbers of 32 bits with a sign, each once, smallest first: an order that no text chooses."""
        return sorted({_value(run) for run in self.runs})

    def covered(self, other: "Words") -> list[bool]:
        """Which characters of `plain` stand in a run that the other text has too."""
        marks = [False] * len(self.plain)
        for run in self.runs.keys() & other.runs.keys():
            for at in self.runs[run]:
                marks[at : at + RUN] = [True] * RUN
        return marks

    def share(self, other: "Words") -> int:
        """Percent of this text that stands in the other one."""
        return 100 * sum(self.covered(other)) // self.length if self.length else 0

    def parts(self, other: "Words") -> list[tuple[str, bool]]:
        """The text in pieces, each with whether the other text has it too."""
        same = [False] * len(self.text)
        marks = self.covered(other)
        for n, place in enumerate(self.places):
            if marks[n]:
                ends = n + 1 == len(marks) or not marks[n + 1]
                end = place + 1 if ends else self.places[n + 1]
                same[place:end] = [True] * (end - place)
        pieces: list[tuple[str, bool]] = []
        start = 0
        for at in range(1, len(self.text) + 1):
            if at == len(self.text) or same[at] != same[start]:
                pieces.append((self.text[start:at], same[start]))
                start = at
        return pieces


def words(text: str, phrases: Iterable[str] = ()) -> Words:
    """What counts of a text. `phrases` (as `plain` gives them) are left out."""
    text = text[:LONGEST]
    letters, places = _letters(text)
    plain = "".join(letters)
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase:
            plain = re.sub(re.escape(phrase), _GAP * len(phrase), plain)
    return Words(text, plain, places)


def plain(text: str) -> str:
    return "".join(_letters(text)[0])


def _letters(text: str) -> tuple[list[str], list[int]]:
    letters: list[str] = []
    places: list[int] = []
    counting = False  # inside a number
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKC", sign).lower():
            if letter.isdigit():
                if letters and letters[-1] == "0" and counting:
                    continue
                letter, counting = "0", True
            elif not letter.isalnum():
                continue
            letters.append(letter)
            places.append(place)
        counting = counting and sign.isdigit()
    return letters, places


def _value(run: str) -> int:
    return (zlib.crc32(run.encode()) * 0x9E3779B1 & 0xFFFFFFFF) - 0x80000000
