"""Single sign-on against providers that really run, here on the loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape

from duban.org.models import Person

CALLBACK = "/accounts/oidc/sso/login/callback/"


# The provider's own library complains about itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def _no_limits_left_over(db):
    cache.clear()


def is_in(client):
    return client.get("/account").status_code == 200


# -- OpenID Connect -------------------------------------------------------------------------------------------------


@pytest.fixture
def provider(settings) -> Iterator[str]:
    """A provider with discovery, keys, PKCE and signed tokens, knowing four people."""
    oidc = pytest.importorskip("oidc_provider_mock")

    def user(sub: str, **claims: Any) -> Any:
        return oidc.User(sub=sub, claims=claims)

    people = [
        user("7f3a", preferred_username="clerk", email="somebody.else@example.org", email_verified=True),
        user("8b11", email="leader@example.org", email_verified=True),
        user("9c22", email="vice@example.org", email_verified=False),
        user("stranger", preferred_username="stranger", email="stranger@example.com", email_verified=True),
        user("west_head"),
    ]
    with oidc.run_server_in_thread(user_claims=people) as server:
        url = f"http://localhost:{server.server_port}"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "sso",
                        "name": "Group sign-on",
                        "client_id": "duban",
                        "secret": "a secret between the two",
                        "settings": {"server_url": url},
                    }
                ],
            }
        }
        yield url


def led_to(answer) -> str:
    """Where the page goes on to by itself, and its button leads to."""
    assert answer.status_code == 200, answer.content.decode()
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert f'href="{escape(address)}"' in answer.content.decode()
    return address


def go_to_provider(client, process: str = "login") -> str:
    return led_to(client.post(f"/accounts/oidc/sso/login/?process={process}"))


def come_back(client, address: str, sub: str):
    """What the browser does: confirm at the provider as `sub`, and follow the way back."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    assert back.path == CALLBACK
    return client.get(f"{back.path}?{back.query}")


def sign_on(client, sub: str):
    return come_back(client, go_to_provider(client), sub)


def test_the_login_page_offers_it(client, provider):
    assert "Log in with Group sign-on" in client.get("/accounts/login/").content.decode()


def test_no_form_leads_elsewhere_not_to_a_provider_either(client, provider):
    """Browsers hold the redirects after a form against this, too: the provider is reached from a page in between."""
    for page in ("/accounts/login/", "/accounts/oidc/sso/login/", "/healthz"):
        policy = client.get(page).headers["Content-Security-Policy"]
        assert "form-action 'self'" in policy.split("; ")
    assert go_to_provider(client).startswith(provider)


def test_a_person_is_known_by_the_user_name_of_the_provider(client, world, provider):
    answer = sign_on(client, "7f3a")
    assert answer.headers["Location"] == "/"
    assert client.get("/account").context["person"] == world.clerk
    client.logout()
    # The second time by the connection: a changed user name at the provider no longer matters.
    Person.objects.filter(pk=world.clerk.pk).update(username="renamed")
    sign_on(client, "7f3a")
    assert client.get("/account").context["person"] == world.clerk
    assert SocialAccount.objects.count() == 1


def test_a_person_is_known_by_the_subject_or_a_verified_address(client, world, provider):
    for sub, person in (("west_head", world.west_head), ("8b11", world.leader)):
        sign_on(client, sub)
        assert client.get("/account").context["person"] == person
        client.logout()


def test_an_unverified_address_proves_nothing(client, world, provider):
    assert sign_on(client, "9c22").status_code == 403
    assert not is_in(client)


def test_an_address_of_two_people_opens_neither(client, world, provider):
    Person.objects.filter(pk=world.vice.pk).update(email="leader@example.org")
    assert sign_on(client, "8b11").status_code == 403
    assert not is_in(client)


def test_a_stranger_gets_a_clear_page_and_no_account(client, world, provider):
    before = Person.objects.count()
    answer = sign_on(client, "stranger")
    assert answer.status_code == 403
    assert "stranger" in answer.content.decode()
    assert "Ask your administrator" in answer.content.decode()
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_who_left_stays_out(client, world, provider):
    sign_on(client, "7f3a")
    client.logout()
    Person.objects.filter(pk=world.clerk.pk).update(is_active=False)
    assert sign_on(client, "7f3a").status_code == 403
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, world, provider):
    from django.test import Client

    address = go_to_provider(Client())
    answer = come_back(client, address, "7f3a")
    assert answer.status_code in (401, 403)
    assert not is_in(client)


def test_a_refusal_at_the_provider_is_a_clear_page(client, world, provider):
    go_to_provider(client)
    answer = client.get(f"{CALLBACK}?error=access_denied&state=x")
    assert answer.status_code in (302, 401)
    assert not is_in(client)


def test_a_provider_that_is_away_is_no_server_error(client, world, provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    client.raise_request_exception = False
    answer = client.post("/accounts/oidc/sso/login/")
    assert answer.status_code == 503
    assert "did not work" in answer.content.decode()


# -- WeCom ----------------------------------------------------------------------------------------------------------


class WeCom(BaseHTTPRequestHandler):
    """The two questions of WeCom's protocol that a login needs, answered as its documentation says."""

    codes = {"good": {"userid": "clerk"}, "guest": {"openid": "o-1"}}

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/cgi-bin/gettoken":
            good = query == {"corpid": "ww1", "corpsecret": "s3"}
            answer = {"errcode": 0, "errmsg": "ok", "access_token": "T", "expires_in": 7200} if good else self.no(40001)
        elif asked.path == "/cgi-bin/auth/getuserinfo" and query.get("access_token") == "T":
            facts = self.codes.get(query.get("code", ""))
            answer = {"errcode": 0, "errmsg": "ok", **facts} if facts else self.no(40029)
        else:
            answer = self.no(404)
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def no(code: int) -> dict[str, Any]:
        return {"errcode": code, "errmsg": "refused"}

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def wecom(settings) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), WeCom)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    app = {"client_id": "ww1", "key": "1000002", "secret": "s3", "settings": {"api": url, "login": url}}
    settings.SOCIALACCOUNT_PROVIDERS = {"wecom": {"APPS": [app]}}
    yield
    server.shutdown()
    server.server_close()


def wecom_login(client, code: str, **extra: Any):
    answer = client.post("/accounts/wecom/login/", **extra)
    asked = urlsplit(led_to(answer))
    query = {key: values[0] for key, values in parse_qs(asked.query).items()}
    return query, client.get("/accounts/wecom/login/callback/", {"code": code, "state": query["state"]})


def test_wecom_asks_with_company_and_application(client, world, wecom):
    query, answer = wecom_login(client, "good")
    assert (query["appid"], query["agentid"], query["login_type"]) == ("ww1", "1000002", "CorpApp")
    assert answer.headers["Location"] == "/"
    assert client.get("/account").context["person"] == world.clerk


def test_inside_the_wecom_app_no_code_is_scanned(client, world, wecom):
    answer = client.post("/accounts/wecom/login/", headers={"user-agent": "Mozilla/5.0 wxwork/4.1"})
    assert led_to(answer).startswith("https://open.weixin.qq.com/connect/oauth2/authorize?")
    assert led_to(answer).endswith("#wechat_redirect")


@pytest.mark.parametrize("code", ["guest", "stale"])
def test_wecom_guests_and_stale_codes_stay_out(client, world, wecom, code):
    _query, answer = wecom_login(client, code)
    assert answer.status_code == 401
    assert not is_in(client)


# -- what DingTalk and Feishu tell ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ({"mobile": "+86 10000000004"}, "clerk"),
        ({"mobile": "10000000004"}, "clerk"),
        ({"employee_no": "N0002"}, "leader"),
        ({"enterprise_email": "vice@example.org"}, "vice"),
        ({"mobile": "86-100 0000 0004"}, "clerk"),
        ({"mobile": "+1 (310) 000 000 04"}, None),
        ({"mobile": "+1 10000000004"}, None),
        ({"mobile": "4"}, None),
        ({"mobile": ""}, None),
        ({"email": "vice@example.org"}, None),
        ({"name": "督示范"}, None),
    ],
)
def test_staff_are_known_by_number_company_address_or_verified_mobile(world, facts, who):
    from allauth.socialaccount.models import SocialLogin

    from duban.org.accounts import person_for

    Person.objects.filter(pk=world.clerk.pk).update(mobile="10000000004")
    login = SocialLogin(account=SocialAccount(provider="feishu", uid="ou_1", extra_data=facts))
    assert person_for(login) == (world.people[who] if who else None)


def test_the_operations_page_names_the_addresses_to_register():
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"`{reverse('openid_connect_callback', args=['sso'])}`" in page
    for service in ("wecom", "dingtalk", "feishu"):
        assert f"`{reverse(f'{service}_callback')}`" in page
