"""Sentences side by side, and which pieces of them a table knows: many sentences at once, which is what makes it fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duban.reading.directives.lexer import Lexed

# The edges of a sentence: as many characters as a piece has, so that none reaches from one sentence into the next.
BEFORE, BEHIND, AROUND = "^^^", "$$$", 3
ELSEWHERE = "."
_ALIKE = str.maketrans("123456789,;:!?()", "000000000，；：！？（）")
_LETTERS = 1 << 16

Numbers = NDArray[Any]


def alike(text: str) -> str:
    """Digits all alike, marks in full width."""
    return text.translate(_ALIKE)


class Batch:
    """Sentences with their edges, one behind the other, as characters and as the kinds of their words."""

    def __init__(self, sentences: Sequence[tuple[str, Lexed]]) -> None:
        sizes = [len(text) for text, _ in sentences]
        self.ends = np.cumsum(np.add(sizes, 2 * AROUND)) - AROUND
        """where the edge behind each sentence begins"""
        self.starts = self.ends - sizes
        between = BEHIND + BEFORE
        self.text = BEFORE + between.join([alike(text) for text, _ in sentences]) + BEHIND
        self.codes = code_points(self.text)
        self.kinds = BEFORE + between.join([_kinds_of(text, lexed) for text, lexed in sentences]) + BEHIND
        """the kinds of words (see lexer.py): a capital where one begins, a dot where there is none, the edges as they are"""
        self.kind_codes = code_points(self.kinds)
        self.inside = np.zeros(len(self.text), bool)
        """is a character one of a sentence, not of an edge?"""
        for start, end in zip(self.starts, self.ends, strict=True):
            self.inside[start:end] = True


def _kinds_of(text: str, lexed: Lexed) -> str:
    kinds = [ELSEWHERE] * len(text)
    for start, end, kind in lexed:
        kinds[start:end] = kind + kind.lower() * (end - start - 1)
    return "".join(kinds)


def code_points(text: str) -> Numbers:
    """Of each character; 0 for those past 65535, which no table holds."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(codes < _LETTERS, codes, 0)


class Pieces:
    """Finds the pieces of a table in a row of code points: for each length, which one begins at each place."""

    def __init__(self, pieces: Iterable[str]) -> None:
        by_size: dict[int, list[str]] = defaultdict(list)
        for piece in pieces:
            by_size[len(piece)].append(piece)
        letters = sorted({ord(letter) for listed in by_size.values() for piece in listed for letter in piece})
        self._letter = np.zeros(_LETTERS, np.int64)
        self._letter[letters] = np.arange(1, len(letters) + 1)
        self._base = len(letters) + 1
        self.listed: dict[int, list[str]] = {}
        """the pieces of each length in the order of their keys"""
        self._keys: dict[int, Numbers] = {}
        for size, listed in sorted(by_size.items()):
            keys = self._keys_of(code_points("".join(listed)), size)[::size]
            order = np.argsort(keys)
            self._keys[size] = np.append(keys[order], np.iinfo(np.int64).max)
            self.listed[size] = [listed[n] for n in order]

    def _keys_of(self, codes: Numbers, size: int) -> Numbers:
        letters = self._letter.take(codes)
        keys = letters[: len(letters) - size + 1]
        for n in range(1, size):
            keys = keys * self._base + letters[n : len(letters) - size + 1 + n]
        return keys

    def find(self, codes: Numbers) -> dict[int, Numbers]:
        """size → per place the index into `listed[size]` of the piece that begins there, or len(listed[size]) for none."""
        found = {}
        for size, keys in self._keys.items():
            wanted = self._keys_of(codes, size)
            at = np.searchsorted(keys, wanted)
            found[size] = np.where(keys.take(at) == wanted, at, len(keys) - 1)
        return found


Adds = Mapping[str, Mapping[int, Sequence[float]]]
"""piece → how far it begins from the character it speaks for → what it adds there, in each column"""


class Sums:
    """Adds up what the pieces near each character speak for."""

    def __init__(self, adds: Adds, columns: int) -> None:
        self._pieces = Pieces(adds)
        self._columns = columns
        self._tables = {
            size: [
                (off, self._table(adds, listed, off))
                for off in sorted({off for piece in listed for off in adds[piece]})
            ]
            for size, listed in self._pieces.listed.items()
        }

    def _table(self, adds: Adds, listed: list[str], off: int) -> Numbers:
        table = np.zeros((len(listed) + 1, self._columns))
        for n, piece in enumerate(listed):
            table[n] = adds[piece].get(off, 0.0)
        return table

    def of(self, codes: Numbers) -> Numbers:
        """Per character a row of sums."""
        sums = np.zeros((len(codes) + 2 * AROUND, self._columns))
        for size, which in self._pieces.find(codes).items():
            for off, table in self._tables[size]:
                # The piece that begins at n speaks for n - off.
                first = AROUND - off
                sums[first : first + len(which)] += table.take(which, 0)
        return sums[AROUND:-AROUND]
