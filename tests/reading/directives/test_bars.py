"""The reader against labelled minutes of many trades.

`build` and `check` were learned from. `blind` and `build2` to `build7` were written by people who never saw the rules; their
mistakes were then read, and the classes they belong to mended.
"""

import pytest

from duban.reading.directives import sentences
from tests.reading.score_corpus import load, score

BARS = {"actionable": 0.95, "units": 0.92, "due": 0.97, "recurrence": 0.97, "deliverables": 0.90}

BLIND_BARS = {
    "blind": {"actionable": 0.99, "units": 0.98, "due": 0.975, "recurrence": 0.99, "deliverables": 0.975},
    "build3": {"actionable": 0.985, "units": 0.975, "due": 0.985, "recurrence": 0.985, "deliverables": 0.96},
    "build2": {"actionable": 0.975, "units": 0.98, "due": 0.985, "recurrence": 0.99, "deliverables": 0.975},
    "build4": {"actionable": 0.985, "units": 0.965, "due": 0.98, "recurrence": 0.99, "deliverables": 0.965},
    "build5": {"actionable": 0.985, "units": 0.98, "due": 0.985, "recurrence": 0.99, "deliverables": 0.985},
    "build7": {"actionable": 0.99, "units": 0.975, "due": 0.99, "recurrence": 0.99, "deliverables": 0.97},
    "build6": {"actionable": 0.98, "units": 0.97, "due": 0.985, "recurrence": 0.99, "deliverables": 0.98},
}


@pytest.fixture(scope="module")
def scores():
    return score("check")


@pytest.mark.parametrize(("measure", "bar"), BARS.items())
def test_the_check_part_is_read_well_enough(scores, measure, bar):
    assert scores[measure][2] >= bar


def test_the_build_part_is_read_well_enough():
    scores = score("build")
    assert {name: f >= BARS[name] for name, (_, _, f) in scores.items()} == dict.fromkeys(BARS, True)


@pytest.mark.parametrize("part", BLIND_BARS)
def test_the_blind_parts_are_read_as_well_as_measured(part):
    scores = score(part)
    bars = BLIND_BARS[part]
    assert {name: f >= bars[name] for name, (_, _, f) in scores.items()} == dict.fromkeys(bars, True)


@pytest.mark.parametrize("part", ["build", "check", "build2", "build3", "build4", "build5", "build6", "build7"])
def test_labelled_sentences_are_the_sentences_of_the_text(part):
    for paragraph in load(part):
        assert sentences(paragraph["text"]) == [(s["start"], s["end"]) for s in paragraph["sentences"]], paragraph["id"]


def test_the_corpus_is_wide_enough():
    paragraphs = load("build") + load("check")
    assert len(paragraphs) >= 160
    assert len({p["trade"] for p in paragraphs}) >= 60
    labels = [s["actionable"] for p in paragraphs for s in p["sentences"]]
    assert 0.4 < sum(labels) / len(labels) < 0.65
