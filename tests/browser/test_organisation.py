"""From an empty folder to an organisation whose people log in, in a real browser; and the pages at phone width."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from openpyxl import load_workbook

from duban.org import start
from duban.org.models import Appointment, Unit
from duban.org.names import forget_names
from tests.world import build

SECRET = "a long sentence of mine"


@pytest.fixture
def visitor(chromium: Any, live_server: Any):
    """A browser of nobody yet; whatever its console complains about fails the test."""
    forget_names()
    cache.clear()
    contexts, complaints = [], []

    def open_page(*, expected: str = "422") -> Any:
        context = chromium.new_context(base_url=live_server.url, locale="en-US", accept_downloads=True)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on(
            "console",
            lambda m: complaints.append(m.text) if m.type in ("error", "warning") and expected not in m.text else None,
        )
        contexts.append(context)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def send(page) -> None:
    page.click("main form:not([action*=logout]) button[type=submit]")
    page.wait_for_load_state()


def test_the_first_hour_of_an_administrator(visitor, tmp_path):
    page = visitor()
    page.goto(start.one_time_link())
    for name, value in {"group": "河口港务集团", "name": "王示一", "username": "wang"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=password]", SECRET)
    page.fill("[name=again]", SECRET)
    send(page)
    page.wait_for_url("**/units")

    # The template, filled in with one mistake, then mended.
    page.click("a[href='/organisation/excel']")
    with page.expect_download() as download:
        page.click("a[href='/organisation/template.xlsx']")
    file = tmp_path / "organisation.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    book["Units"].append(["H1", "河西码头公司", "河西码头", "castle", "G"])
    book["People"].append([None, "李示二"])
    book["Appointments"].append(["李示二", "H1", "Head of unit", "经理"])
    book.save(file)
    page.set_input_files("#id_file", file)
    send(page)
    assert "Units D2" in page.inner_text("main")
    book["Units"]["D2"] = "Company"
    book.save(file)
    page.click("text=Choose the mended file")
    page.set_input_files("#id_file", file)
    send(page)
    assert "3 rows will change" in page.inner_text("h1")
    send(page)
    page.wait_for_url("**/units")
    assert Unit.objects.get(code="H1").depth == 2

    # The new head gets a link and comes in by it.
    page.goto("/people?q=李示二")
    page.click(".ledger a.strong")
    page.click("text=Invitation link")
    link = page.locator(".secret").inner_text()
    other = visitor()
    other.goto(link)
    other.fill("[name=password]", SECRET + "2")
    other.fill("[name=again]", SECRET + "2")
    send(other)
    other.goto("/account")
    assert "李示二" in other.inner_text("main")


def test_a_second_factor_is_set_up_and_asked_for(visitor, settings):
    world = build()
    # The half-minute may end between reading the code and typing it: the server takes its neighbours as well.
    settings.MFA_TOTP_TOLERANCE = 1
    world.clerk.set_password(SECRET)
    world.clerk.save()
    page = visitor()

    def log_in():
        page.goto("/accounts/login/")
        page.fill("[name=login]", "clerk")
        page.fill("[name=password]", SECRET)
        send(page)

    log_in()
    page.goto("/accounts/2fa/totp/activate/")
    page.fill("[name=password]", SECRET)
    send(page)
    assert page.locator("img[src^='data:image/svg']").evaluate("each => each.naturalWidth") > 100, (
        "the QR code is drawn"
    )
    page.click("summary")
    secret = page.locator(".secret").inner_text()

    def code():
        cache.clear()  # a code counts once, and the half-minute may be the same
        _before, now, _after = yield_hotp_counters_from_time()
        return format_hotp_value(hotp_value(secret, now))

    page.fill("[name=code]", code())
    send(page)
    assert page.locator(".codes li").count() == 10
    page.context.clear_cookies()
    log_in()
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", code())
    send(page)
    page.goto("/account")
    assert page.url.endswith("/account")


def test_somebody_is_appointed_by_initials_and_keyboard(as_person):
    forget_names()
    world = build()
    page = as_person(world.east_administrator)
    page.goto(f"/units/{world.tugs.pk}")
    page.click("a[href$='/appointments']")
    box = page.locator("dialog .pick-input").first
    box.type("zzzz")
    page.locator(".pick-list .pick-none", has_text="Nothing fits.").wait_for()
    box.fill("")
    box.type("diao")
    page.locator(".pick-list li:first-child", has_text="吊示范").wait_for()
    box.press("Enter")
    page.locator("dialog .pick-chips", has_text="吊示范").wait_for()
    page.click("dialog button[type=submit]")
    page.locator(".said", has_text="Appointed.").wait_for()
    assert Appointment.objects.filter(person=world.stevedore, unit=world.tugs).exists()


@pytest.mark.parametrize("path", ["/units", "/people", "/account", "/organisation/excel", "unit", "person"])
def test_nothing_is_wider_than_a_phone(as_person, path):
    forget_names()
    world = build()
    path = {"unit": f"/units/{world.east.pk}", "person": f"/people/{world.stevedore.pk}"}.get(path, path)
    page = as_person(world.administrator, width=390, language="zh-CN")
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_tree_folds_without_a_script(as_person):
    forget_names()
    world = build()
    page = as_person(world.clerk, scripts=False)
    page.goto("/units")
    leaf = page.locator("a", has_text="东港拖轮有限公司")
    assert leaf.is_visible()
    page.locator("summary", has_text="东港港务有限公司").first.locator(".tree-kind").click()
    assert not leaf.is_visible()


def test_single_sign_on_is_followed_by_the_browser(visitor, settings):
    oidc = pytest.importorskip("oidc_provider_mock")
    world = build()
    with oidc.run_server_in_thread(
        user_claims=[oidc.User(sub="7f3a", claims={"preferred_username": "clerk"}), oidc.User(sub="stranger")]
    ) as server:
        app = {
            "provider_id": "sso",
            "name": "Group sign-on",
            "client_id": "duban",
            "secret": "between the two",
            "settings": {"server_url": f"http://localhost:{server.server_port}"},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        for sub, said in (("stranger", "Not in this organisation"), ("7f3a", world.clerk.name)):
            # The page of the provider asks for pictures from the internet.
            page = visitor(expected="Failed to load resource")
            page.goto("/accounts/login/?next=/account")
            page.click("text=Log in with Group sign-on")
            page.fill("[name=sub]", sub)
            page.locator("button").first.click()
            page.wait_for_url("**/accounts/oidc/**" if sub == "stranger" else "**/account")
            assert said in page.inner_text("main")
