"""Who must act, as written."""

import datetime as dt

import pytest

from duban.reading.directives import find_directives

DAY = dt.date(2023, 5, 10)


def units_of(sentence: str) -> list[str]:
    return next((d.units for d in find_directives(sentence, DAY)), [])


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("各部门要加强值班。", ["各部门"]),
        ("各级各部门要加强值班。", ["各级各部门"]),
        ("各县（市、区）要加强值班。", ["各县（市、区）"]),
        ("县安监局和各乡镇要开展联合执法。", ["县安监局", "各乡镇"]),
        ("市自然资源和规划局、市行政审批局要提前介入。", ["市自然资源和规划局", "市行政审批局"]),
        ("市发改委要会同各县区梳理项目清单。", ["市发改委", "各县区"]),
        ("院感科会同护理部梳理流程，6月底前上墙。", ["院感科", "护理部"]),
        ("监理部要求施工单位7月8日前整改完毕。", ["施工单位"]),
        ("由审计部联合纪检监察室开展“回头看”。", ["审计部", "纪检监察室"]),
        ("会议强调，护士长每天要抽查交接班。", ["护士长"]),
        ("总经理张大山要求，采购部要重新询价。", ["采购部"]),
        ("各企业要将自查报告报县应急局。", ["各企业"]),
        ("监察大队要督促企业完成整改。", ["监察大队"]),
        ("大家要把会议精神传达到班组。", []),
        ("整改方案要经总工程师审批后实施。", []),
        ("各项工作要落实到人。", []),
        ("“双循环”专班要摸清底数。", ["“双循环”专班"]),
        ("各党总支、支部主动认领任务，要强化落实。", ["各党总支、支部"]),
        ("同时，各督查组在督查过程中，要多听取基层意见。", ["各督查组"]),
        ("护林员巡山要记巡山日志。", ["护林员"]),
        ("会议要求双节期间各级各类值班人员要坚守岗位。", ["各级各类值班人员"]),
        ("各镇各部门特别是职能部门要逐一复盘。", ["各镇各部门"]),
        ("施工单位应对塔机每日检查。", ["施工单位"]),
        ("由县农业农村局商县财政局解决经费。", ["县农业农村局", "县财政局"]),
        ("市商务局要制定细则。", ["市商务局"]),
        ("QA负责跟踪验证。", ["QA"]),
    ],
)
def test_units_are_read_as_written(sentence, units):
    assert units_of(sentence) == units


def test_helpers_are_units_too_and_stand_last():
    (directive,) = find_directives("县应急局牵头，县住建局、消防大队配合，每周开展一次检查。", DAY)
    assert directive.units == ["县应急局", "县住建局", "消防大队"]
    assert directive.supporting_units == ["县住建局", "消防大队"]


def test_a_unit_of_the_sentence_before_is_not_inherited():
    first, second = find_directives("各车间要停产检修。要做好停电挂牌。", DAY)
    assert (first.units, second.units) == (["各车间"], [])


def test_names_the_organisation_knows_are_seen():
    sentence = "会议要求，星火三号要在6月底前完成年检。"
    assert find_directives(sentence, DAY)[0].units == []
    assert find_directives(sentence, DAY, units=["星火三号"])[0].units == ["星火三号"]


def test_who_is_responsible_may_stand_in_brackets():
    found = find_directives("会议要求，加快管网改造。（责任单位：住建局、水务集团；完成时限：6月底）", DAY)
    assert ["住建局", "水务集团"] in [d.units for d in found]


@pytest.mark.parametrize(
    ("sentence", "leads", "helping", "title"),
    [
        ("医务处牵头、药剂科配合、各病区参与，修订转科规程。", ["医务处"], ["药剂科", "各病区"], "修订转科规程"),
        ("由教务处牵头，后勤处、团委配合，办好开放日。", ["教务处"], ["后勤处", "团委"], "办好开放日"),
        ("会议要求，水利局牵头、气象局和应急局配合，排查山塘。", ["水利局"], ["气象局", "应急局"], "排查山塘"),
        (
            "更换老旧水表，由管网科牵头，营业所、热线科配合，5月底前完成。",
            ["管网科"],
            ["营业所", "热线科"],
            "更换老旧水表",
        ),
        (
            "要加快更换老旧水表（管网科牵头，营业所、热线科配合）。",
            ["管网科"],
            ["营业所", "热线科"],
            "加快更换老旧水表",
        ),
        ("图书馆、档案馆要共同配合，做好搬迁。", ["图书馆", "档案馆"], [], None),
    ],
)
def test_who_leads_and_who_merely_helps(sentence, leads, helping, title):
    (d,) = find_directives(sentence)
    assert (d.units, d.supporting_units) == ([*leads, *helping], helping)
    assert title is None or d.title == title
