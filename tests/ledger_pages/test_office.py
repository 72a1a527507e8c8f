"""What the supervision office keeps, programmes and targets, through their pages."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from duban.ledger.jobs import register_due_templates
from duban.ledger.models import CalendarDay, Category, Programme, RuleEdition, Task, TaskTemplate, TaskType
from tests.ledger_pages import orders


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return client


def test_a_programme_is_made_changed_and_shown_with_its_figures(clerk, world):
    data = {
        "name": "灯光提升行动",
        "year": world.today.year,
        "since": f"{world.today.year}-01-01",
        "until": f"{world.today.year}-12-31",
        "owner": "改革专班",
        "description": "照亮每一处作业面。",
    }
    clerk.post("/programmes/new", data)
    made = Programme.objects.get(name="灯光提升行动")
    clerk.post(f"/programmes/{made.pk}/edit", {**data, "name": "灯光行动"})
    orders.underway(world, programme=Programme.objects.get(pk=made.pk))
    page = clerk.get(f"/programmes/{made.pk}").content.decode()
    assert "灯光行动" in page
    assert "照亮每一处作业面。" in page
    assert orders.TITLE in page
    assert "灯光行动" in clerk.get("/programmes").content.decode()


def test_a_programme_that_ends_before_it_begins_is_refused_and_kept_as_typed(clerk, world):
    answer = clerk.post(
        "/programmes/new",
        {"name": "倒着走", "year": 2026, "since": "2026-05-01", "until": "2026-01-01", "owner": "改革专班"},
    )
    assert answer.status_code == 422
    assert "倒着走" in answer.content.decode()


def test_charts_are_plain_options_whose_pieces_lead_to_rows(clerk, world):
    made = orders.programme(world)
    orders.underway(world, programme=made)
    units = clerk.get(f"/programmes/{made.pk}/units.json").json()
    assert units["yAxis"]["data"] == ["东港装卸公司"]
    assert sum(piece["value"] for series in units["series"] for piece in series["data"]) == 1
    assert all(piece["url"].startswith("/tasks?") for series in units["series"] for piece in series["data"])
    assert clerk.get(f"/programmes/{made.pk}/closed.json").json()["series"][0]["type"] == "bar"


def test_a_new_programme_is_of_this_year_unless_somebody_says_otherwise(clerk, world):
    page = clerk.get("/programmes/new").content.decode()
    for day in (f"{world.today.year}-01-01", f"{world.today.year}-12-31"):
        assert f'value="{day}"' in page


def test_a_target_is_read_corrected_and_drawn(clerk, world):
    made = orders.target(world)
    clerk.post(f"/targets/{made.pk}/readings", {"on": world.today.isoformat(), "value": "88.5"})
    reading = made.readings.get()
    clerk.post(f"/readings/{reading.pk}/correction", {"value": "89", "note": "抄错"})
    page = clerk.get(f"/targets/{made.pk}").content.decode()
    assert "89%" in page
    assert '<th scope="col">Unit</th>' not in page  # nobody read for a unit
    assert "50.0%" in page  # of the way from 80 to 98
    chart = clerk.get(f"/targets/{made.pk}/chart.json").json()
    assert chart["series"][1]["data"][-1] == [world.today.isoformat(), 89.0]


def test_what_is_known_of_a_target_and_a_reading_is_not_asked_again(clerk, world):
    task = orders.underway(world)
    shown = clerk.get(f"/tasks/{task.pk}/targets/new").content.decode()
    for day in (world.today, task.due_on):
        assert f'value="{day:%Y-%m-%d}"' in shown
    assert str(task.lead_unit) in shown
    made = orders.target(world)
    assert f'value="{world.today:%Y-%m-%d}"' in clerk.get(f"/targets/{made.pk}/readings").content.decode()


def test_a_reading_of_tomorrow_is_refused(clerk, world):
    made = orders.target(world)
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    answer = clerk.post(f"/targets/{made.pk}/readings", {"on": tomorrow, "value": "88.5"})
    assert answer.status_code == 422
    assert "88.5" in answer.content.decode()


def test_types_categories_and_templates_are_kept(clerk, world):
    clerk.post("/ledger/types/new", {"name": "专项督办", "pattern": "专督{year}-{serial}", "term_days": 10, "order": 5})
    clerk.post("/ledger/categories/new", {"name": "照明", "order": 5})
    kind = TaskType.objects.get(name="专项督办")
    clerk.post(
        "/ledger/templates/new",
        {
            "name": "月度灯光检查",
            "type": kind.pk,
            "title": "检查灯光",
            "criterion": "全部点亮",
            "nature": "mandatory",
            "lead_unit": "东港装卸公司",
            "term_days": 10,
        },
    )
    template = TaskTemplate.objects.get(name="月度灯光检查")
    assert Category.objects.filter(name="照明").exists()
    form = clerk.get(f"/tasks/new?template={template.pk}").content.decode()
    assert 'value="检查灯光"' in form
    assert "全部点亮" in form


TEMPLATE = {
    "name": "月度灯光检查", "title": "检查灯光", "criterion": "全部点亮", "nature": "mandatory",
    "lead_unit": "东港装卸公司", "term_days": "10", "again_every": "", "report_every": "",
}  # fmt: skip


def rows(*steps: tuple[str, str]) -> dict[str, str]:
    sent = {"steps": str(len(steps))}
    for at, (title, days) in enumerate(steps):
        sent |= {f"step-{at}-title": title, f"step-{at}-before_days": days}
    return sent


@pytest.fixture
def filled(world):
    return {**TEMPLATE, "type": TaskType.objects.get_or_create(name="督办")[0].pk}


def test_a_template_keeps_its_milestones_and_gives_them_to_the_task(clerk, world, filled):
    clerk.post("/ledger/templates/new", {**filled, **rows(("自查", "7"), ("", ""), ("整改", "2"))})
    template = TaskTemplate.objects.get(name="月度灯光检查")
    assert template.milestones == [{"title": "自查", "before_days": 7}, {"title": "整改", "before_days": 2}]
    page = clerk.get(f"/ledger/templates/{template.pk}").content.decode()
    assert 'value="自查"' in page
    form = clerk.get(f"/tasks/new?template={template.pk}").content.decode()
    assert "自查" in form
    with time_machine.travel("2026-03-02 09:00+08:00", tick=False):
        clerk.post(
            f"/tasks/new?template={template.pk}",
            {
                "type": filled["type"], "title": "检查灯光", "lead_unit": "东港装卸公司", "due_on": "2026-03-16",
                "criterion": "全部点亮", "nature": "mandatory",
            },
        )  # fmt: skip
    steps = Task.objects.get(title="检查灯光").milestones
    assert list(steps.values_list("title", "due_on")) == [("自查", date(2026, 3, 5)), ("整改", date(2026, 3, 12))]


@pytest.mark.parametrize(
    ("button", "titles"),
    [
        ({"down": "0"}, ["乙", "甲", "丙"]),
        ({"up": "2"}, ["甲", "丙", "乙"]),
        ({"up": "0"}, ["甲", "乙", "丙"]),
        ({"drop": "1"}, ["甲", "丙"]),
        ({"drop": "9"}, ["甲", "乙", "丙"]),
        ({"down": "x"}, ["甲", "乙", "丙"]),
    ],
)
def test_milestones_of_a_template_are_moved_and_taken_out_without_losing_what_was_typed(clerk, filled, button, titles):
    sent = {**filled, "name": "尚未存的名字", **rows(("甲", "7"), ("乙", "x"), ("丙", "")), **button}
    answer = clerk.post("/ledger/templates/new", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [re.search(f'name="step-{at}-title" value="(.)"', page)[1] for at in range(len(titles))] == titles
    assert f'name="steps" value="{len(titles)}"' in page
    assert "尚未存的名字" in page
    assert "is-invalid" not in page
    assert not TaskTemplate.objects.exists()


def test_a_row_is_added_up_to_a_limit(clerk, filled):
    page = clerk.post("/ledger/templates/new", {**filled, **rows(("甲", "7")), "add": "1"}).content.decode()
    assert 'name="step-1-title"' in page
    full = rows(*[(f"第{n}步", "1") for n in range(30)])
    page = clerk.post("/ledger/templates/new", {**filled, **full, "add": "1"}).content.decode()
    assert 'name="step-30-title"' not in page


@pytest.mark.parametrize("row", [("没有天数", ""), ("", "3"), ("早于下达", "10"), ("负数", "-1")])
def test_a_faulty_milestone_of_a_template_is_refused_and_kept_as_typed(clerk, filled, row):
    answer = clerk.post("/ledger/templates/new", {**filled, **rows(row)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{row[0] or row[1]}"' in page
    assert not TaskTemplate.objects.exists()


def test_a_number_pattern_without_a_serial_is_refused(clerk):
    answer = clerk.post("/ledger/types/new", {"name": "坏", "pattern": "没有序号", "term_days": 10, "order": 5})
    assert answer.status_code == 422
    assert "没有序号" in answer.content.decode()


def test_rules_take_effect_from_a_day_and_not_in_the_past(clerk, world):
    data = {
        "source": "督办规则修订稿",
        "yellow_days": 5,
        "receipt_days": 2,
        "verify_days": 5,
        "support_days": 3,
        "max_extensions": 2,
        "urges_per_day": 1,
        "silent_days": 15,
    }
    past = clerk.post("/ledger/rules/new", {**data, "since": (world.today - timedelta(days=1)).isoformat()})
    assert past.status_code == 422
    clerk.post("/ledger/rules/new", {**data, "since": world.today.isoformat()})
    assert RuleEdition.objects.get(since=world.today).yellow_days == 5
    # What holds is seen in full.
    assert "silent when nothing was heard" in clerk.get("/ledger/rules").content.decode().lower()


def test_a_calendar_exception_is_made_and_taken_back(clerk, world):
    day = world.today + timedelta(days=50)
    # A day off is said to be one: leaving a box empty is not enough.
    assert clerk.post("/ledger/calendar/new", {"day": day.isoformat(), "why": "停电检修"}).status_code == 422
    clerk.post("/ledger/calendar/new", {"day": day.isoformat(), "working": "off", "why": "停电检修"})
    row = CalendarDay.objects.get(day=day)
    assert "停电检修" in clerk.get("/ledger/calendar").content.decode()
    clerk.post(f"/ledger/calendar/{row.pk}/dropping")
    assert not CalendarDay.objects.filter(day=day).exists()


def test_a_template_is_taken_over_from_whoever_kept_it(client, clerk, world, filled):
    clerk.post("/ledger/templates/new", {**filled, **rows()})
    template = TaskTemplate.objects.get()
    client.force_login(world.supervision_head)
    where = f"/ledger/templates/{template.pk}"
    assert world.clerk.name in client.get(where).content.decode()
    client.post(where, {**filled, **rows()})
    assert TaskTemplate.objects.get().owner == world.clerk
    client.post(where, {**filled, **rows(), "take_over": "on"})
    assert TaskTemplate.objects.get().owner == world.supervision_head


def test_why_a_template_does_not_register_itself_stands_on_its_list_and_page(client, clerk, world, filled):
    again = {"again_every": "month", "next_on": world.today.isoformat(), "lead_unit": ""}
    clerk.post("/ledger/templates/new", {**filled, **rows(), **again})
    template = TaskTemplate.objects.get()
    assert register_due_templates() == 0
    reason = TaskTemplate.objects.get().held_up
    assert reason
    for where in ("/ledger/templates", f"/ledger/templates/{template.pk}"):
        assert reason in clerk.get(where).content.decode()
    clerk.post(f"/ledger/templates/{template.pk}", {**filled, **rows(), **again, "retired": "on"})
    assert reason not in clerk.get("/ledger/templates").content.decode()


def test_the_number_of_a_type_is_shown_as_a_number_and_its_form_says_how_it_is_made(client, world):
    client.force_login(world.clerk)
    TaskType.objects.create(name="专项督办", pattern="专督〔{year}〕{serial}号")
    shown = client.get("/ledger/types").content.decode()
    assert f"专督〔{world.today.year}〕1号" in shown
    assert "{serial}" not in shown
    assert "makes 督办〔2026〕17号" in client.get("/ledger/types/new").content.decode()


def test_two_types_are_never_numbered_alike(clerk, world):
    first = orders.a_type()
    alike = {"name": "专项督办", "pattern": first.pattern, "term_days": 10, "order": 5}
    answer = clerk.post("/ledger/types/new", alike)
    assert answer.status_code == 422
    assert first.name in answer.content.decode()
    assert not TaskType.objects.filter(name="专项督办").exists()
    assert 'value="督办〔{year}〕{serial}号"' not in clerk.get("/ledger/types/new").content.decode()
    yearless = {**alike, "pattern": "专督{serial}号"}
    assert clerk.post("/ledger/types/new", yearless).status_code == 422


@pytest.mark.parametrize("days", ["40000", "99999999999"])
def test_a_rule_of_more_days_than_a_database_takes_is_refused_where_it_is_typed(clerk, world, days):
    before = RuleEdition.objects.count()
    page = clerk.get("/ledger/rules/new").context["form"]
    typed = {name: page[name].value() for name in page.fields}
    answer = clerk.post("/ledger/rules/new", {**typed, "since": world.today, "source": "试行", "yellow_days": days})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["yellow_days"]
    assert RuleEdition.objects.count() == before
