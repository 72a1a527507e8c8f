"""How probable it is that a sentence directs somebody: what the rules make of it, its words and its place, weighed as labelled
sentences have taught.

A sentence directs somebody if one of its clauses does. So the weights of the pieces of up to three characters, and of the
courses of two to four kinds of words, are summed up clause by clause, the clauses are put together as ln Σ exp, and what is known
beside is added. The weights are learned from the labelled paragraphs of the tests by `build.py`; `evidence.txt` holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from duban.reading.directives.learned.batch import AROUND, BEHIND, ELSEWHERE, Batch, Numbers, Sums, alike, code_points
from duban.reading.directives.lexer import Lexed

TEXT, COURSE, BESIDE = "text", "course", "beside"
# How many characters a piece has, and how many kinds of words a course.
SIZES, COURSES = range(1, 4), range(2, 5)
_HAN = re.compile("[\u4e00-\u9fff]{2,3}")
_CLAUSE_ENDS = code_points("，：")
_FIRST_KIND, _LAST_KIND = ord("A"), ord("Z")


def _load() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {TEXT: {}, COURSE: {}, BESIDE: {}}
    for line in Path(__file__).with_name("evidence.txt").read_text("utf-8").splitlines():
        where, weight, piece = line.split(" ", 2)
        if where in weights:
            weights[where][piece] = int(weight) / 100
    return weights


_WEIGHTS = _load()
_BESIDE = _WEIGHTS[BESIDE]
_ALWAYS = _BESIDE.get("", 0.0)


def _at_ends(weights: dict[str, float]) -> Sums:
    """Adds the weight of a piece where it ends."""
    return Sums({piece: {1 - len(piece): [weight]} for piece, weight in weights.items()}, 1)


_TEXT, _COURSE = _at_ends(_WEIGHTS[TEXT]), _at_ends(_WEIGHTS[COURSE])


def odds(batch: Batch, beside: Sequence[Iterable[str]]) -> list[float]:
    """ln(p / (1 - p)) of each sentence being a directive; `beside` says what is known of each."""
    said = _TEXT.of(batch.codes)[:, 0]
    course = course_of(batch)
    said[course] += _COURSE.of(batch.kind_codes[course])[:, 0]
    belongs = batch.inside.copy()
    belongs[batch.ends] = True
    marks = np.flatnonzero(np.isin(batch.codes, _CLAUSE_ENDS) & batch.inside)
    starts = np.sort(np.concatenate([batch.starts, marks + 1]))
    sums = np.add.reduceat(np.where(belongs, said, 0.0), starts)
    first = np.searchsorted(starts, batch.starts)
    most = np.maximum.reduceat(sums, first)
    which = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(starts))))
    together = most + np.log(np.add.reduceat(np.exp(sums - most[which]), first))
    known = [sum([_BESIDE.get(mark, 0.0) for mark in listed]) for listed in beside]
    return (together + known + _ALWAYS).tolist()  # type: ignore[no-any-return]


def course_of(batch: Batch) -> Numbers:
    """Where the words of a kind begin, and what lies between them: the course of kinds that clauses take, edges included."""
    kinds = batch.kind_codes
    between = kinds == ord(ELSEWHERE)
    begins = between.copy()
    begins[1:] &= ~between[:-1]
    begins |= (kinds >= _FIRST_KIND) & (kinds <= _LAST_KIND)
    begins[batch.starts - 1] = begins[batch.ends] = True
    return np.flatnonzero(begins)


def telling(sentence: str) -> list[str]:
    """The two words of a sentence that speak most for a directive, best first."""
    text = alike(sentence)
    words = {text[at : at + size] for size in (2, 3) for at in range(len(text) - size + 1)}
    weights = _WEIGHTS[TEXT]
    known = [word for word in words if weights.get(word, 0.0) > 0 and _HAN.fullmatch(word)]
    return sorted(known, key=lambda word: (-weights[word], word))[:2]


def pieces(text: str, lexed: Lexed) -> list[list[str]]:
    """Clause by clause, the pieces and courses that end there, as `evidence.txt` names them: what `build.py` counts, and what `odds`
    adds up without spelling it out."""
    batch = Batch([(text, lexed)])
    whole, begins = batch.text, set(course_of(batch).tolist())
    clauses: list[list[str]] = [[]]
    course = ""
    for at in range(AROUND - 1, len(whole) - len(BEHIND) + 1):
        if at in begins:
            course += batch.kinds[at]
            clauses[-1] += [f"{COURSE} {course[-size:]}" for size in COURSES if size <= len(course)]
        if at < AROUND:
            continue
        ending = [whole[at - size + 1 : at + 1] for size in SIZES]
        clauses[-1] += [f"{TEXT} {piece}" for piece in ending if piece.split() == [piece]]
        if whole[at] in "，：" and at < len(whole) - len(BEHIND):
            clauses.append([])
    return clauses
