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


@pytest.mark.parametrize("text", ["<b>&amp;</b>", "  两边空格  ", "第一行\n第二行", "\U00020000𠮷"])
def test_every_text_comes_back_as_it_went_in(text):
    assert sheet_of([(text, *ROW[1:])])["A2"].value == text


def test_thousands_of_rows_keep_their_places():
    rows = [(str(n), "x" if n % 2 else None, date(2026, 1, 1), None, n % 101, "green") for n in range(1203)]
    sheet = sheet_of(rows)
    assert sheet.max_row == 1204
    assert sheet.auto_filter.ref == "A1:F1204"
    assert [sheet["A1204"].value, sheet["B1204"].value, sheet["E1204"].value] == ["1202", None, 1202 % 101]


def test_past_the_last_row_of_excel_nothing_is_written(monkeypatch):
    monkeypatch.setattr("duban.exports.excel.MAX_ROWS", 3)
    assert sheet_of([ROW] * 5).max_row == 4


def test_more_columns_than_letters():
    columns = [Column(f"C{n}") for n in range(30)]
    sheet = sheet_of([tuple(str(n) for n in range(30))], columns)
    assert sheet["AD2"].value == "29"


def test_a_text_that_looks_like_the_number_of_a_character_stays_as_typed():
    """Excel reads _x0041_ as A, and _x005F_ as the underscore it stands for; openpyxl reads neither."""
    assert sheet_of([("a _x0041_ _x1 b", *ROW[1:])])["A2"].value == "a _x005F_x0041_ _x1 b"
