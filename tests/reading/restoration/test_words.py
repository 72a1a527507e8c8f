"""Traditional characters, remains of HTML, stray spaces, wrong encodings."""

import pytest

from duban.reading.restoration import restore


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("會議強調，著力抓好落實，隨著形勢發展，沿著既定路線", "会议强调，着力抓好落实，随着形势发展，沿着既定路线"),
        ("這部著名的論著成效顯著", "这部著名的论著成效显著"),
        ("乾隆年間的乾部學校很乾淨", "乾隆年间的干部学校很干净"),
        ("瞭望臺上的人瞭解裡面的餘額，徵求意見後複核", "瞭望台上的人了解里面的余额，征求意见后复核"),
        ("最后，戰斗堡壘、里面、范圍、后勤", "最后，战斗堡垒、里面、范围、后勤"),
        ("集團", "集团"),
    ],
)
def test_traditional_characters_become_the_right_words(damaged: str, clean: str) -> None:
    assert restore(damaged).text == clean


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("<p>会议&nbsp;强调</p><br/>要&ldquo;抓&rdquo;好&#12290;<script>x()</script>", "会议 强调\n要“抓”好。"),
        ("要<span style='color:red'>抓好</span>落实<br>要<b>盯紧</b>", "要抓好落实\n要盯紧"),
        ('<!-- 正文 -->会议<a href="x">纪要</a>', "会议纪要"),
        ("会\u200b议\ufeff强\u00ad调\x07", "会议强调"),
        ("会 议 强 调，要 加 强 管 理。\n各 单 位 要 抓 好 落 实。", "会议强调，要加强管理。\n各单位要抓好落实。"),
        ("会议强 调，要加强管 理，各单 位要抓好落 实。", "会议强调，要加强管理，各单位要抓好落实。"),
    ],
)
def test_what_copying_left_behind_is_taken_out(damaged: str, clean: str) -> None:
    assert restore(damaged).text == clean


SENTENCE = "会议强调，要加强安全生产，各单位要抓好落实。"


@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "latin-1"), ("gbk", "latin-1"), ("gb18030", "cp1252"), ("utf-8", "gb18030")]
)
def test_a_text_decoded_wrongly_is_decoded_again(right: str, wrong: str) -> None:
    damaged = SENTENCE.encode(right).decode(wrong, "replace")
    assert restore(damaged).text[:-1] == SENTENCE[:-1]


def test_what_wrong_decoding_lost_is_a_box_and_not_sure() -> None:
    restored = restore(SENTENCE.encode().decode("gbk", "replace"))
    assert "□" in restored.text
    assert not restored.repairs[0].sure
    for known, got in zip("会", restored.text, strict=False):
        assert known == got
