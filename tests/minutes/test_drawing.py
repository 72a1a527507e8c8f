import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from duban.minutes.composition import Composition, RawDecision, RawRepair
from duban.minutes.drawing import PART, Mark, paragraphs, part_of, part_starts

PIECE = re.compile(r'<span data-s="(\d+)"[^>]*>([^<]*)</span>')


def pieces(drawn) -> list[tuple[int, str]]:
    return [(int(at), unescape(words)) for p in drawn for at, words in PIECE.findall(p.text)]


def test_every_piece_says_where_it_stands_and_nothing_is_lost():
    made = Composition(
        "各車(chē)队\n要<b>检查</b>。",
        [RawRepair(1, 2, "车", "traditional", True), RawRepair(2, 7, "", "pinyin", True)],
    )
    drawn = paragraphs(made, [Mark(7, 0, 3, "open", "1"), Mark(8, 2, 12, "dismissed", "2")])
    assert all(made.text[at : at + len(words)] == words for at, words in pieces(drawn))
    assert "".join(words for _, words in pieces(drawn)) == made.text.replace("\n", "")
    assert "<b>" not in drawn[1].text


def test_a_proposal_is_numbered_once_at_its_first_words():
    made = Composition("各车队要检查。\n并报送清单。", [])
    html = "".join(p.text for p in paragraphs(made, [Mark(7, 0, 14, "open", "1")]))
    assert html.count('id="s7"') == 1
    assert html.count('data-card="7"') == 3


def test_compare_shows_the_raw_words_of_each_paragraph():
    made = Composition(
        "各車(chē)队\n要检查?;。",
        [RawRepair(1, 2, "车", "t", True), RawRepair(2, 7, "", "p", True), RawRepair(12, 14, "□", "gbk", False)],
    )
    first, second = paragraphs(made, [], compare=True)
    assert re.sub(r"<[^>]+>", "", first.raw) == "各車(chē)队"
    assert re.sub(r"<[^>]+>", "", second.raw) == "要检查?;。"
    assert "fix-unsure" in second.raw
    assert "fix-unsure" in second.text
    person = Composition(made.raw, [], [RawDecision(12, 14, "到位")])
    assert "fix-person" in paragraphs(person, [])[1].text


def test_a_long_text_comes_in_parts_that_cover_it():
    text = ("会议要求各车队检查。\n" * 20000)[: PART * 2 + 500]
    starts = part_starts(text)
    made = Composition(text, [])
    shown = [pieces(paragraphs(made, [], part=i)) for i in range(len(starts))]
    assert len(starts) >= 3
    assert sum(len(words) for part in shown for _, words in part) == len(text.replace("\n", ""))
    assert part_of(starts[1], starts) == 1
    assert part_of(starts[1] - 1, starts) == 0


@given(
    st.text(alphabet="甲乙<&\n ", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 3)), max_size=4),
)
def test_offsets_hold_for_any_marks_and_repairs(raw, spans, cuts):
    repairs = [RawRepair(a, min(a + n, len(raw)), "丙", "gbk", False) for a, n in cuts if a <= len(raw)]
    made = Composition(raw, repairs)
    marks = [Mark(i, min(a, b), max(a, b), "open", str(i)) for i, (a, b) in enumerate(spans)]
    found = pieces(paragraphs(made, marks, compare=True))
    assert all(made.text[at : at + len(words)] == words for at, words in found)
    assert "".join(w for _, w in found) == "".join(made.text.split("\n"))
