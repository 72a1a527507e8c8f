"""The number and issuer that a document shows of itself."""

import pytest

from duban.reading.particulars import issuer_in, number_in

BODY = "\n会议要求，各单位要加强管理。\n"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("虚构港口集团文件\n虚港办〔2024〕12号\n关于加强管理的通知", "虚港办〔2024〕12号"),
        ("虚港会纪[2024]第 5 号        签发人：柳无痕", "虚港会纪[2024]第5号"),
        ("虚港办（2024）3号　签发：柳无痕\n会议纪要", "虚港办（2024）3号"),
        ("经理办公会议纪要\n第12期\n虚构港口集团办公室  2024年3月5日", "第12期"),
        ("会议纪要\n（第三期）", "第三期"),
        ("会 议 纪 要\n〔2024〕第7期（总第31期）", "〔2024〕第7期"),
        ("文号：虚安委〔2024〕2号", "虚安委〔2024〕2号"),
        # that of another document
        ("会议学习了虚港办〔2024〕12号文件。", ""),
        ("根据《关于防汛的通知》（虚港办〔2024〕12号）要求，会议部署如下：", ""),
        ("2024年第一次会议", ""),
        ("第一期工程要在月底前完工。", ""),
        ("", ""),
    ],
)
def test_the_number_is_that_of_the_document_itself(head: str, number: str) -> None:
    assert number_in(head + BODY) == number


def test_a_number_far_below_the_head_is_none() -> None:
    assert number_in("会议要求加强管理。\n" * 80 + "虚港办〔2024〕12号\n") == ""


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("会议纪要\n第12期\n虚构港口集团有限公司办公室　　2024年3月5日" + BODY, "虚构港口集团有限公司办公室"),
        ("关于加强管理的通知" + BODY + "虚构市交通运输局\n2024年3月5日\n", "虚构市交通运输局"),
        ("会议纪要" + BODY + "抄送：各单位\n虚构港口集团办公室 2024年3月6日印发", "虚构港口集团办公室"),
        ("会议纪要\n2024年3月5日下午，虚构港口集团召开会议。" + BODY, ""),
        ("会议纪要" + BODY + "修渠工作由水利部\n2024年3月5日前完成。", ""),
        ("", ""),
    ],
)
def test_the_issuer_stands_by_the_day(text: str, issuer: str) -> None:
    assert issuer_in(text) == issuer
