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
