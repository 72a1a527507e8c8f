"""Lines broken at a fixed width, as old programs, mail and copies of pages have them, and the > of mail before each."""

from __future__ import annotations

import re

from duban.reading.paragraphs import BEGINS
from duban.reading.restoration.edits import Edit
from duban.reading.restoration.remains import cuts_word

NARROWEST, WIDEST = 18, 60
# A line may be shorter than the widest by as much as a mark takes along that may not open the next.
SHORTER = 3
FEWEST = 3
_QUOTE = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_ENDS = ("。", "！", "？", "；", "：", "”", "）")
_INDENT = re.compile(r"[\u3000\t]| {2}")
_TELLS = re.compile("[，。；]")
# What never opens a line, and a day in two
_CUT = re.compile(r".\s*\n\s*[，、。；：）”》]|[0-9年月]\s*\n\s*[0-9年月日]")
_ASCII = re.compile(r"[\x20-\x7e]")


def find_quotes(text: str) -> list[Edit]:
    """The marks of quoted mail; a line by itself may begin with a sign for “more than”."""
    if ">" not in text:
        return []
    found = list(_QUOTE.finditer(text))
    return [(*match.span(), "", "quote", True) for match in found] if len(found) >= FEWEST else []


def find_wraps(text: str) -> list[Edit]:
    """Breaks inside sentences, where the lines of a text are about as wide as each other and cut words at their ends."""
    lines = text.split("\n")
    longest = max(map(len, lines))
    if len(lines) < FEWEST or not NARROWEST <= longest <= 2 * WIDEST or "\t" in text:
        return []
    widths = [_width(line.rstrip()) for line in lines]
    widest = max(widths)
    if not NARROWEST <= widest <= WIDEST:
        return []
    edits: list[Edit] = []
    full = cut = told = exact = at = 0
    for line, after, width in zip(lines, lines[1:], widths, strict=False):
        ends = at + len(line.rstrip())
        at += len(line) + 1
        if width < widest - SHORTER:
            continue
        full += 1
        exact += width >= widest - 1
        told += _TELLS.search(line) is not None
        if line.rstrip().endswith(_ENDS) or not after.strip() or _INDENT.match(after) or BEGINS.match(after):
            continue
        starts = at + len(after) - len(after.lstrip())
        edits.append((ends, starts, _between(text, ends, starts), "line_break", True))
        cut += _CUT.match(text, ends - 1, starts + 1) is not None or cuts_word(text, ends, starts)
    # A list of names or titles as long as each other has no marks in it, and no word goes on in its next line.
    if len(edits) < max(FEWEST, full / 2) or told * 2 < full:
        return []
    return edits if cut * 6 >= len(edits) or exact == told == full else []


def _between(text: str, ends: int, starts: int) -> str:
    """A blank where two words in Latin letters meet."""
    before, behind = text[ends - 1 : ends], text[starts : starts + 1]
    return " " if before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha() else ""


def _width(line: str) -> float:
    return len(line) - len(_ASCII.findall(line)) / 2
