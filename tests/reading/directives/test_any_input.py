"""No input raises, no rule stumbles, and every directive is a slice of its text."""

import datetime as dt
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.reading.directives import find_directives, find_in_tables, sentences, with_labels
from duban.reading.directives.anchored import tagged
from duban.reading.directives.find import UNREAD
from duban.reading.directives.judge import Judge
from duban.reading.directives.lexer import CLASS_OF, TWOFOLD, lex
from duban.reading.types import Cell, Table
from tests.reading.score_corpus import load


class Stumbled(logging.Handler):
    """A rule that raises costs only its sentence; here it costs the test."""

    def emit(self, record):
        raise AssertionError(record.getMessage()) from (record.exc_info or (None, None))[1]


@pytest.fixture(autouse=True, scope="module")
def no_rule_stumbles():
    handler = Stumbled()
    logging.getLogger("duban.reading").addHandler(handler)
    yield
    logging.getLogger("duban.reading").removeHandler(handler)


DAY = dt.date(2024, 2, 29)
PARAGRAPHS = [p["text"] for p in load("check")]
SHARDS = st.sampled_from(
    "要 须 不得 会议要求 ， 。 ； ： 、 \n （ ） “ ” 《 》 各部门 审计部 由 将 把 对 在 的 了 每周 月底前 制定 方案 台账 一是 二要 （一） 1. 请 会同 责任单位： 配合单位： 完成时限： 任务内容： 是 会后 表示 X 12 ".split(
        " "
    )
)
VOCABULARY = st.sampled_from(sorted(CLASS_OF))
PIECES = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(PARAGRAPHS),
    st.integers(0, 200),
    st.integers(1, 20),
)


def as_table(rows) -> Table:
    return Table([[Cell(text, 100 * n, 100 * n + len(text)) for n, text in enumerate(row)] for row in rows])


def check(text: str) -> None:
    for directive in find_directives(text, DAY, units=["审计部"]):
        assert text[directive.start : directive.end] == directive.text
        assert set(directive.supporting_units) <= set(directive.units)
        assert all(unit in directive.text for unit in directive.units)
    for directive in with_labels(text, find_directives(text, DAY), DAY):
        assert text[directive.start : directive.end] == directive.text
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


@given(st.text())
@settings(deadline=None)
def test_any_text(text):
    check(text)


@given(st.lists(SHARDS, max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_the_words_of_the_genre(text):
    check(text)


@given(st.lists(st.one_of(SHARDS, VOCABULARY, PIECES), max_size=20).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_known_words_and_pieces_of_minutes(text):
    check(text)


def test_words_that_look_like_another_are_told_apart_whatever_follows():
    for word, followers in TWOFOLD.items():
        for following in followers + "的，":
            assert lex(word + following)


@settings(deadline=None)
@given(st.sampled_from(PARAGRAPHS), st.integers(0, 200), st.integers(0, 200), st.text(max_size=5))
def test_minutes_cut_and_spoilt_anywhere(paragraph, start, length, noise):
    check(paragraph[:start] + noise + paragraph[start + length :])


@given(
    st.lists(
        st.lists(st.one_of(SHARDS, st.text(max_size=8), st.sampled_from(["任务", "责任单位", "完成时限"])), max_size=5),
        max_size=6,
    )
)
@settings(deadline=None)
def test_any_table(rows):
    find_in_tables([as_table(rows)], DAY)


@given(
    st.sampled_from(
        [
            "要",
            "各部门、",
            "，",
            "“",
            "（要",
            "对加强",
            "会议要求",
            "12月",
            "一是要加强，",
            "将报告",
            "制定方案、",
            "每周",
        ]
    )
)
@settings(deadline=2000, max_examples=12)
def test_a_sentence_without_end_is_read_in_no_time(shard):
    find_directives("会议要求，各单位要加强管理，" + shard * 10_000 + "。", DAY)


NO_SUCH_DAYS = ("检修定在6月26日，提前十十天通知", "0001年1月前完成整改")


@pytest.mark.parametrize("words", NO_SUCH_DAYS)
def test_days_that_cannot_be_reckoned_stop_neither_prose_nor_a_table(words):
    (directive,) = find_directives(f"会议要求，{words}。", DAY)
    assert directive.why != UNREAD
    for cells in ((words, "甲部门", ""), ("完成整改", "甲部门", words)):
        (directive,) = find_in_tables([as_table([["任务", "责任单位", "完成时限"], cells])], DAY)
        assert directive.why != UNREAD


def test_time_grows_with_the_text_and_no_faster():
    found = find_directives("各部门要加强管理。\n" * 5_000, DAY)
    assert len(found) == 5_000


def test_a_name_is_cut_where_no_word_is_known_before_it():
    assert [tagged(text, lex(text), 0, 0, len(text)) is None for text in ("瓜棚户采摘", "瓜棚户采摘了")] == [
        False,
        False,
    ]


def test_a_rule_that_stumbles_costs_no_other_sentence(monkeypatch):
    monkeypatch.setattr(logging.getLogger("duban.reading"), "handlers", [])
    judge = Judge.judge

    def stumble(self, text, **how):
        if "甲部门" in text:
            raise IndexError
        return judge(self, text, **how)

    monkeypatch.setattr(Judge, "judge", stumble)
    first, second = find_directives("会议要求，甲部门要报送台账。乙部门要加强管理。", DAY)
    assert (first.text, first.why, first.units) == ("会议要求，甲部门要报送台账。", UNREAD, [])
    assert second.units == ["乙部门"]


def test_a_rule_that_stumbles_costs_no_other_row(monkeypatch, caplog):
    monkeypatch.setattr(logging.getLogger("duban.reading"), "handlers", [])

    def stumble(text):
        if "台账" in text:
            raise IndexError
        return []

    monkeypatch.setattr("duban.reading.directives.tables.find_deliverables", stumble)
    rows = [["任务", "责任单位"], ["建立台账", "甲部门"], ["加强管理", "乙部门"]]
    first, second = find_in_tables([as_table(rows)], DAY)
    assert (first.text, first.title, first.why, first.units) == ("建立台账\t甲部门", "建立台账", UNREAD, [])
    assert (second.title, second.units) == ("加强管理", ["乙部门"])
    assert "IndexError" in caplog.text


def test_marks_in_half_width_are_read_as_those_in_full_width_and_told_as_they_stand():
    wide = "会议要求，机构提供名册，不得事后补造，8月25日前形成核查意见报党组。"
    half = wide.replace("，", ",")
    day = dt.date(2023, 5, 10)
    (one,), (other,) = find_directives(wide, day), find_directives(half, day)
    assert one.due == other.due == "2023-08-25"
    assert one.deliverables == other.deliverables
    assert other.text == half


@pytest.mark.parametrize("bullet", ["●", "▶", "➢", "👉", "✅ ", "🔹", "•", "★★"])
def test_what_is_set_before_a_line_to_be_seen_is_no_part_of_a_name(bullet: str):
    (one,) = find_directives(f"{bullet}各车队要加强雨天行车教育。")
    assert (one.units, one.text) == (["各车队"], f"{bullet}各车队要加强雨天行车教育。")


def test_days_in_full_width_digits_are_read():
    (one,) = find_directives("营运一公司要在８月２０日前完成体检。", dt.date(2023, 5, 10))
    assert (one.due, one.units) == ("2023-08-20", ["营运一公司"])
