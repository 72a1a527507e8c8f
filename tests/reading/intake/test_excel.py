"""What a workbook shows, and what it hides."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from duban.reading.intake import Refused, take_in
from tests.reading.intake import samples


def test_what_is_merged_over_rows_stands_in_each_of_them() -> None:
    book = Workbook()
    sheet = book.active
    # not in the first row and column: places count from where something stands
    for row in (["任务", "单位"], ["修渠", "一队"], ["清淤", None]):
        sheet.append([None, *row])
    sheet.insert_rows(1)
    sheet.merge_cells("C3:C4")
    assert take_in(samples.saved(book)).text == "Sheet\n任务\t单位\n修渠\t一队\n清淤\t一队"


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    book.active.append(["各队要抓紧。"])
    hidden = book.create_sheet("选项")
    hidden.append(["示例"])
    hidden.sheet_state = "hidden"
    assert take_in(samples.saved(book)).text == "Sheet\n各队要抓紧。"


def test_minutes_typed_line_by_line_are_no_table() -> None:
    book = Workbook()
    for line in ("例会纪要", "1、各队要抓紧。"):
        book.active.append([line])
    assert take_in(samples.saved(book)).tables == []


def test_two_cells_in_opposite_corners_are_refused_before_they_take_all_memory() -> None:
    book = Workbook()
    book.active["A1"] = book.active["XFD1048576"] = "各队要抓紧。"
    with pytest.raises(Refused) as refused:
        take_in(samples.saved(book))
    assert refused.value.code == "bomb"


def test_cells_that_merely_look_like_something_do_not_count() -> None:
    book = Workbook()
    book.active["A1"] = "各队要抓紧。"
    book.active["XFD1048576"].font = Font(bold=True)
    assert take_in(samples.saved(book)).text == "Sheet\n各队要抓紧。"
