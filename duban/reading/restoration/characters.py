"""The characters of GBK by their two bytes, each with its simplified form, and the byte pairs that leave no trace."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from typing import NamedTuple, Protocol

from duban.reading.restoration.words import rarity

# A character rarer than this is never proposed for a lost byte.
RAREST = 115
# Second bytes; in a pair read out of step these become first bytes.
TRAILS = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]


class Choice(NamedTuple):
    """A character as it stood in the bytes, and as the words know it.

    `script` is "s" or "t" if only simplified or traditional texts have it, "w" for wide letters and digits, else "-".
    """

    written: str
    simplified: str
    script: str


class Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def opencc_converter() -> Converter:
    """OpenCC's traditional-to-simplified converter, loaded once (14 ms)."""
    import opencc

    converter: Converter = opencc.OpenCC("t2s")
    return converter


def script_of(character: str, simplified: str) -> str:
    if character != simplified:
        return "t"
    if "０" <= character <= "ｚ" and unicodedata.category(character) in ("Nd", "Lu", "Ll"):
        return "w"
    # Converters of pages leave a simplified character standing only where Big5 has it too (后, 里, 斗).
    return "s" if "\u4e00" <= character <= "\u9fff" and not character.encode("big5", "ignore") else "-"


class Table(NamedTuple):
    pairs: dict[tuple[int, int], Choice]
    by_lead: dict[int, list[tuple[int, Choice]]]
    by_trail: dict[int, list[tuple[int, Choice]]]


@cache
def table() -> Table:
    """Every pair; and, for one known byte, the common characters it can belong to with their other byte."""
    codes = [(lead, trail) for lead in range(0x81, 0xFF) for trail in TRAILS]
    written = [bytes(code).decode("gbk", "replace") for code in codes]
    known = [(code, character) for code, character in zip(codes, written, strict=True) if len(character) == 1]
    simplified = opencc_converter().convert("\n".join(character for _, character in known)).split("\n")
    pairs: dict[tuple[int, int], Choice] = {}
    by_lead: dict[int, list[tuple[int, Choice]]] = defaultdict(list)
    by_trail: dict[int, list[tuple[int, Choice]]] = defaultdict(list)
    for ((lead, trail), character), plain in zip(known, simplified, strict=True):
        if character == "\ufffd":
            continue
        # OpenCC leaves 著 alone; minutes nearly always mean 着.
        choice = Choice(character, "着" if character == "著" else plain, script_of(character, plain))
        pairs[lead, trail] = choice
        if rarity(choice.simplified) <= RAREST:
            by_lead[lead].append((trail, choice))
            by_trail[trail].append((lead, choice))
    return Table(pairs, dict(by_lead), dict(by_trail))


def vanishes(lead: int, trail: int) -> bool:
    """Whether a pair is one of the three private-use zones, which copies leave out without a mark."""
    if 0xAA <= lead <= 0xAF or 0xF8 <= lead <= 0xFE:
        return trail >= 0xA1
    return 0xA1 <= lead <= 0xA7 and trail <= 0xA0


@cache
def twice_hidden(low_lead: bool) -> list[tuple[int, Choice]]:
    """Common characters between two pairs that vanished: both bytes lost, the second one of a vanishing pair."""
    return [
        (trail, choice)
        for trail in sorted(VANISHING_TRAILS)
        for lead, choice in table().by_trail.get(trail, ())
        if (lead <= 0xA0) == low_lead and rarity(choice.simplified) <= 84
    ]


# As second bytes of a character whose pair with the next byte vanished.
VANISHING_TRAILS = frozenset([*range(0xAA, 0xB0), *range(0xF8, 0xFF), *range(0xA1, 0xA8)])
