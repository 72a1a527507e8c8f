"""Characters in another form, lines broken at a fixed width, marks of quoted mail, readings of whole words."""

from __future__ import annotations

import pytest

from duban.reading.restoration import restore

PARAGRAPH = (
    "会议要求，各乡镇要于5月底前对饮用水水源地开展一次全面排查，建立隐患清单，实行销号管理，逐项明确整改责任人和整改时限。"
    "县水务局要加强技术指导，每半月调度一次整改进度，并会同有关部门做好丰水期水质监测，监测结果按月公布。"
    "供水公司要对使用年限超过二十年的管网制定更换计划，并于6月15日前报县政府审定，确保年底前全部完成改造任务。"
)


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("⼀、8⽉底前修好⻋辆和⻔窗。", "一、8月底前修好车辆和门窗。"),
        ("一︑各队要抓紧︐不得拖延︒", "一、各队要抓紧，不得拖延。"),
        ("\uf06c各队要抓紧。\n \uf0b7 不得拖延。", "各队要抓紧。\n 不得拖延。"),
        ("2O24年8月2O日，l2月底前。", "2024年8月20日，12月底前。"),
    ],
)
def test_the_usual_form_of_a_character_is_given_back(raw: str, text: str) -> None:
    restoration = restore(raw)
    assert restoration.text == text
    for repair in restoration.repairs:
        assert raw[repair.raw_start : repair.raw_end] == repair.raw
        assert text[repair.start : repair.end] == repair.text


def test_letters_that_are_letters_stay() -> None:
    clean = "COVID19年报，Windows10月更，10 Oct日历，PMO月报，Q2O月，No2日志，卫生间(WC)3O分钟。"
    assert restore(clean).text == clean


@pytest.mark.parametrize("width", [20, 30, 38])
def test_lines_broken_at_a_fixed_width_are_joined(width: int) -> None:
    raw = f"饮水安全会议纪要\n{wrapped(PARAGRAPH, width)}\n散会。"
    restoration = restore(raw)
    assert restoration.text == f"饮水安全会议纪要\n{PARAGRAPH}\n散会。"
    assert {repair.kind for repair in restoration.repairs} == {"line_break"}


def test_the_marks_of_quoted_mail_go_with_them() -> None:
    raw = "".join(f"> {line}\n" for line in wrapped(PARAGRAPH, 34).split("\n"))
    assert restore(raw).text == f"{PARAGRAPH}\n"


def test_an_indented_or_numbered_line_begins_a_paragraph() -> None:
    second = "　　一、县农业农村局要在6月底前完成农药包装废弃物回收点的布设，并公布回收电话和地址。"
    raw = f"　　{wrapped(PARAGRAPH, 34)}\n{wrapped(second, 34)}"
    assert restore(raw).text == f"　　{PARAGRAPH}\n{second}"


@pytest.mark.parametrize(
    "clean",
    [
        # titles as long as each other
        "\n".join(f"关于印发第{n}批重点建设项目名单的通知文件" for n in "一二三四五六七八"),
        # short paragraphs as long as each other, each a sentence
        "\n".join(f"第{n}小组要抓紧收割，颗粒归仓，不得拖延。" for n in "一二三四五六七八"),
        # names
        "\n".join(["王某某、李某某、赵某某、钱某某、孙某某、周某某"] * 5),
        ">5%的列为重点，>3%的列为关注。",
    ],
)
def test_lists_are_left_as_they_are(clean: str) -> None:
    assert restore(clean).repairs == []


def test_a_text_with_a_blank_behind_every_character_loses_those_beside_digits_and_marks_too() -> None:
    clean = "会议要求：各乡镇要于5月20日前对水源地开展全面排查，建立隐患清单。县水务局要加强技术指导，做好水质监测。"
    assert restore(" ".join(clean)).text == clean


def test_readings_of_whole_words_are_taken_out() -> None:
    raw = "会议要求，环卫所（huán wèi suǒ）要在6月(yuè)20日前清运(qīng yùn)积存垃圾，园林(yuán lín)处要每周修剪。"
    assert restore(raw).text == "会议要求，环卫所要在6月20日前清运积存垃圾，园林处要每周修剪。"


def test_a_gloss_of_a_word_by_itself_stays() -> None:
    clean = "饕餮（tāo tiè）纹是古代青铜器上常见的花纹，馆方要在月底前完成编目。"
    assert restore(clean).text == clean
