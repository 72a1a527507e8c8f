"""Pages of a PDF: what is drawn on them, and in which order they are read."""

from __future__ import annotations

from duban.reading.intake import take_in
from tests.reading.intake.samples import pdf_pages


def below(x: int, y: int, lines: list[str]) -> list[tuple[int, int, str]]:
    return [(x, y - 20 * number, line) for number, line in enumerate(lines)]


def ruled(across: list[int], down: list[int], left_out: str = "") -> str:
    """Lines of a table from edge to edge, those across from the top, without one of them that is drawn in pieces."""
    lines = [f"{down[0]} {y} m {down[-1]} {y} l S\n" for y in across]
    lines += [f"{x} {across[0]} m {x} {across[-1]} l S\n" for x in down]
    return "".join(line for line in lines if line != left_out)


def rows(data: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in take_in(data).tables]


def test_a_ruled_table_is_read_as_one() -> None:
    page = [
        (50, 780, "分工如下："),
        *below(105, 725, ["任务"]), *below(205, 725, ["单位"]), *below(285, 725, ["时限"]),
        *below(105, 685, ["疏通各处水渠和", "排水口"]), *below(205, 685, ["甲队", "乙队"]), *below(285, 685, ["月底"]),
        (50, 600, "各队要抓紧。"),
    ]  # fmt: skip
    data = pdf_pages([page], ruled([745, 705, 645], [100, 200, 280, 340]))
    assert rows(data) == [[["任务", "单位", "时限"], ["疏通各处水渠和排水口", "甲队\n乙队", "月底"]]]
    assert take_in(data).text.split("\n")[0] == "分工如下："
    assert take_in(data).text.endswith("\n各队要抓紧。")


def test_cells_that_are_not_parted_by_a_line_are_one() -> None:
    drawn = ruled([745, 705, 665, 625], [100, 200, 280], left_out="100 665 m 280 665 l S\n") + "100 665 m 200 665 l S\n"
    page = [(105, 725, "任务"), (205, 725, "单位"), (105, 685, "修渠"), (205, 665, "甲队"), (105, 645, "清淤")]
    assert rows(pdf_pages([page], drawn)) == [[["任务", "单位"], ["修渠", "甲队"], ["清淤", "甲队"]]]


def test_a_table_goes_on_on_the_next_page() -> None:
    drawn = ruled([745, 705, 665], [100, 200, 280])
    pages = [
        [(105, 725, "任务"), (205, 725, "单位"), (105, 685, "修渠"), (205, 685, "甲队"), (290, 30, "— 1 —")],
        [(105, 725, "清淤"), (205, 725, "乙队"), (105, 685, "补种"), (205, 685, "丙队"), (290, 30, "— 2 —")],
    ]
    assert rows(pdf_pages(pages, drawn)) == [[["任务", "单位"], ["修渠", "甲队"], ["清淤", "乙队"], ["补种", "丙队"]]]


def test_heads_and_numbers_of_pages_do_not_cut_a_sentence_in_two() -> None:
    pages = [
        [(50, 810, "某县水利局文件"), *below(50, 760, ["会议要求，各队要在月底前修好所有渠道", "和水闸，乙队要配合甲队完成清淤和补种"]), (290, 30, "第1页")],
        [(50, 810, "某县水利局文件"), *below(50, 760, ["的各项工作，不得拖延，不得推诿责任。"]), (290, 30, "第2页")],
    ]  # fmt: skip
    assert take_in(pdf_pages(pages)).text == (
        "会议要求，各队要在月底前修好所有渠道和水闸，乙队要配合甲队完成清淤和补种的各项工作，不得拖延，不得推诿责任。"
    )


def test_of_two_columns_the_left_one_is_read_first() -> None:
    left = below(
        50,
        760,
        [
            "甲队要在本月底前修好",
            "东边的渠道，并且要把",
            "水闸检查一遍，发现问",
            "题马上报告。乙队要在",
            "下月底前完成清淤。",
        ],
    )
    right = below(
        310,
        760,
        [
            "丙队要每天巡查水库的",
            "大坝，做好巡查记录，",
            "不得脱岗。丁队要每周",
            "检查一次抽水机，及时",
            "更换损坏的零件。",
        ],
    )
    assert take_in(pdf_pages([[(200, 800, "简报"), *left, *right]])).text.split("\n") == [
        "简报",
        "甲队要在本月底前修好东边的渠道，并且要把水闸检查一遍，发现问题马上报告。乙队要在下月底前完成清淤。",
        "丙队要每天巡查水库的大坝，做好巡查记录，不得脱岗。丁队要每周检查一次抽水机，及时更换损坏的零件。",
    ]


def test_columns_of_words_that_are_no_text_are_read_line_by_line() -> None:
    page = [
        *below(50, 760, ["甲队", "乙队", "丙队", "丁队", "戊队"]),
        *below(310, 760, ["一区", "二区", "三区", "四区", "五区"]),
    ]
    assert take_in(pdf_pages([page])).text.split("\n") == [
        "甲队 一区",
        "乙队 二区",
        "丙队 三区",
        "丁队 四区",
        "戊队 五区",
    ]


def test_a_line_that_ends_at_a_comma_goes_on() -> None:
    page = below(50, 760, ["会议要求，各队要在月底前修好所有渠道。", "甲队要巡查，", "并做好记录。"])
    assert take_in(pdf_pages([page])).text == "会议要求，各队要在月底前修好所有渠道。\n甲队要巡查，并做好记录。"


def test_a_page_of_countless_lines_still_gives_its_text() -> None:
    drawn = "".join(f"{n % 500} {n % 800} m {n % 500 + 9} {n % 800} l S\n" for n in range(5000))
    assert take_in(pdf_pages([[(50, 760, "各队要抓紧。")]], drawn)).text == "各队要抓紧。"
