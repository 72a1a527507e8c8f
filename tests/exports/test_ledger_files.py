"""The ledger as files, through the browser's addresses."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from docx import Document
from openpyxl import load_workbook

from duban.ledger.actions import acknowledge_task, report_on_task
from duban.ledger.exports import COLUMNS, notice_sheet, rows_of
from duban.ledger.models import Task
from tests.ledger.conftest import kind, order  # noqa: F401
from tests.sheets import lines_of


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def lines(response):
    return list(csv.reader(StringIO(body(response).decode("utf-8-sig"), newline="")))


@pytest.fixture
def three(order, world):  # noqa: F811
    order(title="=cmd|'/c calc'!A0", supporting_units=[world.west, world.safety])
    task = order(title="清理示例堆场", due_on=world.today + timedelta(days=10))
    acknowledge_task(task.pk, actor=world.east_liaison)
    report_on_task(task.pk, actor=world.east_liaison, done="已清理一半", problem="缺车", progress=50)
    order(title="西港的任务", lead_unit=world.west, responsible=world.west_liaison)


def test_csv_holds_what_the_list_shows_and_no_formula(three, client, world):
    client.force_login(world.clerk)
    rows = lines(client.get("/tasks/export.csv"))
    assert len(rows) == 4
    assert rows[0] == [str(column.label) for column in COLUMNS]
    assert rows[1][1] == "清理示例堆场"
    assert rows[1][16:18] == ["50", "已清理一半\nProblem：缺车"]
    titles = {row[1] for row in rows[1:]}
    assert "'=cmd|'/c calc'!A0" in titles


def test_excel_holds_the_same_with_dates_and_lights(three, client, world):
    client.force_login(world.clerk)
    response = client.get("/tasks/export.xlsx")
    assert response.headers["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(body(response))).active
    first = [cell.value for cell in sheet[2]]
    assert first[1] == "清理示例堆场"
    assert first[4] == "● On course"
    assert first[12].date() == world.today + timedelta(days=10)
    assert first[16:18] == [50, "已清理一半\nProblem：缺车"]
    other = next(row for row in sheet.iter_rows(min_row=3) if row[1].value.startswith("="))
    assert other[1].data_type == "s"
    assert other[7].value == "西港公司、安环部"


def test_files_stand_in_the_order_of_the_list(three, client, world):
    client.force_login(world.clerk)
    page = client.get("/tasks", {"state": "all", "sort": "-due"})
    assert "/tasks/export.xlsx?state=all&amp;sort=-due" in page.content.decode()
    days = [line[12] for line in lines_of(client, "/tasks/export.xlsx", {"state": "all", "sort": "-due"})]
    assert days == sorted(days, reverse=True)
    assert days != sorted(days)


def test_files_are_filtered_as_the_list(three, client, world):
    client.force_login(world.clerk)
    assert len(lines(client.get("/tasks/export.csv", {"unit": world.west.pk}))) == 2
    assert len(lines(client.get("/tasks/export.csv", {"light": "red"}))) == 1


def test_nobody_gets_in_a_file_what_the_list_hides(three, client, world):
    client.force_login(world.tugs_head)
    assert len(lines(client.get("/tasks/export.csv"))) == 1
    client.force_login(world.bonded_head)
    assert client.get(f"/tasks/{Task.objects.first().pk}/notice.docx").status_code == 404


def test_a_thousand_rows_cost_as_many_queries_as_one(three, world, django_assert_num_queries):
    with django_assert_num_queries(8):
        assert len(list(rows_of(Task.objects.filter(title="清理示例堆场")))) == 1
    with django_assert_num_queries(8):
        assert len(list(rows_of(Task.objects.all()))) == 3


def test_the_notice_of_a_task_names_everybody(three, client, world):
    client.force_login(world.clerk)
    task = Task.objects.get(title="清理示例堆场")
    response = client.get(f"/tasks/{task.pk}/notice.docx")
    text = "\n".join(p.text for p in Document(BytesIO(body(response))).paragraphs)
    for words in (task.number, world.group.name, world.east.name, world.supervision.name, task.criterion):
        assert words in text
    sheet = notice_sheet(task, reader=world.clerk)
    assert (sheet.responsible, sheet.looker) == (world.east_liaison.name, world.safety_liaison.name)


def test_a_draft_has_no_notice(world, client, kind):  # noqa: F811
    from duban.ledger.actions import register_task

    draft = register_task(actor=world.clerk, title="草稿", type=kind, lead_unit=world.east, due_on=world.today)
    client.force_login(world.clerk)
    assert client.get(f"/tasks/{draft.pk}/notice.docx").status_code == 404


def test_the_breakdown_lists_every_task_of_the_filter(three, client, world):
    client.force_login(world.clerk)
    table = Document(BytesIO(body(client.get("/tasks/breakdown.docx")))).tables[0]
    assert table.rows[1].cells[2].text == "清理示例堆场"
    assert len(table.rows) == 4


def test_a_list_too_long_for_excel_leads_back_and_says_so(three, client, world, monkeypatch):
    monkeypatch.setattr("duban.ledger.views.exports.MOST_IN_EXCEL", 2)
    client.force_login(world.clerk)
    response = client.get("/tasks/export.xlsx", {"state": "open"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/tasks?state=open"
