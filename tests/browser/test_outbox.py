"""The outbox when things go wrong: a lost receipt, a cleared browser, a phone that is lost, leaving too early."""

import pytest
from playwright.sync_api import expect

from duban.checklists.models import Answer, Response
from duban.files.models import Evidence
from tests.browser.phone import AWAY, flight_mode, form, one_request_at_a_time, opened, sent, until
from tests.browser.walk import photograph
from tests.checklists.conftest import begun

__all__ = ["one_request_at_a_time"]


@pytest.fixture
def check(world) -> Response:
    return begun(world)


def answered(page, check, answer: str = "Yes"):
    ask = form(page, check, "跳板下")
    ask.get_by_role("button", name=answer, exact=True).click()
    return ask


def waits(page, n: int) -> None:
    until(page, f"window.duban.outbox.all().then(r => r.length === {n})")


def test_an_answer_whose_receipt_was_lost_is_not_there_twice(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected="ERR_FAILED")
    opened(page, check)
    lost = []

    def committed_but_not_told(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/field/answers", committed_but_not_told, times=1)
    ask = answered(page, check)
    until(page, "window.duban.outbox.all().then(r => r.length === 1 && r[0].state === 'waiting')")
    expect(page.locator("[data-net]")).not_to_be_empty()
    assert lost == [200]
    page.evaluate("window.duban.outbox.send()")
    sent(page)
    expect(ask.locator("[data-state]")).to_contain_text("Received")
    assert Answer.objects.count() == 1


def test_a_cleared_browser_was_warned_of_and_is_noticed(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected=AWAY)
    opened(page, check)
    page.goto("/field/outbox")
    expect(page.locator("main")).to_contain_text("Clearing its data loses what has not been sent")
    page.goto(f"/field/{check.pk}")
    flight_mode(page)
    answered(page, check)
    waits(page, 1)
    origin = page.evaluate("location.origin")
    page.goto("about:blank")
    # Before the network is back: what waits would be sent at once.
    cleared(page, origin)
    flight_mode(page, on=False)
    page.goto(f"/field/{check.pk}")
    expect(page.get_by_role("alert").first).to_contain_text("1 answers that were not sent are gone from this device")
    # Nothing of it shows as answered, so that it is asked again.
    expect(form(page, check, "跳板下").locator("button[aria-pressed=true]")).to_have_count(0)


def test_a_browser_cleared_under_an_open_page_is_noticed_with_the_next_answer(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected=AWAY)
    opened(page, check)
    flight_mode(page)
    answered(page, check)
    waits(page, 1)
    cleared(page, page.evaluate("location.origin"))
    answered(page, check, "No")
    expect(page.get_by_role("alert").first).to_contain_text("1 answers that were not sent are gone from this device")
    flight_mode(page, on=False)
    sent(page)
    assert [answer.verdict for answer in Answer.objects.all()] == ["fail"]


def cleared(page, origin: str) -> None:
    """What a browser does when its user clears a site's data, but for the cookies."""
    what = {"origin": origin, "storageTypes": "indexeddb,cache_storage"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", what)


def test_an_outbox_saved_to_a_file_is_handed_in_from_another_phone(check, world, as_person, tmp_path):
    one = as_person(world.stevedore, width=390, expected=AWAY)
    opened(one, check)
    one.goto("/field/outbox")
    one.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(one, "caches.open('duban-pages-1').then(c => c.match('/field/outbox')).then(Boolean)")
    flight_mode(one)
    one.goto(f"/field/{check.pk}")
    answered(one, check, "No")
    photo = form(one, check, "现场照片")
    photo.locator("[data-files]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    photo.get_by_role("button", name="Save").first.click()
    waits(one, 2)
    one.goto("/field/outbox")
    with one.expect_download() as saved:
        one.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "outbox.json"
    saved.value.save_as(file)
    stranger = as_person(world.stevedores_head, width=390)
    stranger.goto("/field/outbox")
    stranger.set_input_files("[data-outbox-import]", file)
    expect(stranger.locator("[data-outbox-list]")).to_contain_text("2 more are somebody else's")
    assert not Answer.objects.exists()  # nobody answers in another's name
    two = as_person(world.stevedore, width=390)
    two.goto("/field/outbox")
    two.set_input_files("[data-outbox-import]", {"name": "x.json", "mimeType": "application/json", "buffer": b"{]"})
    expect(two.locator("[data-net]")).to_contain_text("not a file of an outbox")
    two.set_input_files("[data-outbox-import]", file)
    expect(two.locator("[data-receipt-list] li")).to_have_count(2)
    assert Answer.objects.count() == 2
    assert Evidence.objects.filter(noun="answer").count() == 1
    # The first phone was not lost after all: it hands in the same, and nothing is there twice.
    flight_mode(one, on=False)
    sent(one)
    assert (Answer.objects.count(), Evidence.objects.filter(noun="answer").count()) == (2, 1)


def test_no_kept_page_is_left_to_the_next_person(check, world, as_person):
    page, here = as_person(world.stevedore, width=390), f"/field/{check.pk}"
    kept = f"caches.open('duban-pages-1').then(c => c.match('{here}')).then(Boolean)"
    opened(page, check)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, kept)
    # The next one has logged in on this device, the one before had not logged out.
    page.evaluate(f"navigator.serviceWorker.ready.then(r => r.active.postMessage({{ person: {world.tugs_head.pk} }}))")
    until(page, f"{kept}.then(k => !k)")
    page.goto(here)
    until(page, kept)
    # Logged out from a page that has nothing to do with the field.
    page.goto("/account")
    page.locator("header.top details.drop summary").last.click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/accounts/**")
    until(page, f"{kept}.then(k => !k)")


def test_an_outbox_in_a_file_holds_ones_own_answers_only(check, world, as_person):
    page = as_person(world.stevedore, width=390)
    opened(page, check)
    page.evaluate("window.duban.outbox.add({ what: 'answer', device: 'd-1', person: 0, state: 'refused' })")
    waits(page, 1)
    assert page.evaluate("window.duban.outbox.exported().then(t => JSON.parse(t).records.length)") == 0


def test_logging_out_warns_while_something_waits(check, world, as_person):
    page = as_person(world.stevedore, width=390, expected="ERR_INTERNET")
    opened(page, check)
    page.route("**/field/answers", lambda route: route.abort("internetdisconnected"))
    answered(page, check)
    waits(page, 1)
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    page.on("dialog", answer)
    page.locator("header.top details.drop summary").last.click()
    leave = page.get_by_role("button", name="Log out")
    leave.click()
    until(page, "Promise.resolve(true)")
    assert page.url.endswith(f"/field/{check.pk}")
    leave.click()
    page.wait_for_url("**/accounts/**")
    assert len(asked) == 2
    assert "1 answers are not sent yet" in asked[0]
    # What waits is still on the device, for the same person.
    left = "new Promise(d => { const r = indexedDB.open('duban-outbox'); r.onsuccess = () => { const q = r.result.transaction('records').objectStore('records').count(); q.onsuccess = () => d(q.result); }; })"
    assert page.evaluate(left) == 1
