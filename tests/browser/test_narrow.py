"""On a phone nothing stands outside the window, and nothing at the very edge of its panel."""

import pytest

from duban.ledger.models import Programme, Task
from tests.findings.conftest import found
from tests.ledger_pages import orders

__all__ = ["found"]

WIDTH = 390


@pytest.fixture
def task(world) -> Task:
    programme = orders.programme(world)
    Programme.objects.filter(pk=programme.pk).update(
        name="港口安全生产治本攻坚三年行动暨重大事故隐患动态清零专项整治提升年活动"
    )
    return orders.underway(world, programme=programme)


def test_a_long_tag_wraps_and_the_menu_of_acts_opens_inside_the_window(as_person, world, task):
    page = as_person(world.clerk, width=WIDTH)
    page.goto(f"/tasks/{task.pk}")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.locator(".head-acts summary").click()
    menu = page.locator(".head-acts .drop-menu").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= WIDTH


def test_open_findings_stand_inside_their_panel_of_the_unit_page(as_person, world, found):
    finding = found()
    page = as_person(world.clerk, width=WIDTH)
    page.goto(f"/units/{finding.unit_id}")
    panel = page.locator(".panel", has_text=finding.title).last.bounding_box()
    link = page.get_by_role("link", name=finding.title).last.bounding_box()
    assert link["x"] >= panel["x"] + 8


def test_a_bar_of_views_shows_the_one_that_is_open(as_person, world, task):
    page = as_person(world.clerk, width=WIDTH)
    page.goto("/tasks?group=light")
    page.wait_for_load_state("networkidle")
    here = page.locator(".tabs [aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= WIDTH


def test_filter_bars_scroll_by_themselves_and_not_the_page(as_person, world):
    page = as_person(world.clerk, width=WIDTH)
    for path in ("suggestions", "visits", "look-backs", "bulletins", "inspection-plans", "responses", "minutes/"):
        page.goto(f"/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, path


def test_all_rules_in_force_stand_inside_an_office_window(as_person, world):
    page = as_person(world.clerk, width=1440, language="zh-CN")
    page.goto("/ledger/rules")
    table = page.locator(".ledger-wrap")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert "未反馈" in table.inner_text()
