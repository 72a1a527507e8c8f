"""What labelled sentences have taught: the odds of a directive, and where names and papers stand."""

from itertools import product
from math import exp, log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.reading.directives import find_directives
from duban.reading.directives.decide import judged_by_rules
from duban.reading.directives.learned import evidence
from duban.reading.directives.learned.evidence import Place, clauses_of, marks, odds
from duban.reading.directives.learned.tagger import Tagger, seen, weighed
from duban.reading.directives.lexer import lex

ORDER = "会议要求，各单位要加强管理。"
WAYS = ("OB", "BB", "BI", "BO", "IB", "II", "IO")
SCORES = st.lists(st.tuples(st.floats(-6, 6), st.floats(-6, 6)), min_size=1, max_size=6)
NAMES, PAPERS = Tagger("names.txt"), Tagger("papers.txt")


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


@given(st.text(alphabet="各部门安全科要在6月底前会同、，。“”制定方案abc 　;", max_size=60))
def test_any_text_has_chances(text):
    for tagger in (NAMES, PAPERS):
        scores = tagger.scores(seen(text, lex(text)))
        assert all(0 <= b + i <= 1 + 1e-9 for b, i in zip(*scores, strict=True))
        assert all(0 <= one.start < one.end <= len(text) and 0 <= one.chance <= 1 for one in scores.found())


def test_names_and_papers_are_found_where_they_stand():
    sentence = "由安全监察部会同各项目部编制隐患整改方案，6月底前报董事长。"
    for tagger, found in ((NAMES, ["安全监察部", "各项目部"]), (PAPERS, ["隐患整改方案"])):
        scores = tagger.scores(seen(sentence, lex(sentence)))
        assert [sentence[one.start : one.end] for one in scores.found()] == found


def test_odds_are_those_of_the_clauses_together():
    sentence, place = "天气转冷，各车间要在11月5日前做好防冻。", Place(False, True, True, None)
    sums = []
    for clause in clauses_of(sentence):
        held = {clause[at : at + n] for n in (1, 2, 3) for at in range(len(clause) - n + 1)}
        sums.append(sum(evidence._WEIGHTS.get(piece, 0.0) for piece in held if piece[0] != "@"))
    known = sum(evidence._WEIGHTS.get(mark, 0.0) for mark in marks(place, len(sentence), len(sums)))
    assert odds(sentence, place) == pytest.approx(evidence._ALWAYS + known + log(sum(map(exp, sums))))


def test_clauses_keep_the_marks_on_both_sides():
    assert clauses_of("12日前,安全科:查。") == ["^0日前，", "，安全科：", "：查。$"]


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
