"""Every usual kind of file gives its text and its tables, told by content."""

import datetime
from pathlib import Path

import pytest

from duban.reading.intake import Taken, take_in, take_in_file
from duban.reading.intake.pdf import joined
from tests.reading.intake import samples


def cells(taken: Taken) -> list[list[str]]:
    """The tables' texts, after a look at where they say they stand."""
    for table in taken.tables:
        for row in table.rows:
            assert [taken.text[cell.start : cell.end] for cell in row] == [cell.text for cell in row]
    return [[cell.text for cell in row] for table in taken.tables for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_simplified_text_in_any_encoding(encoding: str) -> None:
    assert take_in((samples.TEXT * 3).encode(encoding)).text == samples.TEXT * 3


def test_traditional_text_in_big5() -> None:
    text = "會議要求，管網部要在六月底前完成檢漏，每月報送進展。各水廠要抓好汛前檢修，落實責任。"
    assert take_in(text.encode("big5")).text == text


def test_text_cut_off_inside_a_character() -> None:
    assert take_in(samples.TEXT.encode()[:-1]).text == samples.TEXT[:-1]


def test_line_ends_of_windows_and_old_macs() -> None:
    assert take_in("会议强调。\r\n会议指出。\r会议要求。".encode()).text == "会议强调。\n会议指出。\n会议要求。"


def test_word_paragraphs_and_tables_in_order() -> None:
    taken = take_in(samples.word())
    rows = ["\t".join(row) for row in samples.ROWS]
    assert taken.text.split("\n") == [*samples.LINES[:2], *rows, samples.LINES[2]]
    assert cells(taken) == samples.ROWS
    assert isinstance(taken.dated, datetime.date)


def test_merged_cells_of_word_repeat_what_stands_above() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for number, row in enumerate([["任务", "单位"], ["检修水泵", "设备部"], ["", "生产部"]]):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert cells(take_in(samples.saved(document))) == [["任务", "单位"], ["检修水泵", "设备部"], ["检修水泵", "生产部"]]


def test_workbook() -> None:
    taken = take_in(samples.excel())
    assert taken.text.startswith("任务分解表\n序号\t工作任务")
    assert cells(taken) == samples.ROWS


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_web_page_gives_its_article_only(charset: str) -> None:
    taken = take_in(samples.page(charset))
    assert taken.text.startswith("\n".join(samples.LINES))
    assert cells(taken) == samples.ROWS
    for around in ("首页", "公司新闻", "版权所有", "var x"):
        assert around not in taken.text


def test_a_text_with_a_few_tags_left_is_no_web_page() -> None:
    assert take_in("会议要求<br>各单位<b>要抓好落实</b>".encode()).kind == "text"


def test_pdf_with_text() -> None:
    assert take_in(samples.pdf()).text == samples.TEXT


def test_lines_broken_by_the_page_are_joined() -> None:
    broken = "会议强调，要加强安全生产管理工作，各单位主要\n负责人要亲自部署、亲自检查，确保各项措施落\n实到位。\n- 2 -\n一、抓好排查\n各部门要在月底前完成全部隐患的排查整改工作\n并报办公室。"
    assert joined(broken).split("\n") == [
        "会议强调，要加强安全生产管理工作，各单位主要负责人要亲自部署、亲自检查，确保各项措施落实到位。",
        "一、抓好排查",
        "各部门要在月底前完成全部隐患的排查整改工作并报办公室。",
    ]


def test_markdown_loses_its_marks_and_keeps_its_table() -> None:
    taken = take_in("# 会议纪要\n\n**要**抓好落实。\n\n| 任务 | 单位 |\n|---|---|\n| 修路 | 工程部 |\n".encode())
    assert taken.text == "会议纪要\n\n要抓好落实。\n\n任务\t单位\n修路\t工程部"
    assert cells(taken) == [["任务", "单位"], ["修路", "工程部"]]


def test_rows_pasted_from_a_spreadsheet_are_a_table() -> None:
    taken = take_in(("分解表\n" + "\n".join("\t".join(row) for row in samples.ROWS) + "\n完").encode())
    assert cells(taken) == samples.ROWS


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "纪要.txt"
    path.write_bytes(samples.word())
    assert take_in_file(path).kind == "docx"
