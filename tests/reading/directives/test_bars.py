"""The reader against labelled minutes of many trades: the part that was set aside to check on."""

import pytest

from duban.reading.directives import sentences
from tests.reading.score_corpus import load, score

BARS = {"actionable": 0.95, "units": 0.92, "due": 0.97, "recurrence": 0.97, "deliverables": 0.90}


@pytest.fixture(scope="module")
def scores():
    return score("check")


@pytest.mark.parametrize(("measure", "bar"), BARS.items())
def test_the_check_part_is_read_well_enough(scores, measure, bar):
    assert scores[measure][2] >= bar


def test_the_build_part_is_read_well_enough():
    scores = score("build")
    assert {name: f >= BARS[name] for name, (_, _, f) in scores.items()} == dict.fromkeys(BARS, True)


@pytest.mark.parametrize("part", ["build", "check"])
def test_labelled_sentences_are_the_sentences_of_the_text(part):
    for paragraph in load(part):
        assert sentences(paragraph["text"]) == [(s["start"], s["end"]) for s in paragraph["sentences"]], paragraph["id"]


def test_the_corpus_is_wide_enough():
    paragraphs = load("build") + load("check")
    assert len(paragraphs) >= 160
    assert len({p["trade"] for p in paragraphs}) >= 60
    labels = [s["actionable"] for p in paragraphs for s in p["sentences"]]
    assert 0.4 < sum(labels) / len(labels) < 0.65
