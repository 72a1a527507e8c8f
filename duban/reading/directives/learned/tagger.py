"""Who must act, and what must be produced, as labelled sentences have taught: a conditional random field over characters.

Each character begins a name, goes on with one, or stands outside (B, I, O). What speaks for it are the pieces of up to three
characters near it, and of the kinds of words there (see lexer.py). `names.txt` and `papers.txt` hold the weights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from duban.reading.directives.learned.batch import Batch, Numbers, Sums

# A character with a lower score for B opens no name, and none goes on over one with lower scores for both.
OPENS, GOES_ON = -2.5, -3.0
# About ln of the chance of the best way through a stretch: below this it is not looked at. In six sets no name and no paper is
# found otherwise down from -2.5.
HOPELESS = -3.5
TEXT, KINDS, PASSING = "text", "kinds", "passing"


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
        size = len(self.begins)
        for at in [n for n, chance in enumerate(self.begins) if chance >= 0.5]:
            end = at + 1
            while end < size and self.goes_on[end] >= 0.5:
                end += 1
            found.append(Found(at, end, self.chance(at, end)))
        return found

    def touched(self, start: int, end: int) -> float:
        """How probable it is that one of these characters is part of one."""
        return max(b + i for b, i in zip(self.begins[start:end], self.goes_on[start:end], strict=True))


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
        adds: dict[str, dict[str, dict[int, Sequence[float]]]] = {TEXT: defaultdict(dict), KINDS: defaultdict(dict)}
        for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
            where, *told = line.split(" ")
            if where == PASSING:
                passing[told[0]] = exp(int(told[1]) / 100)
            elif where in adds:
                off, b, i, piece = told
                adds[where][piece][int(off)] = int(b) / 100, int(i) / 100
        self._odds = ob, _, _, bo, _, ii, io = [passing[way] for way in ("OB", "BB", "BI", "BO", "IB", "II", "IO")]
        self._there_and_back, self._on = log(ob) + log(max(bo, io)), log(ii)
        self._text, self._kinds = Sums(adds[TEXT], 2), Sums(adds[KINDS], 2)

    def scores(self, batch: Batch) -> list[Scores]:
        """How probable it is, for each sentence, that a name begins, and goes on, at each character."""
        scores = self._text.of(batch.codes) + self._kinds.of(batch.kind_codes)
        begins, goes_on = scores[:, 0].tolist(), scores[:, 1].tolist()
        b_chances, i_chances = [0.0] * len(begins), [0.0] * len(begins)
        for at, end in self._stretches(scores, batch.inside):
            b_chances[at:end], i_chances[at:end] = weighed(begins[at:end], goes_on[at:end], self._odds)
        spans = zip(batch.starts.tolist(), batch.ends.tolist(), strict=True)
        return [Scores(b_chances[at:end], i_chances[at:end]) for at, end in spans]

    def _stretches(self, scores: Numbers, inside: Numbers) -> list[tuple[int, int]]:
        """Where a name may stand at all: from what may open one as far as one may go on."""
        begins, goes_on = scores.T
        opens = inside & (begins > OPENS)
        alive = inside & ((begins > GOES_ON) | (goes_on > GOES_ON))
        edges = np.flatnonzero(np.diff(alive, prepend=False, append=False))
        run, ends = edges[::2], edges[1::2]
        may_open = np.append(np.flatnonzero(opens), len(opens))
        starts = may_open[np.searchsorted(may_open, run)]
        kept = starts < ends
        starts, ends = starts[kept], ends[kept]
        if not len(starts):
            return []
        bounds = np.ravel((starts, ends), "F")
        best = np.maximum.reduceat(np.append(begins, 0.0), bounds)[::2]
        further = np.add.reduceat(np.append(np.maximum(goes_on + self._on, 0.0), 0.0), bounds)[::2]
        hopeful = best + further + self._there_and_back > HOPELESS
        return list(zip(starts[hopeful].tolist(), ends[hopeful].tolist(), strict=True))


NAMES, PAPERS = Tagger("names.txt"), Tagger("papers.txt")
