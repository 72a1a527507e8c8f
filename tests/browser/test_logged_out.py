"""Logged out in the middle of writing: what was typed is there again after the log-in, and what was open still works."""

import pytest

from duban.ledger.models import Comment
from tests.ledger_pages import orders
from tests.world import World, build

expect = pytest.importorskip("playwright.sync_api").expect
PASSWORD = "eine lange Bruecke ueber den Fluss"
OUT = "You were logged out"


@pytest.fixture
def world() -> World:
    world = build()
    for person in (world.stevedores_head, world.clerk):
        person.set_password(PASSWORD)
        person.save()
    return world


def log_in_again(page, person):
    page.locator("[name=login]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_a_report_in_a_sheet_and_a_comment_on_the_page_are_put_back(as_person, world):
    task = orders.underway(world)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    page.get_by_role("link", name="Report", exact=True).click()
    page.locator("#sheet").get_by_label("What was done").fill("半小时写成的反馈")
    page.context.clear_cookies(name="sessionid")
    page.locator("#sheet").get_by_role("button", name="Report", exact=True).click()
    log_in_again(page, world.stevedores_head)
    expect(page.get_by_label("What was done")).to_have_value("半小时写成的反馈")
    expect(page.get_by_role("alert")).to_contain_text(OUT)

    page.goto(f"/tasks/{task.pk}")
    page.locator("[name=text]").fill("一条意见")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Add the comment").click()
    log_in_again(page, world.stevedores_head)
    expect(page.locator("[name=text]")).to_have_value("一条意见")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_text("一条意见").first).to_be_visible()
    assert Comment.objects.get(task=task).text == "一条意见"
    page.goto(f"/tasks/{task.pk}")
    expect(page.locator("[name=text]")).to_have_value("")


def test_it_is_not_put_back_for_somebody_else(as_person, world):
    task = orders.underway(world)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    page.locator("[name=text]").fill("一条意见")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Add the comment").click()
    log_in_again(page, world.clerk)
    expect(page.locator("[name=text]")).to_have_value("")
    expect(page.get_by_text(OUT)).to_have_count(0)


def test_a_page_left_open_sends_the_token_of_the_newer_log_in(as_person, world):
    task = orders.underway(world)
    page = as_person(world.stevedores_head)
    page.goto(f"/tasks/{task.pk}")
    page.locator("[name=text]").fill("旧窗口的意见")
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto("/accounts/login/")
    log_in_again(other, world.stevedores_head)
    expect(other.locator("#main")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_text("旧窗口的意见").first).to_be_visible()
