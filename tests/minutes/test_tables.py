from duban.minutes.tables import pasted, tables_in


def test_rows_with_tabs_are_a_table_with_offsets_into_the_text():
    text = "任务分解表\n序号\t重点任务\t牵头单位\n1\t完成车辆检查\t 安全部 \n2\t\t运行部\n说明文字\n"
    (table,) = tables_in(text)
    assert [[c.text for c in row] for row in table.rows] == [
        ["序号", "重点任务", "牵头单位"],
        ["1", "完成车辆检查", "安全部"],
        ["2", "", "运行部"],
    ]
    assert all(text[c.start : c.end] == c.text for row in table.rows for c in row)


def test_one_indented_line_is_no_table():
    assert tables_in("会议要求：\n\t各车队要检查车辆。\n") == []
    assert tables_in("甲\t乙\n") == []


def test_a_line_break_inside_a_pasted_cell_does_not_break_the_row():
    assert pasted('序号\t任务\n1\t"检查车辆\n报送清单"') == "序号\t任务\n1\t检查车辆 报送清单"
    assert pasted('他说"要检查"\n没有表格') == '他说"要检查"\n没有表格'
