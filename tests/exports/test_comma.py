import csv
from datetime import date

import pytest

from duban.exports.columns import Column, Kind
from duban.exports.comma import stream_csv
from duban.exports.neutral import neutral

COLUMNS = [Column("Title"), Column("Due", Kind.DATE), Column("Progress", Kind.PERCENT), Column("Light", Kind.LIGHT)]


def lines_of(rows):
    text = b"".join(stream_csv(COLUMNS, rows)).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(text[1:].splitlines(keepends=True)))


def test_rows_come_out_as_they_went_in():
    assert lines_of([("清理“示例”堆场, 第1段\n第2行", date(2026, 3, 5), 40, "red"), ("", None, 0, "green")]) == [
        ["Title", "Due", "Progress", "Light"],
        ["清理“示例”堆场, 第1段\n第2行", "2026-03-05", "40", "Overdue"],
        ["", "", "0", "On course"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-1+2", "@SUM(1)", "\t=1", "\r=1", "  =1", "＝1", "＋1", "－x", "＠x", "\ufeff=1", "\n=1"]
)
def test_formulas_are_neutralised(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-5", "+3.5%", "督办〔2026〕1号", "a=b", "1-2"])
def test_what_is_no_formula_stays(text):
    assert neutral(text) == text


def test_the_header_leaves_before_the_first_row_is_asked_for():
    def rows():
        raise AssertionError("asked too early")
        yield

    assert next(stream_csv(COLUMNS, rows())).startswith(b"\xef\xbb\xbf")


def test_broken_text_does_not_cut_the_stream():
    assert lines_of([("a\ud800b", None, None, "")])[1][0] == "a?b"
