"""The pages as an app: by Chromium's own criteria, under the strict policy."""

import json
import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.browser.phone import AWAY, flight_mode, form, one_request_at_a_time, opened, sent, until
from tests.checklists.conftest import begun

__all__ = ["one_request_at_a_time"]


def test_a_browser_may_install_it(world, as_person):
    page = as_person(world.stevedore, width=390, language="zh-CN")
    page.goto("/field")
    assert page.evaluate("navigator.serviceWorker.ready.then((r) => r.scope)") == page.evaluate("location.origin + '/'")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["display"]) == ("督办", "standalone")
    errors = {each["errorId"] for each in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}  # the tests' browser keeps nothing: that alone stands against it
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.headers["content-type"].startswith(icon["type"])
        if icon["type"] == "image/png":
            assert "x".join(map(str, Image.open(BytesIO(answer.body())).size)) == icon["sizes"]


def test_any_page_says_without_a_network_what_can_be_done_and_comes_back_with_it(world, as_person):
    check = begun(world)
    page = as_person(world.stevedore, width=390, language="zh-CN", expected=AWAY)
    opened(page, check)
    until(page, "caches.match('/offline').then(Boolean)")
    page.goto("/field")
    until(page, "caches.open('duban-pages-1').then(c => c.match('/field')).then(Boolean)")
    page.goto(f"/field/{check.pk}")
    flight_mode(page)
    form(page, check, "跳板下").get_by_role("button", name="是", exact=True).click()
    until(page, "window.duban.outbox.all().then(r => r.length === 1)")
    page.goto("/tasks")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")
    expect(page.locator("[data-waiting]")).to_have_text(re.compile(r"待发的作答.*1$"))
    # The outbox was taken along with the check, though it was never opened here.
    expect(page.get_by_role("link", name="查看待发箱")).to_be_visible()
    page.get_by_role("link", name="再试一次").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")
    page.get_by_role("link", name="对本机已带上的检查清单作答").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("现场检查")
    page.goto("/tasks")
    flight_mode(page, on=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("台账")
    sent(page)


def test_the_page_without_a_network_is_in_the_language_last_read(world, as_person):
    page = as_person(world.stevedore, language="zh-CN", expected=AWAY)
    opened(page, begun(world))
    until(page, "caches.match('/offline').then(Boolean)")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.evaluate("location.origin")}])
    page.goto("/field")
    until(page, "caches.match('/offline').then(a => a.text()).then(t => t.includes('No network'))")
