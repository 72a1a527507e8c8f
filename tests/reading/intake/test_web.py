"""Pages as offices and programs write them."""

from __future__ import annotations

from duban.reading.intake import take_in


def page(inside: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{inside}</body></html>".encode()


def rows(inside: str) -> list[list[str]]:
    (table,) = take_in(page(f"<p>分工如下：</p><table>{inside}</table>")).tables
    return [[cell.text for cell in row] for row in table.rows]


def test_cells_over_rows_and_columns_keep_all_others_in_place() -> None:
    head = "<tr><th rowspan=2>任务</th><th colspan=2>分工</th><th rowspan=2>时限</th></tr><tr><th>牵头</th><th>配合</th></tr>"
    body = "<tr><td>修渠</td><td rowspan=2>一队</td><td>二队</td><td>月底</td></tr><tr><td>清淤</td><td>三队</td><td></td></tr>"
    assert rows(head + body) == [
        ["任务", "分工", "", "时限"],
        ["任务", "牵头", "配合", "时限"],
        ["修渠", "一队", "二队", "月底"],
        ["清淤", "一队", "三队", ""],
    ]


def test_paragraphs_in_a_cell_stay_apart() -> None:
    assert rows("<tr><td>任务</td><td>单位</td></tr><tr><td><p>修渠</p><p>清淤</p></td><td>一队</td></tr>")[1] == [
        "修渠\n清淤",
        "一队",
    ]


def test_odd_spans_are_as_good_as_none() -> None:
    assert rows(
        "<tr><td colspan=x>甲</td><td rowspan=999999>乙</td></tr><tr><td colspan=-3>丙</td><td>丁</td></tr>"
    ) == [
        ["甲", "乙"],
        ["丙", "乙", "丁"],
    ]


def test_links_to_other_pages_are_not_read_whatever_they_are_called() -> None:
    article = "<p>各队要在月底前修好水渠。</p>" * 5
    around = "<div><p>上一篇：<a>各单位要值好班</a></p></div><ul><li><a>各县要落实政策</a></li></ul>"
    text = take_in(page(f"<div><div>{article}<p>按<a>《办法》</a>执行，不得拖延。</p></div>{around}</div>")).text
    assert "按《办法》执行，不得拖延。" in text
    assert "各单位" not in text
    assert "各县" not in text


def test_a_line_broken_by_hand_inside_a_sentence_goes_on() -> None:
    assert (
        take_in(page("<p>泵房要每日巡查，<br>并填写记录。<br>大门上锁。</p>")).text
        == "泵房要每日巡查，并填写记录。\n大门上锁。"
    )


def test_spans_and_links_by_the_thousand_are_read_in_time() -> None:
    spans = "<tr><td rowspan=1000>甲</td><td>乙</td></tr>" * 2000
    assert max(map(len, rows(spans))) <= 65
    nested = "<div><a>甲</a>" * 3000 + "各队要抓紧。" + "</div>" * 3000
    assert "各队要抓紧。" in take_in(page(nested)).text
