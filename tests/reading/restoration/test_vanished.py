"""Pairs in a run that leave no trace, and pairs that cannot be decoded."""

from duban.reading.restoration import restore
from duban.reading.restoration.damage import cut_out_of_step


def gbk_repairs(text: str) -> list[tuple[str, bool]]:
    return [(repair.text, repair.sure) for repair in restore(text).repairs if repair.kind == "gbk"]


def test_a_run_goes_on_behind_a_pair_that_cannot_be_decoded() -> None:
    """The ? inside is not its end, however much text stands behind it."""
    text = "会议听取了汇报。会议还通报了市医保局飞行检查反馈的九类问题，要求逐条整改。"
    damaged = cut_out_of_step(text)
    assert "?" in damaged.split("；", 1)[1].rstrip("。")
    assert restore(damaged).text == text


def test_a_reading_that_a_longer_one_comes_close_to_is_not_sure() -> None:
    """要 and its pair with 进 left no trace: 会议强调，进一步 fits the same bytes."""
    pair = ("；".encode("gbk"),)
    text = "贷款较年初有所下降。会议强调，要进一步坚定信心，区教育局要完善机制；各行要抓好落实。"
    repairs = gbk_repairs(cut_out_of_step(text, pair))
    assert repairs
    assert all(not sure or text_in in text for text_in, sure in repairs)


def test_a_word_of_one_character_both_of_whose_bytes_are_lost() -> None:
    """Nothing is left of 会: its pair with the last byte of 进 left no trace, its last byte shows as ?."""
    text = "夜市办通报了检查情况。会展中心召开整治推进会，保洁公司当晚清扫。"
    damaged = cut_out_of_step(text)
    assert "?，保洁公司" in damaged
    assert restore(damaged).text == text


def test_that_such_a_word_stood_there_is_seen_where_it_stays_open() -> None:
    text = "夜市办通报了检查情况。会展中心布展后，保洁公司当晚清扫。"
    damaged = cut_out_of_step(text)
    assert "?，保洁公司" in damaged
    assert restore(damaged).text == text.replace("布展后", "布展□")


def test_a_word_that_may_as_well_not_have_stood_there_is_not_sure() -> None:
    """会议结束， fits the bytes of 会议结束后，, and both are said."""
    damaged = cut_out_of_step("督导组逐条反馈问题。会议结束后，各科室当天完成整改。")
    assert "?，各科室" in damaged
    assert not any(sure for _, sure in gbk_repairs(damaged))


def test_a_reading_beside_which_one_more_character_may_have_stood_is_not_sure() -> None:
    """呼吸 fits the bytes of 呼吸科 and of 呼吸机, too, though 吸 itself is past doubt."""
    damaged = cut_out_of_step("药品缺了当天补齐。呼吸科、放射科各派两名医生。")
    assert "粑?、" in damaged
    assert not any(sure for _, sure in gbk_repairs(damaged))
