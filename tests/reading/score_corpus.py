"""Scores the reader on a labelled part: `python tests/reading/score_corpus.py build [--errors]`.

The measures are those of the labelling house: sentences are actionable or not; fields are compared inside sentences
that were found or should have been; units, due and recurrence exactly (quotes aside), deliverables loosely.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from duban.reading.directives import find_directives

CORPUS = Path(__file__).parent / "corpus"
FIELDS = ("units", "due", "recurrence", "deliverables")


def load(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]


def clean(value: str) -> str:
    return re.sub(r"[《》“”\"\s]", "", value)


def dice(a: str, b: str) -> float:
    left, right = [a[i : i + 2] for i in range(len(a) - 1)], [b[i : i + 2] for i in range(len(b) - 1)]
    if not left or not right:
        return float(a == b)
    return 2 * sum((Counter(left) & Counter(right)).values()) / (len(left) + len(right))


def same(field: str, gold: str, found: str) -> bool:
    gold, found = clean(gold), clean(found)
    if field != "deliverables":
        return gold == found
    return bool(gold and found) and (gold in found or found in gold or dice(gold, found) >= 0.6)


def values(labels: dict[str, Any], field: str) -> list[str]:
    value = labels.get(field)
    return [] if not value else [value] if isinstance(value, str) else list(value)


def f1(counts: list[int]) -> tuple[float, float, float]:
    hit, extra, missed = counts
    p = hit / (hit + extra) if hit + extra else 0.0
    r = hit / (hit + missed) if hit + missed else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(part: str, errors: list[str] | None = None) -> dict[str, tuple[float, float, float]]:
    counts = {name: [0, 0, 0] for name in ("actionable", *FIELDS)}
    for paragraph in load(part):
        # a paragraph without a date: the year is known only where its text says it
        day = dt.date.fromisoformat(paragraph["date"]) if paragraph["date"] else None
        directives = {(d.start, d.end): d for d in find_directives(paragraph["text"], day)}
        spans = {(s["start"], s["end"]) for s in paragraph["sentences"]}
        assert set(directives) <= spans, f"{paragraph['id']}: a directive is not a whole sentence"
        for sentence in paragraph["sentences"]:
            found = directives.get((sentence["start"], sentence["end"]))
            outcome = (0 if sentence["actionable"] else 1) if found else (2 if sentence["actionable"] else None)
            if outcome is not None:
                counts["actionable"][outcome] += 1
                if outcome and errors is not None:
                    errors.append(
                        f"{paragraph['id']} {('', 'NOT a directive', 'missed')[outcome]}: {sentence['text']}  [{found.why if found else ''}]"
                    )
            for field in FIELDS:
                want = values(sentence, field)
                have = values(found.to_json(), field) if found else []
                for item in have:
                    match = next((w for w in want if same(field, w, item)), None)
                    if match is None:
                        counts[field][1] += 1
                        if errors is not None:
                            errors.append(f"{paragraph['id']} {field} +{item}: {sentence['text']}")
                    else:
                        want.remove(match)
                        counts[field][0] += 1
                counts[field][2] += len(want)
                if errors is not None:
                    errors.extend(f"{paragraph['id']} {field} -{item}: {sentence['text']}" for item in want)
    return {name: f1(triple) for name, triple in counts.items()}


if __name__ == "__main__":
    shown: list[str] | None = [] if "--errors" in sys.argv else None
    for name, (p, r, f) in score(sys.argv[1], shown).items():
        print(f"{name:<14} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
    print("\n".join(shown or []))
