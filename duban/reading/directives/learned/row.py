"""The sentences of a text in a row, and which pieces of it a table knows: all of a text at once, which is what makes it fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duban.reading.directives.lexer import Lexed

# What stands before and behind a sentence: as many as a piece is long, so that none reaches from one sentence into the next.
BEFORE, BEHIND, AROUND = "^^^", "$$$", 3
_ALIKE = str.maketrans("123456789,;:!?()", "000000000，；：！？（）")
ELSEWHERE = "."
_LETTERS = 1 << 16

Numbers = NDArray[Any]


def alike(text: str) -> str:
    """Digits all alike, marks in full width."""
    return text.translate(_ALIKE)


def _kinds_of(text: str, lexed: Lexed) -> str:
    kinds = [ELSEWHERE] * len(text)
    for start, end, kind in lexed:
        kinds[start:end] = kind + kind.lower() * (end - start - 1)
    return "".join(kinds)


class Row:
    """Sentences side by side, each with its edges: their characters and the kinds of their words, as numbers."""

    def __init__(self, sentences: Sequence[tuple[str, Lexed]]) -> None:
        sizes = [len(text) for text, _ in sentences]
        self.ends = np.cumsum(np.add(sizes, 2 * AROUND)) - AROUND
        """where the edge behind each sentence begins"""
        self.starts = self.ends - sizes
        self.text = BEFORE + (BEHIND + BEFORE).join([alike(text) for text, _ in sentences]) + BEHIND
        self.characters = numbers(self.text)
        self.inside = np.zeros(len(self.text), bool)
        """is a character one of a sentence, not of an edge?"""
        for start, end in zip(self.starts, self.ends, strict=True):
            self.inside[start:end] = True
        kinds = (BEHIND + BEFORE).join([_kinds_of(text, lexed) for text, lexed in sentences])
        self.spelt = BEFORE + kinds + BEHIND
        """the kinds of words (see lexer.py): a capital where one begins, a dot where there is none, the edges as they are"""
        self.kinds = numbers(self.spelt)


def numbers(text: str) -> Numbers:
    """The code point of each character; those past 65535, which no table holds, are 0."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(codes < _LETTERS, codes, 0)


class Pieces:
    """Finds the pieces of a table in a row of characters: for each length, which one begins at each place."""

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
            keys = self._keys_of(numbers("".join(listed)), size)[::size]
            order = np.argsort(keys)
            self._keys[size] = np.append(keys[order], np.iinfo(np.int64).max)
            self.listed[size] = [listed[n] for n in order]

    def _keys_of(self, characters: Numbers, size: int) -> Numbers:
        letters = self._letter.take(characters)
        keys = letters[: len(letters) - size + 1]
        for n in range(1, size):
            keys = keys * self._base + letters[n : len(letters) - size + 1 + n]
        return keys

    def find(self, characters: Numbers) -> dict[int, Numbers]:
        """size → per place the index into `listed[size]` of the piece that begins there, or len(listed[size]) for none."""
        found = {}
        for size, keys in self._keys.items():
            wanted = self._keys_of(characters, size)
            at = np.searchsorted(keys, wanted)
            found[size] = np.where(keys.take(at) == wanted, at, len(keys) - 1)
        return found

    def table(self, weights: Mapping[str, Any], size: int, shape: tuple[int, ...] = ()) -> Numbers:
        """The weights of the pieces of a size in order, and nothing for none."""
        listed = self.listed[size]
        table = np.zeros((len(listed) + 1, *shape), np.float64)
        for n, piece in enumerate(listed):
            if piece in weights:
                table[n] = weights[piece]
        return table
