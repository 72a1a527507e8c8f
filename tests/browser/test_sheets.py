"""A form in a sheet over the page: what was typed or uploaded there goes only when somebody says so."""

from playwright.sync_api import expect

from tests.ledger_pages import orders
from tests.world import build


def test_a_sheet_asks_before_it_throws_away_what_was_typed(as_person):
    world = build()
    task = orders.underway(world)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    sheet, question = page.locator("#sheet"), page.locator("#confirm")
    report = page.get_by_role("link", name="Report", exact=True)

    report.click()
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()  # nothing was typed: nothing is asked

    report.click()
    done = sheet.get_by_label("What was done")
    done.fill("已更换一半")
    for _turn in range(3):
        page.keyboard.press("Escape")
        expect(question).to_contain_text("What you typed here will be lost")
        page.keyboard.press("Escape")
        expect(question).to_be_hidden()
        expect(done).to_have_value("已更换一半")

    done.fill(" ")
    paper = {"name": "照度.txt", "mimeType": "text/plain", "buffer": "照度合格".encode()}
    sheet.get_by_label("Evidence").set_input_files([paper])
    sheet.locator(".upload-done").wait_for()
    sheet.get_by_role("button", name="Report", exact=True).click()
    expect(sheet.locator(".is-invalid")).to_be_visible()
    expect(sheet.locator(".upload-name")).to_have_text("照度.txt")
    sheet.get_by_text("Go back").click()
    expect(question).to_be_visible()
    question.get_by_role("button", name="Go back").click()
    expect(sheet).to_be_visible()

    sheet.locator(".upload-remove").click()
    expect(sheet.locator(".upload-name")).to_have_count(0)
    page.keyboard.press("Escape")
    question.get_by_role("button", name="Yes, do it").click()
    expect(sheet).to_be_hidden()


def test_what_was_done_in_a_sheet_is_said_in_sight(as_person):
    world = build()
    task = orders.underway(world)
    page = as_person(world.stevedores_head, width=390)
    page.goto(f"/tasks/{task.pk}")
    page.mouse.wheel(0, 120)
    page.get_by_role("link", name="Report", exact=True).click()
    page.get_by_label("What was done").fill("已更换一半")
    page.locator("#sheet").get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Reported")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("status").bounding_box()["y"] >= page.locator(".top").bounding_box()["height"]
    assert page.evaluate("history.scrollRestoration") == "auto"
