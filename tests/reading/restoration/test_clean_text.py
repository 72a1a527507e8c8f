"""A clean text comes back as it is."""

from pathlib import Path

import pytest

from duban.reading.restoration import restore

PARAGRAPHS = Path(__file__).with_name("paragraphs.txt").read_text("utf-8").splitlines()

UNDAMAGED = [
    "水的酸碱度(pH)应为7，世界卫生组织(WHO)和国内生产总值(GDP)数据见附件(A)。",
    "在亳(bó)州召开现场会，亳州市各单位负责同志参加，会议强调要抓好落实，月底前报送方案。",
    "盱眙(xūyí)县和鄱阳(póyáng)湖的水位数据由水文站提供。",
    "李(Li)先生与张(Zhang)女士出席了会议。",
    "一(yi)、二(er)是读音示例，不影响正文。",
    "谁来牵头?;谁来落实?;什么时候完成?",
    "会开了吗?;任务分了吗?;责任落实了吗?",
    "甲?；乙?；丙?；丁?；",
    "效果如何?。怎么办?，怎么做?。我们要问自己：靠什么?!",
    "“为什么?”他问。（是不是?）《谁之过?》他说：“好吗?”；又说：“行吗?”。",
    "著名作家、乾隆年间、瞭望塔、狼藉、慰藉、覆盖面、赵堃、李喆、钟书。",
    "姓  名：张三    性  别：男",
    "会 议 纪 要\n时 间：3月5日   地 点：三楼会议室\n主持：张某  记录：李某  参加：王某 赵某 钱某",
    "第一章 总则 第二章 职责 第三章 附则",
    "A<B且C>D，x&y，R&D部门，5<6，文件<见附件>要求。",
    "完成率100%，≥95%，±0.2，m³，㎡，①②③，Ⅰ类，α射线，1.5‰，“十四五”规划——远景……",
    "网址http://example.com/a?b=1;c=2&d=3,e 电话:1234",
    "",
    "?;",
    "？；",
]


@pytest.mark.parametrize("text", [*UNDAMAGED, *PARAGRAPHS, "\n".join(PARAGRAPHS)])
def test_undamaged_text_is_returned_as_it_is(text: str) -> None:
    restored = restore(text)
    assert restored.text == text
    assert restored.repairs == []


def test_windows_line_ends_are_not_damage() -> None:
    assert restore("会议强调。\r\n会议指出。").repairs == []
