"""Who must act, and what must be produced, as labelled sentences have taught: a conditional random field over characters.

Each character begins a name, goes on with one, or stands outside (B, I, O). What speaks for it are the pieces of up to three
characters near it, and of the kinds of words there (see lexer.py). `names.txt` and `papers.txt` hold the weights.
"""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from duban.reading.directives.lexer import Lexed

# What stands before and behind a sentence, and how much of it is looked at.
BEFORE, BEHIND, AROUND = "^^^", "$$$", 3
# As far as a piece at the edge of all that may lie from the character it speaks for, twice: a place before the first is counted
# from the end.
MARGIN = 4 * AROUND
# A character with a lower score for B opens no name, and none goes on over one with lower scores for both.
OPENS, GOES_ON = -2.5, -3.0
_ALIKE = str.maketrans("123456789,;:!?()", "000000000，；：！？（）")
_ELSEWHERE = "."


class Found(NamedTuple):
    start: int
    end: int
    chance: float


class Scores(NamedTuple):
    """Per character of a sentence: how probable it is that a name begins there, and that one goes on."""

    begins: list[float]
    goes_on: list[float]

    def chance(self, start: int, end: int) -> float:
        """How probable it is that just these characters are one."""
        whole = min(self.begins[start], *self.goes_on[start + 1 : end], 1.0)
        return min(whole, 1 - self.goes_on[end]) if end < len(self.begins) else whole

    def found(self) -> list[Found]:
        """What is likelier a name than not, character by character."""
        found: list[Found] = []
        at, size = 0, len(self.begins)
        while at < size:
            if self.begins[at] < 0.5:
                at += 1
                continue
            end = at + 1
            while end < size and self.goes_on[end] >= 0.5:
                end += 1
            found.append(Found(at, end, self.chance(at, end)))
            at = end
        return found

    def touched(self, start: int, end: int) -> float:
        """How probable it is that one of these characters is part of one."""
        return max(b + i for b, i in zip(self.begins[start:end], self.goes_on[start:end], strict=True))


class Seen(NamedTuple):
    """A sentence as the tables name its pieces: its characters and the kinds of its words, with what stands around them."""

    text: str
    kinds: str

    @property
    def size(self) -> int:
        return len(self.text) - len(BEFORE) - len(BEHIND)


def seen(text: str, lexed: Lexed) -> Seen:
    """Numbers all alike, marks in full width; the kind of word at each character, a capital where one begins."""
    kinds = [_ELSEWHERE] * len(text)
    for start, end, kind in lexed:
        kinds[start:end] = kind + kind.lower() * (end - start - 1)
    return Seen(f"{BEFORE}{text.translate(_ALIKE)}{BEHIND}", f"{BEFORE}{''.join(kinds)}{BEHIND}")


Adds = list[tuple[int, float, float]]
"""where from the beginning of a piece, and what it adds to B and to I there"""


class Pieces:
    """Adds up what the pieces of a text speak for."""

    def __init__(self, weights: dict[str, Adds]) -> None:
        self._adds = list(weights.values())
        self._find = AhoCorasick(list(weights), store_patterns=False).find_matches_as_indexes

    def add(self, framed: str, begins: list[float], goes_on: list[float]) -> None:
        """By place in the framed text. What speaks for a place before or behind it goes to the margin that the lists have."""
        adds = self._adds
        for which, start, _ in self._find(framed, overlapping=True):
            for off, b, i in adds[which]:
                begins[start + off] += b
                goes_on[start + off] += i


def weighed(begins: list[float], goes_on: list[float], odds: list[float]) -> tuple[list[float], list[float]]:
    """How probable B and I are at each character of a stretch with nothing but O on both sides.

    `begins` and `goes_on` say how much speaks for them beside O (logarithms), `odds` how much likelier the passings OB, BB, BI,
    BO, IB, II and IO are than OO. All ways through are added up, forwards and backwards.
    """
    ob, bb, bi, bo, ib, ii, io = odds
    with_b, with_i = list(map(exp, begins)), list(map(exp, goes_on))
    # All ways that end here in O, B, I; scaled so that they sum to one.
    ways: list[tuple[float, float, float]] = []
    o, b, i = 1.0, 0.0, 0.0
    for here_b, here_i in zip(with_b, with_i, strict=True):
        o, b, i = o + b * bo + i * io, (o * ob + b * bb + i * ib) * here_b, (b * bi + i * ii) * here_i
        scale = o + b + i
        o, b, i = o / scale, b / scale, i / scale
        ways.append((o, b, i))
    b_chances, i_chances = [0.0] * len(ways), [0.0] * len(ways)
    o, b, i = 1.0, bo, io  # an O follows
    for at in range(len(ways) - 1, -1, -1):
        o_so_far, b_so_far, i_so_far = ways[at]
        total = o_so_far * o + b_so_far * b + i_so_far * i
        b_chances[at], i_chances[at] = b_so_far * b / total, i_so_far * i / total
        here_b, here_i = with_b[at] * b, with_i[at] * i
        o, b, i = o + ob * here_b, bo * o + bb * here_b + bi * here_i, io * o + ib * here_b + ii * here_i
        scale = o + b + i
        o, b, i = o / scale, b / scale, i / scale
    return b_chances, i_chances


class Tagger:
    """What one table has been taught to find."""

    def __init__(self, name: str) -> None:
        passing: dict[str, float] = {}
        pieces: dict[str, dict[str, Adds]] = {"text": {}, "kinds": {}}
        for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
            where, *told = line.split(" ")
            if where == "passing":
                passing[told[0]] = exp(int(told[1]) / 100)
            elif where in pieces:
                off, b, i, piece = told
                # The piece stands `off` characters from the one it speaks for.
                pieces[where].setdefault(piece, []).append((-int(off), int(b) / 100, int(i) / 100))
        self._odds = [passing[way] for way in ("OB", "BB", "BI", "BO", "IB", "II", "IO")]
        self._text = Pieces(pieces["text"])
        self._kinds = Pieces(pieces["kinds"])

    def scores(self, sentence: Seen) -> Scores:
        """How probable it is that a name begins, and goes on, at each character."""
        size = sentence.size
        begins, goes_on = [0.0] * (size + MARGIN), [0.0] * (size + MARGIN)
        self._text.add(sentence.text, begins, goes_on)
        self._kinds.add(sentence.kinds, begins, goes_on)
        begins, goes_on = begins[AROUND : AROUND + size], goes_on[AROUND : AROUND + size]
        chances = Scores([0.0] * size, [0.0] * size)
        end = 0
        for at, score in enumerate(begins):
            if score > OPENS and at >= end:
                end = at + 1
                while end < size and (goes_on[end] > GOES_ON or begins[end] > GOES_ON):
                    end += 1
                chances.begins[at:end], chances.goes_on[at:end] = weighed(begins[at:end], goes_on[at:end], self._odds)
        return chances
