"""Two clerks review one document at once, lines break, servers go: nobody's typing is lost, and everybody is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from duban.minutes import actions
from duban.minutes.models import Document, Proposal, ProposalState
from tests.browser.test_minutes import begin, filed, saved
from tests.world import World

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def world() -> World:
    return begin()


@pytest.fixture
def document(world: World) -> Document:
    return filed(world)


@pytest.fixture
def reviewing(as_person, document: Document) -> Callable[..., Any]:
    """`reviewing(person, row)` → that person's page with this proposal's form open."""

    def open_page(person: Any, row: Proposal, **more: Any) -> Any:
        page = as_person(person, expected=r"Failed to load resource", **more)
        page.goto(f"/minutes/{document.pk}")
        page.click(f"#card-{row.pk} a[data-edit] >> nth=0")
        page.locator(f"#p{row.pk}_title").wait_for()
        return page

    return open_page


def field(page: Any, row: Proposal, name: str) -> Any:
    return page.locator(f"#p{row.pk}_{name}")


def test_the_same_field_changed_by_both_is_shown_to_the_second_who_keeps_or_takes(reviewing, world, document):
    row = document.proposals.first()
    one, other = reviewing(world.clerk, row), reviewing(world.supervision_head, row)
    field(one, row, "title").fill("甲的标题")
    saved(one)
    field(other, row, "title").fill("乙的标题")
    clash = other.locator(".clash[role=alert]")
    clash.wait_for()
    assert world.clerk.name in clash.inner_text()
    assert "甲的标题" in clash.inner_text()
    assert field(other, row, "title").input_value() == "乙的标题"
    row.refresh_from_db()
    assert row.title == "甲的标题"
    clash.get_by_role("button", name="Keep mine").click()
    saved(other)
    row.refresh_from_db()
    assert row.title == "乙的标题"
    # Now the first types on, in ignorance of it, and is told in turn; this time the other's is taken.
    field(one, row, "title").fill("甲又改了标题")
    one.locator(".clash").wait_for()
    assert world.supervision_head.name in one.locator(".clash").inner_text()
    one.get_by_role("button", name="Take theirs").click()
    expect(field(one, row, "title")).to_have_value("乙的标题")
    row.refresh_from_db()
    assert row.title == "乙的标题"


def test_what_the_other_saved_is_not_put_back_by_a_form_that_has_not_seen_it(reviewing, world, document):
    """The field that the other changed has the cursor here: it cannot be replaced, and must not be sent as mine."""
    row = document.proposals.first()
    one, other = reviewing(world.clerk, row), reviewing(world.supervision_head, row)
    field(other, row, "criterion").fill("乙的标准")
    saved(other)
    field(one, row, "title").fill("甲的标题")
    field(one, row, "criterion").focus()
    saved(one)
    field(one, row, "due_on").fill("2030-06-30")
    field(one, row, "criterion").focus()
    one.locator("[data-saved-mark]", has_text=re.compile("^Sav")).wait_for()
    wait_for(one, lambda: str(Proposal.objects.get(pk=row.pk).due_on) == "2030-06-30")
    row.refresh_from_db()
    assert (row.title, row.criterion) == ("甲的标题", "乙的标准")
    # As soon as the cursor is elsewhere, the next save brings the other's words in.
    field(one, row, "title").fill("甲的新标题")
    expect(field(one, row, "criterion")).to_have_value("乙的标准", timeout=8000)


def test_typing_into_a_field_that_the_other_saved_meanwhile_is_a_clash(reviewing, world, document):
    row = document.proposals.first()
    one, other = reviewing(world.clerk, row), reviewing(world.supervision_head, row)
    field(other, row, "criterion").fill("乙的标准")
    saved(other)
    field(one, row, "title").fill("甲的标题")
    field(one, row, "criterion").focus()
    saved(one)
    field(one, row, "criterion").fill("甲的标准")
    one.locator(".clash").wait_for()
    assert "乙的标准" in one.locator(".clash").inner_text()
    assert field(one, row, "criterion").input_value() == "甲的标准"
    row.refresh_from_db()
    assert row.criterion == "乙的标准"


def test_a_proposal_dismissed_by_the_other_keeps_what_is_typed_and_says_so(reviewing, world, document):
    row = document.proposals.first()
    page = reviewing(world.clerk, row)
    actions.dismiss_proposal(row.pk, actor=world.supervision_head, reason="已经完成")
    field(page, row, "title").fill("还在写的标题")
    note = page.locator(f"#card-{row.pk} .autosave-error")
    note.wait_for()
    assert "cannot be changed any more" in note.inner_text()
    assert field(page, row, "title").input_value() == "还在写的标题"
    page.locator(f"#card-{row.pk} .tag", has_text="Dismissed").wait_for()
    row.refresh_from_db()
    assert row.state == ProposalState.DISMISSED


def test_without_scripts_too_a_proposal_that_was_dismissed_meanwhile_keeps_what_is_typed(as_person, world, document):
    row = document.proposals.first()
    page = as_person(world.clerk, scripts=False)
    page.goto(f"/minutes/proposals/{row.pk}")
    page.fill("textarea[name=title]", "没有脚本的标题")
    actions.dismiss_proposal(row.pk, actor=world.supervision_head, reason="已经完成")
    page.click("form.proposal-form button[type=submit]")
    assert "cannot be changed any more" in page.text_content("[role=alert]")
    assert page.input_value("textarea[name=title]") == "没有脚本的标题"


@pytest.mark.parametrize("fault", ["line", "server", "database"])
def test_a_line_or_server_lost_in_mid_edit_keeps_what_is_typed_and_saves_it_when_it_is_back(
    reviewing, world, document, fault
):
    row = document.proposals.first()
    page = reviewing(world.clerk, row)
    field(page, row, "title").fill("断线前")
    saved(page)
    if fault == "line":
        page.context.set_offline(True)
    elif fault == "server":
        page.route("**/*", lambda route: route.abort("connectionrefused"))
    else:
        page.route("**/*", lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>away</h1>"))
    field(page, row, "title").fill("断线时写的标题")
    page.locator("[data-saved-mark].bad", has_text="trying again").wait_for()
    field(page, row, "criterion").fill("断线时写的标准")
    # Closing does not throw it away either.
    page.keyboard.press("Escape")
    assert field(page, row, "title").is_visible()
    row.refresh_from_db()
    assert row.title == "断线前"
    if fault == "line":
        page.context.set_offline(False)
    else:
        page.unroute("**/*")
    page.locator("[data-saved-mark]:not(.bad)", has_text=re.compile("^Saved")).wait_for(timeout=15_000)
    row.refresh_from_db()
    assert (row.title, row.criterion) == ("断线时写的标题", "断线时写的标准")


def test_an_answer_that_got_lost_is_no_clash_with_oneself(reviewing, world, document):
    row = document.proposals.first()
    page = reviewing(world.clerk, row)
    lost: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/minutes/proposals/**", lose)
    field(page, row, "title").fill("只说一次")
    page.locator("[data-saved-mark].bad").wait_for()
    page.locator("[data-saved-mark]:not(.bad)", has_text=re.compile("^Saved")).wait_for(timeout=15_000)
    assert lost == [200]
    assert page.locator(".clash").count() == 0
    row.refresh_from_db()
    assert (row.title, row.version) == ("只说一次", 2)


def test_somebody_logged_out_elsewhere_is_told_and_goes_on_after_logging_in(reviewing, world, document):
    row = document.proposals.first()
    page = reviewing(world.clerk, row)
    context = page.context
    cookies = context.cookies()
    context.clear_cookies(name="sessionid")
    field(page, row, "title").fill("登录过期时写的")
    page.locator("[data-saved-mark].bad", has_text="logged out").wait_for()
    context.add_cookies([each for each in cookies if each["name"] == "sessionid"])
    page.locator("[data-saved-mark]:not(.bad)", has_text=re.compile("^Saved")).wait_for(timeout=15_000)
    row.refresh_from_db()
    assert row.title == "登录过期时写的"


def wait_for(page: Any, true: Callable[[], bool], seconds: float = 8) -> None:
    """Until the server's other thread has done it; the page goes on meanwhile."""
    for _ in range(int(seconds * 20)):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about")
