from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from duban.exports.columns import Column, Kind
from duban.exports.excel import write_excel

COLUMNS = [
    Column("Number"),
    Column("Title", Kind.LONG, 40),
    Column("Due", Kind.DATE, 12),
    Column("At", Kind.MOMENT, 16),
    Column("Progress", Kind.PERCENT, 8),
    Column("Light", Kind.LIGHT, 10),
]
ROW = ("督办〔2026〕1号", "清理示例堆场", date(2026, 3, 5), datetime(2026, 3, 5, 1, 30, tzinfo=UTC), 40, "red")


def sheet_of(rows, columns=COLUMNS, title="Ledger"):
    with write_excel(columns, rows, title=title) as file:
        return load_workbook(file).active


def test_dates_are_dates_and_moments_are_local(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    sheet = sheet_of([ROW])
    assert sheet["C2"].value == datetime(2026, 3, 5)
    assert sheet["D2"].value == datetime(2026, 3, 5, 9, 30)
    assert sheet["E2"].value == 40


def test_a_light_is_a_shape_and_a_word_in_colour():
    cell = sheet_of([ROW])["F2"]
    assert cell.value == "■ Overdue"
    assert cell.fill.fgColor.rgb == "FFFDE3E3"


def test_header_is_frozen_filtered_and_repeated_in_print():
    sheet = sheet_of([ROW, ROW])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["B"].width == pytest.approx(40, abs=1)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://example.test", "=HYPERLINK()"]
)
def test_what_a_person_typed_is_text_and_never_a_formula_or_link(text):
    cell = sheet_of([(text, *ROW[1:])])["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()
    assert cell.hyperlink is None


def test_control_characters_and_endless_texts_still_make_a_file_that_opens():
    sheet = sheet_of([("a\x00b\x0b\ufffe", "长" * 40_000, *ROW[2:])])
    assert sheet["A2"].value == "ab"
    assert len(sheet["B2"].value) == 32_767


def test_no_rows_is_a_file_with_a_header():
    sheet = sheet_of([])
    assert [cell.value for cell in sheet[1]] == ["Number", "Title", "Due", "At", "Progress", "Light"]


def test_a_title_with_forbidden_characters_names_a_sheet():
    assert sheet_of([], title="督办/2026: [全部]?*" + "长" * 40).title.startswith("督办2026 全部")
