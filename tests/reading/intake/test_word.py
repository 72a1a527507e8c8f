"""What else stands in a Word document beside paragraphs and tables."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from duban.reading.intake import Refused, Taken, take_in
from tests.reading.intake import samples


def xml(drawn: str) -> Any:
    return parse_xml(re.sub("^<[^ />]+", lambda name: f"{name.group()} {nsdecls('w')}", drawn))


def written(document: Any) -> Taken:
    return take_in(samples.saved(document))


def changed(kind: str, text: str) -> Any:
    word = "w:delText" if kind == "del" else "w:t"
    return xml(f'<w:{kind} w:id="1" w:author="某某"><w:r><{word}>{text}</{word}></w:r></w:{kind}>')


def test_of_tracked_changes_the_new_text_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("请")
    paragraph._p.append(changed("del", "财务科"))
    paragraph._p.append(changed("ins", "审计科"))
    paragraph.add_run("复核。")
    assert written(document).text == "请审计科复核。"


def test_paragraphs_whose_break_was_deleted_are_one() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("苗圃要备足树苗，")
    paragraph._p.get_or_add_pPr().append(xml('<w:rPr><w:del w:id="1" w:author="某某"/></w:rPr>'))
    document.add_paragraph("并报送数量。")
    assert written(document).text == "苗圃要备足树苗，并报送数量。"


def test_a_deleted_row_is_gone() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (["任务", "单位"], ["补种", "一队"], ["浇水", "二队"]), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.rows[1]._tr.get_or_add_trPr().append(xml('<w:del w:id="1" w:author="某某"/>'))
    assert written(document).text == "任务\t单位\n浇水\t二队"


def test_a_text_box_stands_below_its_paragraph_and_counts_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>提示：闸口关闭。</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    paragraph = document.add_paragraph("值班员要巡查，")
    paragraph._p.append(
        xml(
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    paragraph.add_run("并做好记录。")
    assert written(document).text == "值班员要巡查，并做好记录。\n提示：闸口关闭。"


def test_readings_above_characters_and_hidden_words_are_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("把")
    reading = "<w:rt><w:r><w:t>zhǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>闸</w:t></w:r></w:rubyBase>"
    paragraph._p.append(xml(f"<w:r><w:ruby>{reading}</w:ruby></w:r>"))
    paragraph.add_run("（底稿）").font.hidden = True
    paragraph.add_run("门关好。")
    assert written(document).text == "把闸门关好。"


def test_a_line_broken_by_hand_inside_a_sentence_goes_on() -> None:
    document = docx.Document()
    document.add_paragraph("一、泵房要每日巡查，\n并填写记录。\n二、大门上锁。")
    assert written(document).text == "一、泵房要每日巡查，并填写记录。\n二、大门上锁。"


def test_cells_merged_over_columns_keep_those_behind_them_in_place() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for number, text in enumerate(("任务", "分工", "", "修渠", "一队", "二队")):
        table.cell(*divmod(number, 3)).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    assert [[cell.text for cell in row] for row in written(document).tables[0].rows] == [
        ["任务", "分工", ""],
        ["修渠", "一队", "二队"],
    ]


def test_a_table_inside_a_table_is_read_as_one_of_its_own() -> None:
    document = docx.Document()
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "要求如下："
    inner = frame.add_table(rows=2, cols=2)
    for number, text in enumerate(("任务", "单位", "修渠", "一队")):
        inner.cell(*divmod(number, 2)).text = text
    frame.add_paragraph("各队要抓紧。")
    taken = written(document)
    assert [line for line in taken.text.split("\n") if line] == [
        "要求如下：",
        "任务\t单位",
        "修渠\t一队",
        "各队要抓紧。",
    ]
    assert len(taken.tables) == 1


def test_a_frame_around_paragraphs_is_no_table() -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "会议纪要\n各队要抓紧。"
    assert (written(document).text, written(document).tables) == ("会议纪要\n各队要抓紧。", [])


def test_paragraphs_in_a_cell_stay_lines() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "会议内容", "一、抢收。\n二、晾晒。"
    assert written(document).text == "会议内容\t一、抢收。\n二、晾晒。"


def test_the_strict_form_of_the_standard_is_read() -> None:
    loose = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<w:document xmlns:w="{loose}"><w:body><w:p><w:r><w:t>各队要抓紧。</w:t></w:r></w:p></w:body></w:document>'
    )
    strict = document.replace(loose, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert take_in(samples.archive({"word/document.xml": strict.encode()})).text == "各队要抓紧。"


def test_a_document_of_scanned_pages_only_says_so_where_scans_are_not_read() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 30), "white").save(picture, "PNG")
    picture.seek(0)
    document = docx.Document()
    document.add_picture(picture)
    with pytest.raises(Refused) as refusal:
        take_in(samples.saved(document), scans=False)
    assert refusal.value.code == "scanned"
    assert document.element.body.find(qn("w:p")) is not None
