"""What the supervision office keeps, programmes and targets, through their pages."""

from datetime import timedelta

import pytest

from duban.ledger.models import CalendarDay, Category, Programme, RuleEdition, TaskTemplate, TaskType
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


def test_a_target_is_read_corrected_and_drawn(clerk, world):
    made = orders.target(world)
    clerk.post(f"/targets/{made.pk}/readings", {"on": world.today.isoformat(), "value": "88.5"})
    reading = made.readings.get()
    clerk.post(f"/readings/{reading.pk}/correction", {"value": "89", "note": "抄错"})
    page = clerk.get(f"/targets/{made.pk}").content.decode()
    assert "89 %" in page
    assert "50.0%" in page  # of the way from 80 to 98
    chart = clerk.get(f"/targets/{made.pk}/chart.json").json()
    assert chart["series"][1]["data"][-1] == [world.today.isoformat(), 89.0]


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


def test_a_calendar_exception_is_made_and_taken_back(clerk, world):
    day = world.today + timedelta(days=50)
    clerk.post("/ledger/calendar/new", {"day": day.isoformat(), "why": "停电检修"})
    row = CalendarDay.objects.get(day=day)
    assert "停电检修" in clerk.get("/ledger/calendar").content.decode()
    clerk.post(f"/ledger/calendar/{row.pk}/dropping")
    assert not CalendarDay.objects.filter(day=day).exists()
