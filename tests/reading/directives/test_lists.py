"""Long lists of short sentences: one line a case, what is expected behind the bar."""

import datetime as dt
from pathlib import Path

import pytest

from duban.reading.directives import Directive, find_directives
from duban.reading.directives.deadlines import find_deadline
from duban.reading.directives.rhythm import find_rhythms
from tests.reading.score_corpus import same

LISTS = Path(__file__).parent / "lists"
DAY = dt.date(2023, 5, 10)
ORDERING = "会议要求，各单位要加强管理。"
OPENINGS = (ORDERING, "2月3日，公司召开会议。", "")


def lines(name: str) -> list[str]:
    return [line for line in (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line]


def expected(name: str) -> list[tuple[str, list[str]]]:
    return [(s, e.split(",") if e else []) for s, _, e in (line.partition("|") for line in lines(name))]


def behind(opening: str, sentence: str) -> list[Directive]:
    return [d for d in find_directives(opening + sentence, DAY) if d.start >= len(opening)]


@pytest.mark.parametrize("sentence", lines("not_directives"))
def test_reports_attitudes_and_maxims_direct_nobody_wherever_they_stand(sentence):
    assert [o for o in OPENINGS if behind(o, sentence)] == []


@pytest.mark.parametrize("sentence", lines("bare_imperatives"))
def test_bare_imperatives_direct_where_orders_are_given(sentence):
    assert behind(ORDERING, sentence)


@pytest.mark.parametrize(("sentence", "units"), expected("units"))
def test_units(sentence, units):
    (directive,) = behind(ORDERING, sentence)
    assert directive.units == units


@pytest.mark.parametrize(("words", "wanted"), expected("deliverables"))
def test_deliverables(words, wanted):
    (directive,) = behind(ORDERING, words + "。")
    assert len(directive.deliverables) == len(wanted)
    assert all(any(same("deliverables", w, d) for d in directive.deliverables) for w in wanted)


@pytest.mark.parametrize(("words", "due"), expected("deadlines"))
def test_deadlines(words, due):
    found = find_deadline(words, DAY)
    assert (found.due if found and found.due else None) == (due[0] if due else None)


@pytest.mark.parametrize(("words", "most_frequent"), expected("rhythms"))
def test_rhythms(words, most_frequent):
    assert find_rhythms(words)[:1] == most_frequent
