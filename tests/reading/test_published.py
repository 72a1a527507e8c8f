"""On which day it was said."""

import datetime

import docx
import pytest

from duban.reading import read
from tests.reading.intake import samples

ORDER = "各队要抓紧修渠。"


@pytest.mark.parametrize(
    ("text", "given", "published"),
    [
        ("2026年3月5日，会议召开。", None, "2026-03-05"),
        ("某局要在2026年6月30日前修渠。2026年3月5日", None, "2026-03-05"),
        ("3月5日，会议召开。", "2026-03-09", "2026-03-05"),
        ("12月30日，会议召开。", "2026-01-04", "2025-12-30"),
        ("3月5日下午，会议召开。\n2026年3月9日印发\n", None, "2026-03-05"),
        ("2026年3月9日\n3月5日下午，会议召开。", None, "2026-03-05"),
        ("2026年3月9日\n3月5日以来，大坝已加固。", None, "2026-03-09"),
        ("去年5月5日，大坝垮塌。\n2026年3月9日\n", None, "2026-03-09"),
        ("2025年12月30日，大坝垮塌。", "2026-03-20", "2026-03-20"),
        ("某局要在3月20日前修渠。", "2026-03-25", "2026-03-25"),
        ("某局定于3月12日验收。", "2026-03-09", "2026-03-09"),
    ],
)
def test_it_is_no_deadline_and_no_day_to_come(text: str, given: str | None, published: str) -> None:
    day = datetime.date.fromisoformat(given) if given else None
    assert str(read(text + ORDER, date=day).published) == published


def test_a_deadline_in_a_table_is_not_the_day_of_the_meeting() -> None:
    document = docx.Document()
    document.core_properties.created = datetime.datetime(2026, 3, 5)
    table = document.add_table(rows=2, cols=3)
    for number, text in enumerate(("任务", "责任单位", "完成时限", "修渠", "一队", "2026年6月30日")):
        table.cell(*divmod(number, 3)).text = text
    reading = read(samples.saved(document))
    assert (str(reading.published), reading.directives[0].due) == ("2026-03-05", "2026-06-30")
