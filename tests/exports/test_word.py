from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from duban.exports.word.breakdown import Line, breakdown
from duban.exports.word.notice import Item, NoticeSheet, chinese, notice
from duban.exports.word.paper import title_lines

SHEET = NoticeSheet(
    issuer="示例集团",
    number="督办〔2026〕12号",
    title="关于示例事项的督办通知",
    addressee="示例一公司",
    matter="完成示例整改",
    criterion="示例报告合格",
    due=date(2026, 12, 5),
    responsible="甲示例",
    looker="乙示例",
    signed_by="示例督查办公室",
    signed_on=date(2026, 11, 21),
    supporting=["示例二公司"],
    items=[Item("先做示例", date(2026, 11, 28), "甲示例")],
)


@pytest.fixture(autouse=True)
def _in_chinese():
    with translation.override("zh-hans"):
        yield


def opened(content):
    return Document(BytesIO(content))


def test_the_sheet_has_the_margins_and_pitch_of_the_standard():
    document = opened(notice(SHEET))
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    # Word keeps twentieths of a point, so a millimetre comes back with an error under 0.02 mm.
    assert [round(side.mm, 1) for side in sides] == [37, 35, 28, 26]
    body = next(p for p in document.paragraphs if "示例报告合格" in p.text)
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.paragraph_format.first_line_indent == Pt(32)
    run = body.runs[0]
    assert run.font.size == Pt(16)
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_all_that_the_receiver_must_know_is_on_it():
    document = opened(notice(SHEET))
    text = "\n".join(p.text for p in document.paragraphs)
    for words in (
        "示例集团督办通知单",
        "督办〔2026〕12号",
        "示例一公司：",
        "完成示例整改",
        "示例报告合格",
        "于2026年12月5日前办结",
        "（一）先做示例（2026年11月28日前），甲示例",
        "协办单位：示例二公司",
        "责任人：甲示例",
        "核查人：乙示例",
    ):
        assert words in text
    assert [t.cell(0, 0).text for t in document.tables] == ["签收单位", "抄送：示例二公司"]


def test_the_red_rule_stands_under_the_number():
    document = opened(notice(SHEET))
    number = next(p for p in document.paragraphs if p.text == SHEET.number)
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "E60012"


def test_pages_are_numbered_outside():
    section = opened(notice(SHEET)).sections[0]
    assert "— " in section.footer.paragraphs[0].text
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment


def test_unreadable_characters_do_not_spoil_the_file():
    from dataclasses import replace

    assert "ab" in "".join(p.text for p in opened(notice(replace(SHEET, matter="a\x00b"))).paragraphs)


def test_a_breakdown_is_landscape_with_its_header_on_every_page():
    line = Line("督办〔2026〕1号", "示例", "合格", "示例一公司", "", "甲示例", date(2026, 12, 5))
    document = opened(breakdown([line] * 3, title="任务分解表", issuer="示例办", on=date(2026, 11, 21)))
    assert document.sections[0].page_width > document.sections[0].page_height == pytest.approx(Mm(210), rel=0.01)
    table = document.tables[0]
    assert len(table.rows) == 4
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [c.text for c in table.rows[3].cells][:3] == ["3", "督办〔2026〕1号", "示例"]


def test_a_number_and_a_date_of_a_breakdown_stand_on_one_line_each():
    line = Line("督办〔2026〕112号", "示例", "合格", "示例一公司", "", "甲示例", date(2026, 12, 15))
    document = opened(breakdown([line], title="任务分解表", issuer="示例办", on=date(2026, 11, 21)))
    row = document.tables[0].rows[1].cells
    for place in (1, 7):
        # Where the machine has no Times New Roman, digits are up to two thirds of a square wide.
        squares = sum(1 if ord(c) > 0x2E7F else 2 / 3 for c in row[place].text)
        assert squares * Pt(10.5) + Mm(3.8) <= row[place].width, row[place].text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (115, "一百一十五"),
    ],
)
def test_chinese_numerals(number, words):
    assert chinese(number) == words


def test_a_long_title_is_laid_in_even_lines():
    lines = title_lines("关于开展码头前沿照明设施排查整治工作的督办通知", room=19)
    assert [len(line) for line in lines] == [12, 11]
    assert title_lines("《" + "示" * 18 + "》", room=19) == ["《" + "示" * 9, "示" * 9 + "》"]
