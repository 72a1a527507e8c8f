from hypothesis import given
from hypothesis import strategies as st

from duban.minutes.composition import Composition, RawDecision, RawRepair

RAW = "各車(chē)队要  檢查(chá)车辆?;立即"
REPAIRS = [
    RawRepair(1, 2, "车", "traditional", True),
    RawRepair(2, 7, "", "pinyin", True),
    RawRepair(9, 11, "", "space", True),
    RawRepair(11, 12, "检", "traditional", True),
    RawRepair(13, 18, "", "pinyin", True),
    RawRepair(20, 22, "□", "gbk", False),
]


def test_machine_repairs_make_the_text():
    made = Composition(RAW, REPAIRS)
    assert made.text == "各车队要检查车辆□立即"
    assert [c.raw for c in made.changes if c.doubtful] == ["?;"]
    assert all(made.text[c.start : c.end] == c.text for c in made.changes)


def test_a_revoked_repair_brings_the_raw_words_back_and_is_no_longer_doubtful():
    made = Composition(RAW, REPAIRS, [RawDecision(20, 22, "?;")])
    assert made.text.endswith("车辆?;立即")
    kept = made.changes[-1]
    assert (kept.decision, kept.doubtful) == ("kept", False)


def test_a_typed_correction_replaces_every_repair_it_covers():
    raw_start, raw_end = Composition(RAW, REPAIRS).widen(1, 8)
    made = Composition(RAW, REPAIRS, [RawDecision(raw_start, raw_end, "车队都")])
    assert made.text == "各车队都要检查车辆□立即"


def test_spans_move_with_corrections_before_and_inside_them():
    before = Composition(RAW, REPAIRS)
    after = Composition(RAW, REPAIRS, [RawDecision(1, 7, "车辆管理"), RawDecision(20, 22, "，发现问题")])
    start, end = before.text.index("检"), before.text.index("立")
    assert before.text[start:end] == "检查车辆□"
    begin, finish = before.moved(start, end, after)
    assert after.text[begin:finish] == "检查车辆，发现问题"


@st.composite
def repaired(draw):
    raw = draw(st.text(alphabet="甲乙丙abc(), \n", min_size=1, max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    words = st.text(alphabet="子丑寅", max_size=3)
    repairs = [RawRepair(a, b, draw(words), "gbk", draw(st.booleans())) for a, b in spans]
    return raw, repairs


@given(repaired(), st.data())
def test_decisions_fit_whatever_was_repaired(case, data):
    raw, repairs = case
    plain = Composition(raw, repairs)
    a = data.draw(st.integers(0, len(raw) - 1))
    b = data.draw(st.integers(a + 1, len(raw)))
    raw_start, raw_end = plain.widen(a, b)
    made = Composition(raw, repairs, [RawDecision(raw_start, raw_end, "新")])
    # Every change says truly what stands in both texts, and between changes both texts agree.
    raw_at = at = 0
    for change in made.changes:
        assert raw[raw_at : change.raw_start] == made.text[at : change.start]
        assert made.text[change.start : change.end] == change.text
        raw_at, at = change.raw_end, change.end
    assert raw[raw_at:] == made.text[at:]
    start, end = plain.moved(0, len(plain.text), made)
    assert 0 <= start <= end <= len(made.text)
    if plain.to_raw(0) <= raw_start and raw_end <= plain.to_raw(len(plain.text), end=True):
        assert "新" in made.text[start:end]


@given(repaired())
def test_revoking_every_repair_gives_the_raw_text(case):
    raw, repairs = case
    assert (
        Composition(
            raw, repairs, [RawDecision(r.raw_start, r.raw_end, raw[r.raw_start : r.raw_end]) for r in repairs]
        ).text
        == raw
    )
