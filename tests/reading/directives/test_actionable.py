"""Which sentences direct somebody: the rules of the labelling guideline, one by one."""

import datetime as dt

import pytest

from duban.reading.directives import find_directives

DAY = dt.date(2023, 5, 10)


def is_directive(sentence: str, before: str = "") -> bool:
    found = find_directives(before + sentence, DAY)
    return any(d.start >= len(before) for d in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "会议要求，各车队要落实出车前检查制度。",
        "施工单位须在雨季前完成边坡支护。",
        "未经审批不得擅自动火。",
        "严禁任何人酒后上岗。",
        "护士应当双人核对医嘱。",
        "会议强调，加强值班值守，落实防汛物资。",
        "一是开展全面排查；",
        "二要完善考勤办法；",
        "审计部门要每季度报送整改进展报告。",
        "各单位要如实反映问题，不得弄虚作假。",
        "当前降雨频繁，各水库要加密巡查。",
        "安环部要求施工单位7月8日前整改完毕。",
        "由工会牵头组织职工体检。",
        "后勤处负责更换老化线路。",
        "责成采购部重新询价。",
        "请各科室于周五前报送排班表。",
        "对整改不力的，要点名曝光。",
        "各项目管理人员要先学文件再安排下井。",
        "会议明确施工单位5月19日前上报赶工计划。",
        "他要求，出车前必须检查制动。",
        "会上，分管副局长要求各股室对照清单认领任务。",
        "县农业局将抽调人员下乡，请各乡镇做好配合。",
        "党员干部要率先垂范，充分发挥先锋模范作用。",
        "各部门要把思想和行动统一到集团的决策部署上来。",
        "生产部每天早晚巡查一遍设备。",
        "超过保质期的药品不得使用。",
    ],
)
def test_directing_sentences_are_found(sentence):
    assert is_directive(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "5月10日，县医院召开院务会，各科主任参加。",
        "会议听取了质控科关于上半年工作的汇报。",
        "院长主持会议并作总结讲话。",
        "当前安全生产形势依然严峻。",
        "主要负责人对上季度工作作了点评。",
        "思想上的弦要绷得更紧。",
        "要认清严峻形势，坚定必胜信心。",
        "一要再鼓干劲。",
        "董事长表示，集团将立说立行。",
        "对落实不到位的，将严肃问责。",
        "警钟必须长鸣。",
        "会议指出，抓好巡察整改是一项重要政治任务。",
        "全校上下要以主人翁姿态迎接盛会。",
        "会议强调，作风建设永远在路上。",
        "做好防汛工作，当务之急是提高应急处置能力。",
        "会议通报了近期事故情况，相关矿井作了检讨发言。",
        "大家一致表示，要把会议精神落到实处。",
        "今年以来，全县累计排查隐患236处，整改率达98%。",
        "截至目前，已完成投资3.2亿元。",
        "来源：办公室 发布时间：2023-05-10",
        "会后，与会人员参观了示范车间。",
        "这是一项必须长期坚持的工作。",
        "会议要求传达到每一位职工的精神已经传达。",
        "市供销社召开春耕工作会议",
        "安全是最大的效益。",
        "应急预案和供应保障方案受到好评。",
    ],
)
def test_reports_attitudes_and_maxims_are_not(sentence):
    assert not is_directive(sentence)


def test_a_bare_imperative_needs_somebody_who_orders():
    assert is_directive("加强窗口人员培训，规范服务用语。", before="会议要求，各窗口要延时服务。")
    assert not is_directive("一是加强组织领导，成立了专班。", before="会议听取了办公室关于创建工作的汇报。")


def test_a_report_heading_silences_its_list_and_an_order_heading_gives_it_voice():
    told = "加强设备巡检，及时消除隐患。\n完善点检台账。\n"
    text = f"一、上半年工作情况\n{told}二、下步工作要求\n{told}"
    found = find_directives(text, DAY)
    assert [d.start for d in found] == [text.rindex("加强"), text.rindex("完善")]


def test_what_the_speaker_did_is_not_what_he_orders():
    (directive,) = find_directives("会后，院长带领专家组开展自查，要求各科室限期整改。", DAY)
    assert directive.units == ["各科室"]


def test_why_names_the_words_that_made_it_a_directive():
    (directive,) = find_directives("会议强调，要尽快修订考勤办法。", DAY)
    assert directive.why == "强调 + 要"


def test_a_text_without_a_meeting_tells_what_is_done():
    text = "织密协同排查网，让违规无处藏身。坚持联动排查，双向发力。建立全流程管控机制。"
    assert find_directives("一直以来，该行坚持合规经营。" + text, DAY) == []
    assert len(find_directives("会议要求，各支行要抓好合规。" + text, DAY)) == 4


def test_orders_that_are_quoted_are_read_as_they_were_spoken():
    text = "段长批示：“请安全科牵头彻查原因，三天内提交书面分析报告。”"
    (directive,) = find_directives(text, DAY)
    assert (directive.units, directive.due) == (["安全科"], "2023-05-13")


def test_a_letter_directs_those_it_is_addressed_to():
    (directive,) = find_directives("各科室、各病区：请于5月20日前将培训计划发送至科教科。", DAY)
    assert (directive.units, directive.due) == (["各科室", "各病区"], "2023-05-20")


def test_who_is_spoken_to_must_act_though_the_order_comes_behind_a_comma():
    (directive,) = find_directives("他叮嘱工区负责人，大风天要盯紧危树。", DAY)
    assert directive.units == ["工区负责人"]


def test_what_an_order_with_a_number_orders_needs_no_modal():
    found = find_directives("镇防控指挥部令（第12号）\n自5月12日零时起，辖区内所有小区实行封闭管理。", DAY)
    assert [d.text for d in found] == ["自5月12日零时起，辖区内所有小区实行封闭管理。"]
