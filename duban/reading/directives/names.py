"""Names read in a sentence, and where the reading stopped."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from duban.reading.directives.lexer import Lexed


@dataclass(slots=True)
class Names:
    """Names found from one place on, and where the reading stopped."""

    spans: list[tuple[int, int]]
    stop: int
    """index of the word that stopped the reading (len(words) at the end)"""
    at: int
    """code point of that word"""


def word_at(lexed: Lexed, at: int) -> int:
    """Index of the first word that starts at `at` or later."""
    return bisect_left(lexed.starts, at)
