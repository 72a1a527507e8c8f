"""Whoever plans a visit sees what it costs as it is typed, says why it goes beyond the budget, and makes one visit of two."""

from datetime import timedelta

from django.utils import timezone

from duban.burden.models import Saving
from duban.inspections.models import Visit, VisitState
from duban.journal.models import Entry
from tests.browser.walk import pick
from tests.burden.conftest import budget, edition, visit
from tests.ledger_pages import orders


def test_the_cost_is_seen_before_sending_and_two_visits_become_one(world, as_person):
    first = visit(world, 2)
    budget(world, 1)
    other = edition(world)
    page = as_person(world.clerk)
    page.goto(f"/visits/new?unit={world.tugs.pk}")
    page.get_by_text("What it costs those who receive it").wait_for()
    page.get_by_label("Checklist").select_option(str(other.pk))
    page.get_by_label("Day").fill((timezone.localdate() + timedelta(days=4)).isoformat())
    page.get_by_label("Day").press("Tab")
    page.get_by_label("This goes beyond a budget").wait_for()
    assert "东港拖轮公司" in page.locator("#burden").inner_text()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Say why it is asked all the same.").wait_for()
    page.get_by_label("This goes beyond a budget").fill("汛前专项")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="东港拖轮公司").wait_for()
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "汛前专项"

    phone = as_person(world.clerk, width=390)
    phone.goto("/burden/overlaps")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="One joint visit").click()
    phone.get_by_role("button", name="Yes, do it").click()
    phone.get_by_text("What it saves stands on the burden account.").wait_for()
    assert Visit.objects.exclude(pk=first.pk).get().state == VisitState.CANCELLED
    phone.goto(f"/burden/savings?month={first.on:%Y-%m}")
    phone.get_by_role("cell", name="Two visits made one").wait_for()
    assert Saving.objects.get().bearer == world.tugs
    phone.goto("/burden")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_cost_is_counted_in_a_sheet_over_the_page_too(world, as_person):
    task = orders.underway(world)
    budget(world, 0, world.safety)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Ask for support").click()
    sheet = page.locator("dialog#sheet")
    pick(sheet, "To the unit", "安环", "安环部")
    sheet.get_by_label("This goes beyond a budget").wait_for()
    sheet.get_by_label("What blocks the task").fill("请协调动火审批")
    sheet.get_by_role("button", name="Ask for support").click()
    sheet.get_by_text("Say why it is asked all the same.").wait_for()
    sheet.get_by_label("This goes beyond a budget").fill("等它开工")
    sheet.get_by_role("button", name="Ask for support").click()
    page.get_by_text("this task's stands still until they answer").wait_for()
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "等它开工"


def test_the_refusal_for_a_budget_fits_a_phone(world, as_person):
    budget(world, 0)
    phone = as_person(world.clerk, width=390)
    phone.goto("/findings/new")
    phone.get_by_label("What was found").fill("配电箱门缺失")
    pick(phone, "Unit", "拖轮", "东港拖轮公司")
    phone.get_by_label("This goes beyond a budget").wait_for()
    phone.get_by_role("button", name="Hand it in").click()
    phone.get_by_role("link", name="Say why it is asked all the same.").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
