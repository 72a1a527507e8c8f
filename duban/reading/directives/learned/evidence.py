"""What labelled sentences say of one, whatever the rules say: the odds that it directs somebody.

A sentence directs somebody if one of its clauses does. So the weights of the pieces of up to three characters are summed up
clause by clause, the clauses are put together as ln Σ exp, and what is known of the sentence's place is added. The weights are
learned from the labelled paragraphs of the tests by `build.py`; `evidence.txt` holds them.
"""

from __future__ import annotations

import re
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

LONGEST_PIECE = 3
_DIGITS = re.compile("[0-9]+")
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_CLAUSE = re.compile("[^，：]*[，：]?")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


class Place(NamedTuple):
    """Where a sentence stands in its text."""

    opens_line: bool
    ends_line: bool
    before: bool | None
    """do the rules take the sentence before it for a directive? None where there is none"""
    behind: bool | None


def clauses_of(sentence: str) -> list[str]:
    """Its clauses with the marks on both sides, the sentence's ends marked, numbers all alike, marks in full width."""
    whole = f"^{_DIGITS.sub('0', sentence.translate(_WIDE))}$"
    ends = [match.end() for match in _CLAUSE.finditer(whole) if match.group()]
    return [whole[max(0, start - 1) : end] for start, end in zip([0, *ends], ends, strict=False)]


def marks(place: Place, length: int, clauses: int) -> list[str]:
    """What is known of a sentence beside its words, as `evidence.txt` names it."""
    said = [f"@{name} {value}" for name, value in place._asdict().items()]
    return [*said, f"@length {min(length // 8, 8)}", f"@clauses {min(clauses, 6)}"]


def _load() -> dict[str, float]:
    lines = Path(__file__).with_name("evidence.txt").read_text("utf-8").splitlines()
    parted = [line.partition(" ") for line in lines if line[0] != "#"]
    return {piece: int(weight) / 100 for weight, _, piece in parted}


_WEIGHTS = _load()
_ALWAYS = _WEIGHTS.pop("@")
_PIECES = [piece for piece in _WEIGHTS if piece[0] != "@"]
_WEIGHT_OF = [_WEIGHTS[piece] for piece in _PIECES]
_FIND = AhoCorasick(_PIECES, store_patterns=False).find_matches_as_indexes


def odds(sentence: str, place: Place) -> float:
    """ln(p / (1 - p)) of the sentence being a directive."""
    clauses = clauses_of(sentence)
    known = sum([_WEIGHTS.get(mark, 0.0) for mark in marks(place, len(sentence), len(clauses))])
    sums = [sum([_WEIGHT_OF[which] for which in _held(clause)]) for clause in clauses]
    most = max(sums)
    return _ALWAYS + known + most + log(sum([exp(each - most) for each in sums]))


def telling(sentence: str) -> list[str]:
    """The two words of a sentence that speak most for a directive, best first."""
    held = {which for clause in clauses_of(sentence) for which in _held(clause)}
    words = [which for which in held if _WEIGHT_OF[which] > 0 and _HAN.fullmatch(_PIECES[which])]
    return [_PIECES[which] for which in sorted(words, key=lambda which: (-_WEIGHT_OF[which], which))[:2]]


def _held(clause: str) -> set[int]:
    return {which for which, _, _ in _FIND(clause, overlapping=True)}
