"""The numbers that Word shows and does not write are read as if they were written."""

import shutil
import subprocess
from pathlib import Path

import pytest

from duban.reading import read
from duban.reading.intake import take_in
from duban.reading.intake.numbering import written
from tests.reading.intake import samples


def level(depth: int, kind: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def outline(name: int, *levels: str, inside: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{inside}{"".join(levels)}</w:abstractNum>'


def use(number: int, name: int, inside: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{inside}</w:num>'


def para(text: str, number: int | None = None, depth: int = 0, style: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


OFFICIAL = outline(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
)
BODY = (
    para("会议纪要")
    + para("加强安全管理", 1)
    + para("安全部要在6月底前完成排查。", 1, 1)
    + para("5月底前报送方案。", 1, 2)
    + para("各单位要落实责任。", 1, 2)
    + para("设备部要抓好检修。", 1, 1)
    + para("每月报送进展。", 1, 2)
    + para("说明")
    + para("做好汛前准备", 1)
    + para("各水厂要检查泵站。", 1, 1)
)
SHOWN = [
    "会议纪要",
    "一、加强安全管理",
    "（一）安全部要在6月底前完成排查。",
    "1. 5月底前报送方案。",
    "2.各单位要落实责任。",
    "（二）设备部要抓好检修。",
    "1.每月报送进展。",
    "说明",
    "二、做好汛前准备",
    "（一）各水厂要检查泵站。",
]


def lines(abstract: str, numbers: str, body: str, styles: str = "") -> list[str]:
    return take_in(samples.numbered(abstract, numbers, body, styles)).text.split("\n")


def test_the_outline_of_an_official_document_is_read_with_its_numbers() -> None:
    assert lines(OFFICIAL, use(1, 1), BODY) == SHOWN


def test_the_numbers_help_to_tell_item_from_item() -> None:
    reading = read(samples.numbered(OFFICIAL, use(1, 1), BODY))
    assert "（一）安全部要在6月底前完成排查。" in reading.restored
    assert any("安全部" in each.units for each in reading.directives)


def test_lists_of_one_outline_go_on_counting_and_another_use_may_begin_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    outlines = outline(1, level(0, "decimal", "%1、"))
    body = para("甲", 1) + para("乙", 1) + para("丙", 2) + para("丁", 3) + para("戊", 3)
    assert lines(outlines, use(1, 1) + use(2, 1) + use(3, 1, anew), body) == [
        "1、甲",
        "2、乙",
        "3、丙",
        "1、丁",
        "2、戊",
    ]


def test_numbers_come_through_styles_and_the_styles_they_stand_on() -> None:
    styles = (
        '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>'
        '<w:style w:styleId="Plain"><w:basedOn w:val="H"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    outlines = outline(1, level(0, "decimal", "第%1条 "), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'))
    body = para("甲", style="H") + para("乙", style="Plain") + para("丙", style="Round") + para("丁", style="H")
    assert lines(outlines, use(1, 1), body, styles) == ["第1条 甲", "乙", "丙", "第2条 丁"]


def test_a_style_of_a_deeper_level_counts_on_that_level() -> None:
    styles = (
        '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    outlines = outline(
        1,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="A"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="B"/><w:isLgl/>'),
    )
    body = para("甲", style="A") + para("乙", style="B") + para("丙", style="B")
    assert lines(outlines, use(1, 1), body, styles) == ["一、甲", "1.1 乙", "1.2 丙"]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    outlines = outline(1, inside='<w:numStyleLink w:val="L"/>') + outline(2, level(0, "decimal", "（%1）"))
    assert lines(outlines, use(1, 1) + use(2, 2), para("甲", 1) + para("乙", 1), styles) == ["（1）甲", "（2）乙"]


def test_a_level_may_go_on_counting_under_the_next_heading() -> None:
    outlines = outline(1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = para("甲", 1) + para("乙", 1, 1) + para("丙", 1) + para("丁", 1, 1)
    assert lines(outlines, use(1, 1), body) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_bullets_are_no_text_and_empty_paragraphs_show_no_number() -> None:
    outlines = outline(1, level(0, "bullet", "\uf06c")) + outline(2, level(0, "decimal", "%1."))
    body = para("甲", 1) + para("", 2) + para("乙", 2)
    assert lines(outlines, use(1, 1) + use(2, 2), body) == ["甲", "", "2.乙"]


def test_a_column_of_numbers_in_a_table_has_them() -> None:
    cells = ("", "检修水泵", "设备部"), ("", "更换水表", "营销部")
    rows = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{para(text, None if text else 1)}</w:tc>" for text in row)
        + "</w:tr>"
        for row in cells
    )  # fmt: skip
    taken = take_in(samples.numbered(outline(1, level(0, "decimal", "%1.")), use(1, 1), f"<w:tbl>{rows}</w:tbl>"))
    assert [[cell.text for cell in row] for row in taken.tables[0].rows] == [
        ["1", "检修水泵", "设备部"], ["2", "更换水表", "营销部"],
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["", "<w:abstractNum", "<w:x/>"])
def test_lists_that_are_missing_or_damaged_do_not_cost_the_text(broken: str) -> None:
    assert lines(broken, use(1, 9) + use(2, 1), para("甲", 1) + para("乙", 7)) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("chineseCounting", "一 十 十一 二十 二十一 一百 一百零一 一百一十 一千零五"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰零壹 壹佰壹拾 壹仟零伍"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇〇 一〇一 一一〇 一〇〇五"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 21 100 101 110 1005"),
        ("decimalZero", "01 10 11 20 21 100 101 110 1005"),
        ("ideographTraditional", "甲 癸 11 20 21 100 101 110 1005"),
        ("upperRoman", "I X XI XX XXI C CI CX MV"),
        ("of a later Word", "1 10 11 20 21 100 101 110 1005"),
    ],
)
def test_numbers_are_written_as_word_writes_them(kind: str, shown: str) -> None:
    assert " ".join(written(number, kind) for number in (1, 10, 11, 20, 21, 100, 101, 110, 1005)) == shown


def test_letters_double_after_the_alphabet() -> None:
    assert [written(number, "lowerLetter") for number in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(samples.numbered(OFFICIAL, use(1, 1), BODY))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    shown = (tmp_path / "a.txt").read_text("utf-8-sig").splitlines()
    assert ["".join(line.split()) for line in shown] == ["".join(line.split()) for line in SHOWN]
