"""The words a document itself uses, beside those of the dictionary."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise
from math import log

from duban.reading.restoration.words import tails

# How much the document's own words weigh beside the dictionary.
OWN_WORDS = 0.2
Seconds = dict[str, list[tuple[str, int]]]

_HALF_MARK = re.compile("(?<=[\u4e00-\u9fff])[,;:!](?=[\u4e00-\u9fff“《])")
_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")


class OwnWords(dict[str, Seconds]):
    """What stands in this document, as if it were words: by first, then second character."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.runs = _NOT_HAN.sub("\n", document)
        self.characters = frozenset(self.runs)
        self.floor = max(85.0, 10 * log(max(len(document), 1) / OWN_WORDS))

    @cached_property
    def half(self) -> str:
        """The ASCII marks that it uses in place of their full-width form, so that an orphan may have taken one along."""
        used = Counter(_HALF_MARK.findall(self.document))
        return "".join(mark for mark, count in used.items() if count > 1)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], None]:
        """The characters that stand behind each other, in order."""
        return dict.fromkeys(pairwise(self.runs))

    @cached_property
    def nexts(self) -> dict[str, dict[str, None]]:
        """Which characters stand behind a character, in order."""
        found: dict[str, dict[str, None]] = {}
        for one, other in self.pairs:
            if one in found:
                found[one][other] = None
            else:
                found[one] = {other: None}
        return found

    def __missing__(self, first: str) -> Seconds:
        known: Seconds = {}
        if first not in self.characters:
            self[first] = known
            return known
        document = self.runs
        counts: dict[str, int] = {}
        at = document.find(first)
        while at >= 0:
            following = document[at + 1 : at + 4].partition("\n")[0]
            # Behind a character that makes a word with it, it is the middle of a word and not the beginning of one.
            if not at or first not in tails[document[at - 1]]:
                for end in range(1, len(following) + 1):
                    counts[following[:end]] = counts.get(following[:end], 0) + 1
            at = document.find(first, at + 1)
        for rest, count in counts.items():
            known.setdefault(rest[0], []).append((rest[1:], round(self.floor - 10 * log(count))))
        self[first] = known
        return known
