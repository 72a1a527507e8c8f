"""Which earlier proposal is which new one, when a newer reader (or a corrected text) is read again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

OVERLAP = 0.5
ALIKE = 0.8
# Comparing wordings costs; a document in which more sentences than this moved was written anew.
MOST_MOVED = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str


def overlap(a: Sentence, b: Sentence) -> float:
    """Common stretch as a share of the shorter one."""
    common = min(a.end, b.end) - max(a.start, b.start)
    shorter = min(a.end - a.start, b.end - b.start)
    return max(common, 0) / shorter if shorter > 0 else 0.0


def alike(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    # The exact ratio is quadratic; the two bounds settle most pairs.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def match(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[dict[int, int], list[int]]:
    """(index of old → index of new, indexes of new ones that were not there before).

    Several old ones may match one new one (a person split it); an old one matches at most one. Place decides first,
    wording second, for a sentence that moved.
    """
    matched: dict[int, int] = {}
    order = sorted(range(len(new)), key=lambda j: new[j].start)
    starts = [new[j].start for j in order]
    longest = max((each.end - each.start for each in new), default=0)
    for i, before in enumerate(old):
        near = order[bisect_left(starts, before.start - longest) : bisect_left(starts, before.end)]
        scored = [(overlap(before, new[j]), alike_if_near(before, new[j]) if len(near) > 1 else 0.0, -j) for j in near]
        score, _alike, best = max(scored, default=(0.0, 0.0, 0))
        if score >= OVERLAP:
            matched[i] = -best
    taken = set(matched.values())
    lost = [i for i in range(len(old)) if i not in matched]
    for i in lost[:MOST_MOVED]:
        scores = [(alike(old[i].text, new[j].text), -j) for j in range(len(new)) if j not in taken]
        score, best = max(scores, default=(0.0, 0))
        if score >= ALIKE:
            matched[i] = -best
            taken.add(-best)
    return matched, [j for j in range(len(new)) if j not in taken]


def alike_if_near(a: Sentence, b: Sentence) -> float:
    return alike(a.text, b.text) if overlap(a, b) else 0.0
