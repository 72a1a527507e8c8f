"""Checks on a phone without a network: the outbox loses nothing."""

import re

import pytest
from playwright.sync_api import expect

from duban.checklists.models import Answer, Response
from duban.files.models import Evidence
from tests.browser.phone import AWAY, flight_mode, form, kept, one_request_at_a_time, opened, sent
from tests.browser.walk import photograph
from tests.checklists.conftest import begun, ended, in_force
from tests.inspections.conftest import sent as sent_to

__all__ = ["one_request_at_a_time"]


@pytest.fixture
def check(world) -> Response:
    return begun(world)


def test_answers_given_in_airplane_mode_arrive_once_there_is_a_network(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected=AWAY)
    opened(page, check)
    flight_mode(page)
    page.reload()
    form(page, check, "登轮人员").get_by_role("button", name="No", exact=True).click()
    number = form(page, check, "箱内温度")
    number.locator("input[name=value]").fill("-15")
    expect(number.locator("[data-verdict]")).to_have_class(re.compile("verdict-fail"))
    number.get_by_role("button", name="Save").first.click()
    photo = form(page, check, "现场照片")
    photo.locator("[data-files]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no picture"}
    )
    expect(photo.locator("[data-state]")).to_contain_text("not a picture")
    photo.locator("[data-files]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": photograph()})
    expect(photo.locator("[data-file-list]")).to_contain_text("a.")
    photo.get_by_role("button", name="Save").first.click()
    expect(page.locator(".outbox-badge")).to_have_text("3")
    assert not Answer.objects.exists()
    page.reload()  # what waits is shown again, from this device alone
    expect(form(page, check, "登轮人员").locator("[data-state]")).to_have_text("Waiting")
    flight_mode(page, on=False)
    sent(page)
    expect(form(page, check, "登轮人员").locator("[data-state]")).to_contain_text("Received")
    expect(page.locator(".outbox-badge")).to_be_hidden()
    said = {a.item.text: a for a in Answer.objects.select_related("item")}
    assert [said["登轮人员穿戴救生衣"].verdict, said["箱内温度"].verdict] == ["fail", "fail"]
    [picture] = Evidence.objects.of("answer", said["现场照片"].pk)
    # The messenger had named it wrongly; what it is stands in its content.
    assert (picture.blob.media_type, picture.name) == ("image/jpeg", "a.jpg")


def test_a_check_is_begun_answered_and_finished_in_airplane_mode(world, as_person):
    edition = in_force(world)
    page = as_person(world.stevedore, width=390, expected=AWAY)
    begin = f"/field/begin/edition/{edition.pk}"
    page.goto("/field")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Take it along").click()
    kept(page, begin)
    kept(page, "/field")
    kept(page, "/field/outbox")  # nobody had to look into it before
    flight_mode(page)
    page.reload()
    page.get_by_role("link", name="登轮作业检查表").click()
    expect(page.get_by_label("Unit looked at")).to_have_value(str(world.stevedores.pk))
    page.get_by_label("Place").fill("5号泊位")
    page.get_by_role("button", name="Begin", exact=True).click()
    ask = {
        text: page.locator(f"#i{edition.items.get(text__startswith=text).pk}")
        for text in ("登轮", "跳板", "箱内", "箱体")
    }
    ask["登轮"].get_by_role("button", name="Yes", exact=True).click()
    ask["跳板"].get_by_role("button", name="No", exact=True).click()
    page.reload()  # the round is this device's own, and still there
    expect(ask["跳板"].locator("[data-state]")).to_have_text("Waiting")
    ask["箱内"].locator("input[name=value]").fill("-19")
    ask["箱内"].get_by_role("button", name="Save").first.click()
    ask["箱体"].get_by_role("button", name="完好").click()
    page.get_by_role("button", name="Finish the check").click()
    expect(page.locator(".outbox-badge")).to_have_text("6")
    page.goto("/field")
    expect(page.get_by_role("link", name="5号泊位")).to_be_visible()
    assert not Response.objects.exists()
    ended(edition)  # meanwhile: what was answered by it counts all the same
    flight_mode(page, on=False)
    sent(page)
    response = Response.objects.get()
    assert (response.place, response.answers.count(), response.finished_at is None) == ("5号泊位", 4, False)
    # The server's receipts stay to be seen, and lead to what it keeps.
    page.goto("/field/outbox")
    expect(page.locator("[data-receipt-list] li")).to_have_count(6)
    page.get_by_role("link", name="See the check").first.click()
    expect(page.locator("main")).to_contain_text("5号泊位")
    expect(page.locator("main")).to_contain_text("an edition that had ended")


def test_a_visit_taken_along_is_begun_without_a_network(world, as_person):
    visit = sent_to(world)
    page = as_person(world.inspector, width=390, expected=AWAY)
    page.goto("/field")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept(page, f"/field/begin/visit/{visit.pk}")  # nobody had to ask for it
    flight_mode(page)
    page.get_by_role("link", name=str(visit.unit)).click()
    page.get_by_role("button", name="Begin the visit").click()
    item = visit.edition.items.get(text__startswith="跳板")
    page.locator(f"#i{item.pk}").get_by_role("button", name="No", exact=True).click()
    expect(page.locator(".outbox-badge")).to_have_text("2")
    flight_mode(page, on=False)
    sent(page)
    visit.refresh_from_db()
    assert visit.state == "underway"
    assert Answer.objects.get().item == item
    page.reload()  # from here on it is the team's common page
    page.wait_for_url(re.compile(rf"/field/{Response.objects.get().pk}(#.*)?$"))


def test_two_phones_on_one_item_keep_both_answers(check, world, as_person):
    one = as_person(world.stevedore, width=390, expected=AWAY)
    two = as_person(world.stevedores_head, width=390, expected=AWAY)
    for page, answer in ((one, "Yes"), (two, "No")):
        opened(page, check)
        flight_mode(page)
        form(page, check, "跳板下").get_by_role("button", name=answer, exact=True).click()
        expect(page.locator(".outbox-badge")).to_have_text("1")
    for page in (one, two):
        flight_mode(page, on=False)
        sent(page)
    assert sorted(Answer.objects.values_list("verdict", flat=True)) == ["fail", "pass"]
    one.goto(f"/responses/{check.pk}")
    expect(one.locator("main")).to_contain_text("They contradict each other")


def test_a_clock_wrong_by_a_day_is_noted_and_both_times_are_kept(check, world, as_person):
    page = as_person(world.stevedore, width=390)
    page.add_init_script(
        "const real = Date; const off = 86400000; Date = class extends real { constructor(...a) { a.length ? super(...a) : super(real.now() + off); } static now() { return real.now() + off; } };"
    )
    opened(page, check)
    form(page, check, "跳板下").get_by_role("button", name="Yes", exact=True).click()
    sent(page)
    expect(form(page, check, "跳板下").locator("[data-state]")).to_contain_text("clock is off")
    answer = Answer.objects.get()
    assert abs(answer.clock_off - 86400) < 120
    assert abs((answer.happened_at - answer.received_at).total_seconds()) < 120
    page.goto(f"/responses/{check.pk}")
    expect(page.locator("main")).to_contain_text("+1.0 d")


def test_a_number_that_was_refused_is_saved_anew_by_the_same_button(check, world, as_person):
    page = as_person(world.stevedore, width=390)
    opened(page, check)
    number = form(page, check, "箱内温度")
    save = number.get_by_role("button", name="Save").first
    for typed, state in (("abc", "Write a number"), ("-9", "Received"), ("-19", "Received")):
        number.locator("input[name=value]").fill(typed)
        save.click()
        expect(number.locator("[data-state]")).to_contain_text(state)
        sent(page)
    assert [answer.value for answer in Answer.objects.order_by("pk")] == ["-9", "-19"]


def test_what_the_server_does_not_take_is_said_at_once_where_it_was_pressed(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected="415")
    opened(page, check)
    ask = form(page, check, "跳板下")
    ask.locator("summary", has_text="Photo").click()
    ask.locator("[data-files]").set_input_files({"name": "a.exe", "mimeType": "image/jpeg", "buffer": b"MZ no picture"})
    ask.get_by_role("button", name="Yes", exact=True).click()
    expect(ask.locator("[data-state]")).to_contain_text("Not accepted")


def test_an_end_that_is_refused_says_beside_its_button_what_is_missing(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected=AWAY)
    opened(page, check)
    flight_mode(page)
    form(page, check, "跳板下").get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="Finish the check").click()
    end = page.locator("[data-finish-state]")
    expect(end).to_have_text("Waiting")
    flight_mode(page, on=False)
    expect(end).to_contain_text("items are not answered yet: 登轮人员")
    page.reload()
    expect(end).to_contain_text("items are not answered yet: 登轮人员")


def test_an_end_refused_while_there_is_a_network_leaves_one_where_it_is_mended(check, world, as_person):
    page = as_person(world.stevedore, width=390)
    opened(page, check)
    form(page, check, "跳板下").get_by_role("button", name="Yes", exact=True).click()
    sent(page)
    page.get_by_role("button", name="Finish the check").click()
    expect(page.locator("[data-finish-state]")).to_contain_text("items are not answered yet: 登轮人员")
    assert page.url.endswith(f"/field/{check.pk}")


def test_a_whole_check_without_scripts(check, world, as_person):
    page = as_person(world.stevedore, scripts=False)
    page.goto(f"/field/{check.pk}")
    form(page, check, "登轮人员").get_by_role("button", name="Yes", exact=True).click()
    form(page, check, "跳板下").get_by_role("button", name="Yes", exact=True).click()
    number = form(page, check, "箱内温度")
    number.locator("input[name=value]").fill("abc")
    number.get_by_role("button", name="Save").first.click()
    expect(form(page, check, "箱内温度")).to_contain_text("is not a number")
    number.locator("input[name=value]").fill("-19")
    number.get_by_role("button", name="Save").first.click()
    form(page, check, "箱体外观").get_by_role("button", name="破损").click()
    page.get_by_role("button", name="Finish the check").click()
    expect(page.locator("main")).to_contain_text("Finished")
    check.refresh_from_db()
    assert check.finished_at is not None
