"""Lines of labels belong to the item of a list behind which they stand."""

import datetime as dt

from duban.reading.directives import find_directives, with_labels

DATE = dt.date(2023, 8, 25)


def told(text):
    return [
        (one.title, one.units, one.supporting_units, one.due)
        for one in with_labels(text, find_directives(text, DATE), DATE)
    ]


def test_a_block_of_lines_is_one_task():
    text = (
        "一、改革收尾\n任务内容：全面梳理改革台账，形成自评报告。\n牵头单位：规划科\n配合单位：各区公司\n完成时限：11月30日前\n"
        "二、巡察整改\n任务内容：对7个问题建立整改台账。\n责任单位：党建科、人事科\n完成时限：今年12月20日前"
    )
    assert told(text) == [
        ("梳理改革台账", ["规划科", "各区公司"], ["各区公司"], "2023-11-30"),
        ("对7个问题建立整改台账", ["党建科", "人事科"], [], "2023-12-20"),
    ]


def test_brackets_at_the_end_speak_for_the_whole_item():
    text = "1.要完成照明改造。各港区要逐台登记。\n（责任单位：工程部；配合单位：安全部；完成时限：9月底前）\n2.要排查岸电设施。"
    assert told(text) == [
        ("完成照明改造", ["工程部", "安全部"], ["安全部"], "2023-09-30"),
        ("逐台登记", ["工程部", "各港区", "安全部"], ["安全部"], "2023-09-30"),
        ("排查岸电设施", [], [], None),
    ]


def test_without_numbers_only_the_line_before_is_meant():
    text = "会议强调，要抓好保供。\n各单位要落实值班制度。\n责任单位：生产部，完成时限：8月底前。"
    assert told(text) == [
        ("抓好保供", [], [], None),
        ("落实值班制度", ["生产部", "各单位"], [], "2023-08-31"),
    ]


def test_a_date_and_a_paper_said_in_the_sentence_stay():
    (one,) = with_labels(
        text := "1.要在9月10日前编制提升方案。\n责任人：甲示范\n完成时限：12月底前\n成果形式：台账\n完成标准：全部投用",
        find_directives(text, DATE),
        DATE,
    )
    assert (one.due, one.deliverables) == ("2023-09-10", ["提升方案", "台账"])
    assert (one.units, one.criterion) == (["甲示范"], "全部投用")


def test_what_is_labelled_of_the_meeting_or_before_any_order_is_nobodys():
    text = "会议时间：2023年8月25日\n责任单位：督查办\n要抓好保供。\n参会单位：各部门"
    assert told(text)[-1] == ("抓好保供", [], [], None)


def test_a_label_before_a_sentence_is_no_line_of_labels():
    text = "1.要排查隐患。\n责任分工：由安全部负责登记隐患，由设备部负责逐台整改，由各港区负责复核，由督查办负责每周通报一次整改情况并在月底前汇总成册报送集团领导审阅"
    title, units, *_ = told(text)[0]
    assert (title, units) == ("排查隐患", [])


def test_an_item_that_only_names_its_matter_is_a_task_by_its_labels():
    text = "2023年重点工作\n1.西堆场照明改造\n（责任单位：工程部；完成时限：9月底前）\n2.岸电接电率。责任单位：设备部。"
    assert told(text) == [
        ("西堆场照明改造", ["工程部"], [], "2023-09-30"),
        ("岸电接电率", ["设备部"], [], None),
    ]
