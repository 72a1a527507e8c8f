"""By when, counted from the meeting's day (a Wednesday)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.reading.directives import find_directives
from duban.reading.directives.deadlines import find_deadline

DAY = dt.date(2023, 5, 10)


def due(sentence: str, day: dt.date | None = DAY) -> str | None:
    found = find_deadline(sentence, day)
    return found.due if found else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("11月底前完成", "2023-11-30"),
        ("月底前完成", "2023-05-31"),
        ("本月底完成", "2023-05-31"),
        ("下月10日前报送", "2023-06-10"),
        ("年底前完成", "2023-12-31"),
        ("年内完成", "2023-12-31"),
        ("到2027年底实现全覆盖", "2027-12-31"),
        ("明年3月底前完成", "2024-03-31"),
        ("2024年6月30日前提交", "2024-06-30"),
        ("6月30日前提交", "2023-06-30"),
        ("六月三十日前提交", "2023-06-30"),
        ("于6月15日下午5时前报送", "2023-06-15"),
        ("确保6月30日全部开工", "2023-06-30"),
        ("9月上旬完成", "2023-09-10"),
        ("9月中旬完成", "2023-09-20"),
        ("本周五前报送", "2023-05-12"),
        ("下周一前报送", "2023-05-15"),
        ("周日前报送", "2023-05-14"),
        ("一周内整改", "2023-05-17"),
        ("10天内整改", "2023-05-20"),
        ("三日内整改", "2023-05-13"),
        ("3个工作日内反馈", "2023-05-15"),
        ("半个月内整改", "2023-05-25"),
        ("两个月内整改", "2023-07-10"),
        ("确保上半年完成任务", "2023-06-30"),
        ("三季度末前完成", "2023-09-30"),
        ("国庆前完成", "2023-09-30"),
        ("“五一”节前完成", "2024-04-30"),
        ("元旦前完成", "2023-12-31"),
        ("明天中午前报送", "2023-05-11"),
        ("5月20日前出方案，6月底前完工", "2023-05-20"),
        ("春节前完成", None),
        ("节前完成", None),
        ("每月5日前报送", None),
        ("每周五前报送", None),
        ("下次例会前汇报", None),
        ("自5月1日起执行", None),
        ("5月9日召开的会议上提出的问题要整改", None),
        ("接到报修后24小时内、三天内到场", None),
        ("要压缩到3天以内", None),
        ("当日出成本日报", None),
        ("一周一期编发简报", None),
        ("汛期前完成", None),
    ],
)
def test_terms(words, expected):
    assert due(words) == expected


def test_said_in_december_january_is_next_year():
    assert due("1月底前完成", dt.date(2023, 12, 20)) == "2024-01-31"


def test_without_a_year_there_is_no_date():
    assert due("6月30日前提交", None) is None
    assert due("2024年6月30日前提交", None) == "2024-06-30"


def test_the_text_may_date_itself():
    (directive,) = find_directives("2022年3月5日，公司召开例会。各部门要在月底前完成自查。")
    assert (directive.due, directive.due_text) == ("2022-03-31", "月底前")


def test_a_text_that_names_but_its_year_dates_what_needs_no_more():
    text = "2022年度工作会在礼堂召开。各部门要在6月底前完成自查。各科室要在一周内报名。"
    assert [one.due for one in find_directives(text)] == ["2022-06-30", None]
    # Which of two years is meant nobody can know.
    (directive,) = find_directives("会议总结了2021年的工作，部署2022年的任务。各部门要在6月底前完成自查。")
    assert directive.due is None


def test_days_that_do_not_exist_are_no_deadline():
    assert due("2月30日前完成") is None
    assert due("13月5日前完成") is None


@given(st.text(alphabet="前底内每周月日天年号0123456789一二三四五六十季度半上下今明到于完成，。", max_size=30))
def test_no_mixture_of_date_words_raises(text):
    find_deadline(text, DAY)
