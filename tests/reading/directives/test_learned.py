"""What labelled sentences have taught: the odds of a directive, and where names and papers stand."""

from itertools import product
from math import exp, log, prod

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duban.reading.directives import decide, find_directives
from duban.reading.directives.decide import beside, judged_by_rules
from duban.reading.directives.learned import evidence
from duban.reading.directives.learned.batch import Batch, Pieces, code_points
from duban.reading.directives.learned.evidence import odds
from duban.reading.directives.learned.tagger import NAMES, PAPERS, weighed
from duban.reading.directives.lexer import lex

ORDER = "会议要求，各单位要加强管理。"
WAYS = ("OB", "BB", "BI", "BO", "IB", "II", "IO")
SCORES = st.lists(st.tuples(st.floats(-6, 6), st.floats(-6, 6)), min_size=1, max_size=6)
ANY_TEXT = st.text(alphabet="各部门安全科要在6月底前会同、，。：“”制定方案abc 　;^$\U0001f600", min_size=1, max_size=60)


def batch_of(*sentences):
    return Batch([(sentence, lex(sentence)) for sentence in sentences])


@given(SCORES, st.lists(st.floats(0.01, 20), min_size=7, max_size=7))
def test_chances_are_the_shares_of_all_ways_through(scores, passing):
    begins, goes_on = map(list, zip(*scores, strict=True))
    told = dict(zip(WAYS, passing, strict=True)) | {"OO": 1.0, "OI": 0.0}
    shares = {}
    for labels in product("OBI", repeat=len(scores)):
        way = "O" + "".join(labels) + "O"
        said = [0.0 if label == "O" else scores[at]["BI".index(label)] for at, label in enumerate(labels)]
        shares[labels] = prod(told[way[at : at + 2]] for at in range(len(way) - 1)) * exp(sum(said))
    everything = sum(shares.values())
    for found, label in zip(weighed(begins, goes_on, passing), "BI", strict=True):
        for at, chance in enumerate(found):
            assert chance == pytest.approx(sum(s for w, s in shares.items() if w[at] == label) / everything, abs=1e-9)


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_text_has_chances(texts):
    for tagger in (NAMES, PAPERS):
        for text, scores in zip(texts, tagger.scores(batch_of(*texts)), strict=True):
            assert len(scores.begins) == len(scores.goes_on) == len(text)
            assert all(0 <= b + i <= 1 + 1e-9 for b, i in zip(*scores, strict=True))
            assert all(0 <= one.start < one.end <= len(text) and 0 <= one.chance <= 1 for one in scores.found())


def test_names_and_papers_are_found_where_they_stand():
    sentence = "由安全监察部会同各项目部编制隐患整改方案，6月底前报董事长。"
    for tagger, found in ((NAMES, ["安全监察部", "各项目部"]), (PAPERS, ["隐患整改方案"])):
        for scores in tagger.scores(batch_of(sentence, sentence)):
            assert [sentence[one.start : one.end] for one in scores.found()] == found


@given(ANY_TEXT)
@example("天气转冷，各车间要在11月5日前做好防冻。")
def test_odds_are_those_of_the_clauses_together(sentence):
    sums = [
        sum(evidence._WEIGHTS[where].get(piece, 0.0) for where, piece in (each.split(" ", 1) for each in clause))
        for clause in evidence.pieces(sentence, lex(sentence))
    ]
    said = evidence._BESIDE["opens line True"] + evidence._ALWAYS + log(sum(map(exp, sums)))
    assert odds(batch_of(sentence), [["opens line True", "never met"]]) == [pytest.approx(said)]


def test_pieces_of_a_clause_keep_the_marks_on_both_sides():
    first, second = evidence.pieces("12日前:查。", lex("12日前:查。"))
    assert {"text ^00", "text 日前：", "course ^.T"} <= set(first)
    assert {"text ：查。", "text 查。$"} <= set(second)


@given(st.lists(ANY_TEXT, min_size=2, max_size=4))
def test_odds_do_not_hear_the_sentence_beside(texts):
    alone = [odds(batch_of(text), [["length 1"]])[0] for text in texts]
    assert odds(batch_of(*texts), [["length 1"]] * len(texts)) == pytest.approx(alone)


def test_what_no_table_holds_is_nothing():
    assert code_points("安\U0001f600\ud800").tolist() == [0x5B89, 0, 0xD800]


def test_whom_an_order_addresses_does_not_decide_whether_it_is_one():
    texts = [f"{ORDER}{name}核对学生名册。天气转热。" for name in ("集团", "学校", "人事处")]
    assert len({tuple(map(tuple, beside(judged_by_rules(text)))) for text in texts}) == 1


def test_a_book_is_weighed_like_its_pages():
    page = ORDER + "安全科6月底前报送整改方案。今日天气晴好。"
    alone = find_directives(page)
    book = find_directives("\n".join([page] * (decide.AT_ONCE // len(page) * 2)))
    assert {(d.text, tuple(d.units), tuple(d.deliverables)) for d in book} >= {
        (d.text, tuple(d.units), tuple(d.deliverables)) for d in alone
    }
    assert len(book) == len(alone) * (decide.AT_ONCE // len(page) * 2)


def test_pieces_are_found_where_they_begin():
    found = Pieces(["安全", "全科", "科", "\u9fff"]).find(code_points("安全科要\U0001f600科"))
    none = 2
    assert found[1].tolist() == [none, none, 0, none, none, 0]
    assert found[2].tolist() == [1, 0, none, none, none]


def test_what_only_looks_like_an_order_is_refused():
    sentence = "离年底核验只有不到75天，一天也耽误不起。"
    assert [one.judged.actionable for one in judged_by_rules(ORDER + sentence)] == [True, True]
    assert [one.text for one in find_directives(ORDER + sentence)] == [ORDER]


def test_what_no_rule_knows_is_proposed_and_says_why():
    sentence = "油耗数每周一报给机务组，报晚了的在群里点名。"
    (_, found) = find_directives(ORDER + sentence)
    assert found.text == sentence
    assert found.why.startswith("用语与指令相近")
    assert found.recurrence == "weekly"


def test_a_sentence_by_itself_is_left_to_the_rules():
    assert [one.units for one in find_directives("市商务局要制定细则。")] == [["市商务局"]]
