"""Words and word pairs counted in some seven million words of newspapers, for build_tables.

They come with the Chinese analyser of Apache Lucene (Apache-2.0; Debian: liblucene8-java, lucene-analyzers-smartcn-*.jar),
whose dictionary names its words but keeps of a pair only a hash: the pairs are found again by trying every two words.
Pairs seen less than three times are not in it.
"""

from __future__ import annotations

import struct
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = "org/apache/lucene/analysis/cn/smart/hhmm/"
# Classes of words that were counted together: those that we have a sign for, too. The others have # in their name.
NUMBER, DATE, BEGINNING, END, PERSON = "未##数", "未##时", "始##始", "末##末", "未##人"
BASIS, PRIME = 0xCBF29CE484222325, 1099511628211
FILTER_BITS = 25


def read_newspaper(jar: Path) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """The counts of words and of pairs, classes under their own names."""
    with zipfile.ZipFile(jar) as archive:
        stream = JavaStream(archive.read(FOLDER + "coredict.mem"))
        words = words_in(*(stream.read() for _ in range(4)))
        stream = JavaStream(archive.read(FOLDER + "bigramdict.mem"))
        hashes, counts = stream.read(), stream.read()
    return words, pairs_behind(list(words), hashes, counts)


class JavaStream:
    """The arrays in a file that Java's ObjectOutputStream wrote."""

    KINDS = {"S": "i2", "C": "u2", "I": "i4", "J": "i8"}

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 4
        self.known: list[Any] = []

    def _next(self, kind: str) -> int:
        value: int = struct.unpack_from(">" + kind, self.data, self.at)[0]
        self.at += struct.calcsize(kind)
        return value

    def _class(self) -> str:
        tag = self._next("B")
        if tag == 0x71:
            return str(self.known[self._next("I") - 0x7E0000])
        length = self._next("H")
        name = self.data[self.at : self.at + length].decode()
        self.at += length + 8 + 1 + 2 + 1 + 1  # its version, flags, fields (none), annotations (none), parent (none)
        self.known.append(name)
        return name

    def read(self) -> Any:
        tag = self._next("B")
        if tag == 0x70:
            return None
        if tag == 0x71:
            return self.known[self._next("I") - 0x7E0000]
        name = self._class()
        place = len(self.known)
        self.known.append(None)
        length = self._next("I")
        if name[1] == "[":
            nested = self.known[place] = [None] * length
            for number in range(length):
                nested[number] = self.read()
            return nested
        kind = np.dtype(">" + self.KINDS[name[1]])
        self.known[place] = np.frombuffer(self.data, kind, length, self.at)
        self.at += length * kind.itemsize
        return self.known[place]


def words_in(places: Any, firsts: Any, rests: Any, counts: Any) -> Counter[str]:
    """Words are kept by their first character, each as what follows it."""
    words: Counter[str] = Counter()
    for place, first in zip(places, firsts, strict=True):
        if first and place >= 0 and rests[place] is not None:
            for rest, count in zip(rests[place], counts[place], strict=True):
                words[chr(first) + ("" if rest is None else "".join(map(chr, rest)))] = int(count)
    return words


def pairs_behind(words: list[str], hashes: Any, counts: Any) -> Counter[tuple[str, str]]:
    """Which two words each hash (FNV-1, 64 bits, of `one@other` in UTF-16) stands for. Takes two minutes."""
    used = hashes != 0
    keys, values = hashes[used].astype(np.uint64), counts[used]
    order = np.argsort(keys)
    keys, values = keys[order], values[order]
    high = np.uint64(64 - FILTER_BITS)
    likely = np.zeros(1 << FILTER_BITS, bool)
    likely[keys >> high] = True
    pairs: Counter[tuple[str, str]] = Counter()
    begun = np.array([_hashed(np.uint64(BASIS), word + "@") for word in words])
    # In alphabetical order, the hashes up to what two words have in common need not be worked out again.
    ways, before = [begun], ""
    for word in sorted(words):
        common = 0
        while common < min(len(before), len(word)) and before[common] == word[common]:
            common += 1
        del ways[common + 1 :]
        for character in word[common:]:
            ways.append(_hashed(ways[-1], character))
        before = word
        (found,) = np.nonzero(likely[ways[-1] >> high])
        places = np.minimum(np.searchsorted(keys, ways[-1][found]), len(keys) - 1)
        for one, place in zip(found, places, strict=True):
            if keys[place] == ways[-1][one]:
                pairs[words[one], word] = int(values[place])
    return pairs


def _hashed(start: Any, text: str) -> Any:
    with np.errstate(over="ignore"):
        for character in text:
            for byte in (ord(character) & 0xFF, ord(character) >> 8):
                start = (start ^ np.uint64(byte)) * np.uint64(PRIME)
    return start
