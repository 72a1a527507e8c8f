"""Texts that the tables were not built from survive damage, and are left alone without it."""

import difflib
from pathlib import Path

import pytest

from duban.reading.restoration import restore
from duban.reading.restoration.damage import HALF_WIDTH, cut_out_of_step, decode_loosely, traditional
from duban.reading.restoration.unmarked import unmarked_runs

UNSEEN = [text for text in Path(__file__).with_name("unseen.txt").read_text("utf-8").split("\n\n") if text.strip()]


def wrong_characters(want: str, got: str) -> int:
    matcher = difflib.SequenceMatcher(None, want, got, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


@pytest.mark.parametrize("text", UNSEEN, ids=[text[:8] for text in UNSEEN])
def test_a_clean_text_is_left_alone(text: str) -> None:
    assert restore(text).repairs == []
    assert restore(text.translate(HALF_WIDTH)).repairs == []


def test_simplified_copies_out_of_step_are_nearly_right() -> None:
    """Pairs vanish often in them, and clauses are long: some characters stay unknown."""
    damaged = [cut_out_of_step(text) for text in UNSEEN]
    before = sum(map(wrong_characters, UNSEEN, damaged))
    after = sum(wrong_characters(text, restore(copy).text) for text, copy in zip(UNSEEN, damaged, strict=True))
    assert before > 200
    assert after * 10 < before


def test_traditional_copies_out_of_step_are_nearly_right() -> None:
    damaged = [cut_out_of_step(traditional(text)) for text in UNSEEN]
    wrong = sum(wrong_characters(text, restore(copy).text) for text, copy in zip(UNSEEN, damaged, strict=True))
    assert wrong * 300 <= sum(map(len, UNSEEN))


def test_a_run_after_a_lost_byte_is_read_back() -> None:
    text = "会议要求，护理部要在每周五以前把核对结果报送医务科，由医务科汇总后提交院长办公会审议。"
    data = text.encode("gbk")
    at = len("会议要求，护理部".encode("gbk"))
    damaged = decode_loosely(data[:at] + data[at + 1 :])
    restored = restore(damaged)
    assert wrong_characters(text, restored.text) <= 2
    assert [repair.sure for repair in restored.repairs] == [False]


def test_a_run_after_a_byte_put_in_is_read_back() -> None:
    text = "各部门要认真贯彻落实会议精神，加强组织领导，确保各项任务按期完成，年底前报送总结。"
    data = text.encode("gbk")
    at = len("各部门要认真".encode("gbk")) + 1
    damaged = decode_loosely(data[:at] + b" " + data[at:])
    restored = restore(damaged)
    assert wrong_characters(text, restored.text) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "腺嘌呤、鸟嘌呤、胞嘧啶和胸腺嘧啶的含量由检验科测定。",
        "囹圄、龃龉、饕餮、蹒跚、旖旎、氤氲、耄耋、觊觎，请朗读。",
        "锆、铪、钽、铌、钨、钼、铼、锇、铱、钌、铑、钯等金属的库存由仓储科核对。",
        "俄文：Привет，日文：こんにちは、カタカナ，希腊：αβγδεζηθ。",
    ],
)
def test_rare_words_and_other_scripts_are_no_run(text: str) -> None:
    assert restore(text).repairs == []


def test_other_scripts_are_not_even_looked_at() -> None:
    assert unmarked_runs("Привет, こんにちは αβγδεζηθ") == []


def test_a_true_question_mark_within_a_run_is_a_pair() -> None:
    """维保。客运: both signs of the copy are pairs that were cut out across characters."""
    text = "各站要完成取暖設備的維保。客運車間主任必須跟班作業，不得離崗。"
    damaged = cut_out_of_step(text)
    assert "?！？" in damaged
    assert restore(damaged).text.startswith("各站要完成取暖设备的维保。客运")
