"""The main path in a real browser, by different people, on a desktop and on a phone, with and without scripts."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from duban.ledger.models import State, Task
from tests.ledger_pages import orders


def pick(page: Page, label: str, typed: str, chosen: str) -> None:
    """Choose in a picker by what a person would type."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(typed)
    box.press("Enter")
    expect(page.locator(".pick-chip", has_text=chosen)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_order_from_registering_to_closed(as_person, world):
    orders.a_type()
    clerk = as_person(world.clerk)
    clerk.goto("/tasks")
    clerk.keyboard.press("n")
    clerk.wait_for_url("**/tasks/new")
    clerk.get_by_label("Title").fill("更换码头照明灯具")
    clerk.get_by_label("Done-criterion").fill("全部点亮")
    pick(clerk, "Lead unit", "dgzx", "东港装卸公司")
    pick(clerk, "Responsible person", "zhuangshifan", "装示范")
    clerk.locator(".field", has_text="Looker").get_by_role("button", name="×").click()
    pick(clerk, "Looker", "jianshifan", "检示范")
    clerk.get_by_label("Due on").fill((world.today + timedelta(days=20)).isoformat())
    press(clerk, "Dispatch")
    clerk.wait_for_url(re.compile(r"/tasks/\d+$"))
    expect(clerk.get_by_role("heading", level=1)).to_have_text("更换码头照明灯具")

    head = as_person(world.stevedores_head, width=390)
    head.goto("/")
    head.get_by_role("link", name="更换码头照明灯具").first.click()
    press(head, "Acknowledge")
    expect(head.get_by_role("status")).to_contain_text("Acknowledged.")
    head.get_by_role("link", name="Report", exact=True).click()
    sheet = head.locator("#sheet")
    sheet.get_by_label("What was done").fill("已更换一半")
    sheet.get_by_label("Progress, %").fill("50")
    press(head, "Report")
    expect(head.get_by_role("status")).to_contain_text("Reported.")
    assert Task.objects.get().reports.get().progress == 50

    head.get_by_role("link", name="Claim completion").click()
    sheet.get_by_label("How the criterion is met").fill("已全部点亮")
    sheet.get_by_label("Evidence").set_input_files(
        [{"name": "照片说明.txt", "mimeType": "text/plain", "buffer": "照度合格".encode()}]
    )
    press(head, "Claim completion")
    expect(head.get_by_role("status")).to_contain_text("Completion claimed")

    looker = as_person(world.inspector)
    looker.goto("/")
    looker.get_by_role("link", name="更换码头照明灯具").first.click()
    looker.wait_for_url("**/tasks/*")
    looker.keyboard.press("v")
    sheet = looker.locator("#sheet")
    expect(sheet).to_contain_text("全部点亮")
    expect(sheet).to_contain_text("照片说明.txt")
    sheet.get_by_label("The criterion is met").check()
    sheet.get_by_label("What was looked at").fill("现场查看，全部点亮")
    press(looker, "Verify")
    expect(looker.get_by_role("status")).to_contain_text("Your verdict is recorded.")

    clerk.reload()
    clerk.get_by_role("link", name="Close", exact=True).click()
    clerk.locator("#sheet").get_by_role("button", name="Close", exact=True).last.click()
    expect(clerk.locator(".light-done")).to_be_visible()
    assert Task.objects.get().state == State.CLOSED


def test_a_sheet_shows_what_is_wrong_and_keeps_what_was_typed(as_person, world):
    task = orders.underway(world)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Ask for an extension").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("New due date").fill(world.today.isoformat())
    sheet.get_by_label("Reason").fill("到货晚了一周")
    press(page, "Ask for an extension")
    expect(sheet.locator(".invalid-feedback")).to_contain_text("lies after the present one")
    expect(sheet.get_by_label("Reason")).to_have_value("到货晚了一周")
    assert not task.extensions.exists()


def test_what_cannot_be_undone_is_asked_twice(as_person, world):
    task = orders.underway(world)
    page = as_person(world.clerk)
    page.goto(f"/tasks/{task.pk}/cancellation")
    page.get_by_label("Reason").fill("码头停用")
    press(page, "Cancel the task")
    press(page, "Go back")
    assert Task.objects.get().state == State.UNDERWAY
    press(page, "Cancel the task")
    press(page, "Yes, do it")
    page.wait_for_url(f"**/tasks/{task.pk}")
    assert Task.objects.get().state == State.CANCELLED


def test_rows_are_walked_by_keyboard(as_person, world):
    orders.many(world, 3)
    page = as_person(world.clerk)
    page.goto("/tasks")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_contain_text("1 ticked")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("第1段")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_everything_works_without_scripts(as_person, world):
    task = orders.dispatched(world)
    page = as_person(world.stevedores_head, scripts=False)
    page.goto(f"/tasks/{task.pk}")
    press(page, "Acknowledge")
    page.get_by_role("link", name="Report", exact=True).click()
    page.get_by_label("What was done").fill("已更换一半")
    press(page, "Report")
    assert task.reports.count() == 1


def test_no_page_is_wider_than_a_phone(as_person, world):
    task = orders.claimed(world, title="推进" + "很长很长的标题" * 12)
    programme = orders.programme(world)
    page = as_person(world.clerk, width=390)
    for url in (
        "/",
        "/overview",
        "/tasks",
        "/tasks?group=unit",
        "/tasks/board",
        "/tasks/milestones",
        "/tasks/claims",
        "/tasks/new",
        f"/tasks/{task.pk}",
        f"/programmes/{programme.pk}",
        "/ledger/types",
        "/search?q=推进",
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, url


def test_urging_the_tasks_of_all_pages_asks_about_all_of_them(as_person, world):
    for _n in range(26):
        orders.dispatched(world)
    page = as_person(world.clerk)
    page.goto("/tasks")
    page.check("[data-tick-all]")
    number = page.locator("#bulk [data-n]")
    assert number.inner_text() == "25"
    page.check("#bulk [name=all]")
    number.wait_for(state="hidden")
    page.click("#bulk button[value=urge]")
    assert "on all its pages" in page.locator("#confirm-text").inner_text()
    page.click("#confirm button[value=no]")
    page.uncheck("#bulk [name=all]")
    page.click("#bulk button[value=urge]")
    assert "the ticked tasks" in page.locator("#confirm-text").inner_text()
