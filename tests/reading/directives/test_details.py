"""Title, kind, standard, programme, items."""

import datetime as dt

import pytest

from duban.reading.directives import find_directives

DAY = dt.date(2022, 3, 5)


def one(sentence: str):
    (directive,) = find_directives(sentence, DAY)
    return directive


def test_a_directive_of_the_genre_in_full():
    d = one("会议要求，建设部要全力推进两个口岸的验收工作，确保3月底达到国家级验收的标准。")
    assert (d.title, d.kind) == ("全力推进两个口岸的验收工作", "task") or d.title == "推进两个口岸的验收工作"
    assert d.units == ["建设部"]
    assert (d.due, d.due_text) == ("2022-03-31", "3月底")
    assert d.criterion == "达到国家级验收的标准"
    assert d.to_json()["units"] == ["建设部"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("安全部要每季度通报一次。", "standing"),
        ("要构建疫情防控常态化机制。", "standing"),
        ("严禁无证上岗。", "rule"),
        ("采购部6月底前不得签订新合同。", "task"),
        ("工程部要更换阀门。", "task"),
    ],
)
def test_kinds(sentence, kind):
    assert one(sentence).kind == kind


@pytest.mark.parametrize(
    ("sentence", "criterion"),
    [
        ("要把设备完好率提高到95%以上。", "设备完好率提高到95%以上"),
        ("班主任每学期家访不少于20户。", "不少于20户"),
        ("要开展排查，确保不留死角。", "确保不留死角"),
        ("要更换阀门。", None),
    ],
)
def test_standards(sentence, criterion):
    assert one(sentence).criterion == criterion


@pytest.mark.parametrize(
    ("sentence", "programme"),
    [
        ("要持续深化“作风建设年”活动。", "“作风建设年”"),
        ("各县要推进打非治违专项行动。", "打非治违专项行动"),
        ("要更换阀门。", None),
    ],
)
def test_programmes(sentence, programme):
    assert one(sentence).programme == programme


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("要在进口货物作业、核酸检测、终末消杀等三个方面做到措施再强化。", ["进口货物作业", "核酸检测", "终末消杀"]),
        ("各部门要做到：①查隐患、②补短板、③建台账。", ["查隐患", "补短板", "建台账"]),
        ("要更换阀门。", []),
    ],
)
def test_items(sentence, items):
    assert one(sentence).items == items


def test_titles_are_short_and_in_the_source_words():
    for d in find_directives(
        "会议要求，各单位要" + "进一步加强对外包队伍的统一管理和统一考核以及教育培训" * 3 + "。", DAY
    ):
        assert len(d.title) <= 30
        assert d.title.startswith("加强对外包队伍")


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("生产部牵头、工程部配合，12月底前修订《停复工标准》，经审定后印发。", "修订《停复工标准》"),
        ("会议要求，信息科要在6月底前修订值班制度。", "修订值班制度"),
        ("要加快更换老旧水表（责任单位：管网科）。", "加快更换老旧水表"),
        ("会议要求，信息科务必于本周四上午10点前提交清单。", "提交清单"),
    ],
)
def test_titles_leave_out_by_when_and_who_takes_which_part(sentence, title):
    assert one(sentence).title == title


def test_a_criterion_begins_with_a_whole_clause():
    directive = one("会议要求，信息科负责病历系统升级,确保上线率达到95%。")
    assert directive.criterion == "确保上线率达到95%"


def test_why_names_who_must():
    assert one("企业改革部要制定方案。").why == "企业改革部 + 要"
