"""Task tables: one directive a row, headers matched loosely."""

import datetime as dt

from duban.reading.directives import find_directives, find_in_tables
from duban.reading.types import Cell, Table

DAY = dt.date(2026, 3, 5)


def table(drawn: str) -> Table:
    rows, at = [], 0
    for line in drawn.strip("\n").split("\n"):
        row = []
        for text in line.split("|"):
            row.append(Cell(text, at, at + len(text)))
            at += len(text) + 1
        rows.append(row)
    return Table(rows)


DECOMPOSITION = """
2026年重点工作任务分解表|||||||
序号|重点任务|具体措施|责任分工||完成时限|成果形式|备注
|||牵头单位|配合单位|||
1|健全排查机制|修订隐患排查治理办法|安全环保部|生产部、设备部|2026年6月底|办法印发稿|
||建立隐患台账|||每月5日前||
二、数字化|||||||
2|建设调度平台|完成平台上线|信息中心|各二级单位|12月||
3|开展节前检查|检查6家单位|安全环保部、工会|/|国庆前|检查报告、整改清单|
"""


def test_rows_become_directives():
    found = find_in_tables([table(DECOMPOSITION)], DAY)
    assert [(d.title, d.units, d.supporting_units, d.due) for d in found] == [
        ("修订隐患排查治理办法", ["安全环保部", "生产部", "设备部"], ["生产部", "设备部"], "2026-06-30"),
        ("建立隐患台账", ["安全环保部", "生产部", "设备部"], ["生产部", "设备部"], None),
        ("完成平台上线", ["信息中心", "各二级单位"], ["各二级单位"], "2026-12-31"),
        ("检查6家单位", ["安全环保部", "工会"], [], "2026-09-30"),
    ]
    assert [d.recurrence for d in found] == [None, "monthly", None, None]
    assert found[0].deliverables == ["办法印发稿"]
    assert found[1].deliverables == ["隐患台账"]
    assert found[3].deliverables == ["检查报告", "整改清单"]
    assert found[0].why == "表格一行：牵头单位 + 完成时限"


def test_spans_cover_the_words_of_the_row():
    drawn = "督办事项|责任部门|责任人|办结时间\n完成档案移交|办公室|李某某|2026-05-15"
    (directive,) = find_in_tables([table(drawn)], DAY)
    flat = drawn.replace("|", "\t")
    assert flat[directive.start : directive.end] == directive.text == "完成档案移交\t办公室\t李某某\t2026-05-15"
    assert (directive.units, directive.due) == (["办公室"], "2026-05-15")


def test_a_table_without_such_columns_is_read_as_text():
    (directive,) = find_in_tables([table("主持人|王某\n会议内容|会议要求，各班组要每天点名。")], DAY)
    assert (directive.units, directive.recurrence) == (["各班组"], "daily")


def test_a_list_of_people_holds_no_directive():
    assert find_in_tables([table("姓名|部门|电话\n李某某|办公室|1234")], DAY) == []


def test_who_helps_and_who_answers_is_not_carried_down_to_another_unit():
    drawn = "任务|牵头单位|配合单位|责任人|完成时限\n完成照明改造|港务公司|审计部|张某某|2026-12-31\n制定防台预案|安环部|||\n修订应急预案||||2026-12-20"
    first, second, third = find_in_tables([table(drawn)], DAY)
    assert first.supporting_units == ["审计部"]
    assert (second.units, second.supporting_units, second.due) == (["安环部"], [], "2026-12-31")
    assert (third.units, third.supporting_units) == (["安环部"], [])


def test_odd_tables_do_not_raise():
    assert find_in_tables([Table([]), Table([[]]), table("任务|单位\n|")], None) == []


def test_a_table_that_was_typed_with_blanks_is_read_by_its_column_names():
    rows = (
        "序号 存在问题 整改措施 责任单位 完成时限",
        "1 报警器2台超期 送检并建立检定台账 仪表车间 9月5日前",
        "2 滤罐失效 已更换 储运车间 已完成",
        "3 入厂教育记录不全 完善教育档案 安全环保部、人力资源部 9月15日前",
    )
    found = find_directives("综合大检查问题整改分工表\n" + "\n".join(rows), DAY)
    assert [(d.text, d.units, d.due, d.deliverables) for d in found] == [
        (rows[1], ["仪表车间"], "2026-09-05", ["检定台账"]),
        (rows[3], ["安全环保部", "人力资源部"], "2026-09-15", ["教育档案"]),
    ]


def test_who_acts_beside_a_lead_is_not_carried_down_to_another_lead():
    drawn = "任务|牵头单位|责任单位|完成时限\n普查古树|林业局|各镇|6月底前\n公布名录|统计局||9月底前\n立碑||各村|"
    assert [d.units for d in find_in_tables([table(drawn)], DAY)] == [
        ["林业局", "各镇"],
        ["统计局"],
        ["统计局", "各村"],
    ]


def test_a_header_repeated_where_a_page_begins_is_no_task():
    header = "完成时限|责任单位|任务内容"
    found = find_in_tables([table(f"{header}\n9月底前|林业局|普查古树\n{header}\n|统计局|公布名录")], DAY)
    assert [(d.units, d.due) for d in found] == [(["林业局"], "2026-09-30"), (["统计局"], "2026-09-30")]


def test_a_note_below_a_table_is_read_as_prose():
    drawn = "任务|责任单位\n普查古树|林业局\n备注：责任单位要每月25日前报送进展。|"
    _, note = find_in_tables([table(drawn)], DAY)
    assert (note.units, note.recurrence) == (["责任单位"], "monthly")
    flat = drawn.replace("|", "\t")
    assert flat[note.start : note.end] == note.text == "备注：责任单位要每月25日前报送进展。"


def test_the_day_on_which_it_begins_is_no_deadline():
    drawn = "任务|责任单位|时间安排|\n||启动时间|完成时间\n普查古树|林业局|2026-04-01|2026-06-30"
    assert [d.due for d in find_in_tables([table(drawn)], DAY)] == ["2026-06-30"]


def test_a_part_of_a_year_by_itself_ends_at_its_end():
    drawn = "任务|责任单位|完成时限\n普查古树|林业局|三季度\n公布名录|统计局|2026年上半年\n立碑|各村|第4季度"
    assert [d.due for d in find_in_tables([table(drawn)], DAY)] == ["2026-09-30", "2026-06-30", "2026-12-31"]


def test_a_header_over_two_columns_stands_over_the_second_too():
    drawn = "任务|责任单位|完成时限|工作要求|\n普查古树|林业局|6月底前||每月通报一次"
    (directive,) = find_in_tables([table(drawn)], DAY)
    assert directive.recurrence == "monthly"


def test_a_form_is_one_task_and_its_other_boxes_are_prose():
    drawn = (
        "编号|督办〔2026〕9号|交办日期|2026年3月2日\n承办单位|水利局|协办单位|财政局\n"
        "督办事项|修复东干渠渡槽。|办理时限|2026年4月20日\n领导批示|请水利局每周报告进展。"
    )
    task, order = find_in_tables([table(drawn)], DAY)
    assert (task.units, task.supporting_units, task.due) == (["水利局", "财政局"], ["财政局"], "2026-04-20")
    assert (order.units, order.recurrence) == (["水利局"], "weekly")
    flat = drawn.replace("|", "\t")
    assert flat[task.start : task.end] == task.text == "修复东干渠渡槽。"


def test_the_head_of_minutes_in_boxes_is_no_form():
    drawn = "会议名称|生产例会|时间|3月5日\n主持人|王某|地点|二楼\n会议内容|会议要求，各班组要每天点名。"
    assert [d.recurrence for d in find_in_tables([table(drawn)], DAY)] == ["daily"]
