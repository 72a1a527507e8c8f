"""What holds for every text, and how well own paragraphs survive all damages at once."""

import difflib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.reading.restoration import restore
from duban.reading.restoration.damage import HALF_WIDTH, annotate, cut_out_of_step, traditional
from duban.reading.restoration.edits import applied, composed
from duban.reading.types import Restoration

PARAGRAPHS = Path(__file__).with_name("paragraphs.txt").read_text("utf-8").splitlines()
MINUTES = st.text(alphabet="会議强調?;；，。、(huì)（）a□著 \n<p>&;聽\u200b?\ufffd党黨危化品钒踩鶎狱h1", max_size=60)


def consistent(raw: str, restored: Restoration) -> None:
    at = raw_at = 0
    for repair in restored.repairs:
        assert repair.start >= at
        assert repair.raw_start >= raw_at
        # What lies between two repairs is the same on both sides.
        assert restored.text[at : repair.start] == raw[raw_at : repair.raw_start]
        assert restored.text[repair.start : repair.end] == repair.text
        assert raw[repair.raw_start : repair.raw_end] == repair.raw
        at, raw_at = repair.end, repair.raw_end
    assert restored.text[at:] == raw[raw_at:]


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_repair_maps_back(text: str) -> None:
    consistent(text, restore(text))


@given(MINUTES)
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_damage_maps_back(text: str) -> None:
    consistent(text, restore(text))


@given(st.text(alphabet="abc", max_size=12), st.data())
@settings(max_examples=200, deadline=None)
def test_edits_of_edits_are_one_list_of_edits(text: str, data: st.DataObject) -> None:
    def some_edits(length: int) -> list[tuple[int, int, str, str, bool]]:
        ends = sorted(data.draw(st.lists(st.integers(0, length), max_size=6)))
        pairs = zip(ends[::2], ends[1::2], strict=False)
        return [(a, b, data.draw(st.text(alphabet="XY", max_size=2)), "x", True) for a, b in pairs if a < b]

    first = some_edits(len(text))
    middle = applied(text, first)
    then = some_edits(len(middle))
    assert applied(text, composed(text, first, then)) == applied(middle, then)


def wrong_characters(want: str, got: str) -> int:
    matcher = difflib.SequenceMatcher(None, want, got, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


@pytest.mark.parametrize("seed", range(4))
def test_annotated_traditional_copies_come_back_exactly(seed: int) -> None:
    random = Random(seed)
    for paragraph in PARAGRAPHS:
        damaged = annotate(traditional(paragraph), random, 0.3, repeats=seed % 2 == 1)
        restored = restore(damaged)
        consistent(damaged, restored)
        assert restored.text == paragraph


def test_toneless_annotation_comes_back_exactly() -> None:
    text = "\n".join(PARAGRAPHS[:6])
    assert restore(annotate(traditional(text), Random(1), 0.5, toned=False)).text == text


def test_all_damages_together_leave_hardly_a_wrong_character() -> None:
    """The bar is one in a thousand; sites where the bytes are gone are part of it."""
    wrong = total = 0
    for start in range(0, len(PARAGRAPHS), 5):
        text = "\n".join(PARAGRAPHS[start : start + 5])
        damaged = cut_out_of_step(annotate(traditional(text), Random(start), 0.3)).translate(HALF_WIDTH)
        restored = restore(damaged)
        consistent(damaged, restored)
        wrong += wrong_characters(text.translate(HALF_WIDTH), restored.text.translate(HALF_WIDTH))
        total += len(text)
    assert wrong * 1000 <= total


def test_damage_is_really_done() -> None:
    """Or the tests above would prove nothing."""
    text = "\n".join(PARAGRAPHS)
    damaged = cut_out_of_step(annotate(traditional(text), Random(0), 0.3))
    assert damaged.count("(") > 500
    assert sum(damaged.count("?" + mark) for mark in "；！：？，。、") >= 5
    assert "會" in damaged or "議" in damaged
