"""A demonstration tells how to come in; an organisation never does."""

import json

import pytest

from duban.org.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings):
    login = {"role": "leader", "username": "leader-demo", "name": "示范", "post": "董事长"}
    (settings.DATA / "demo.json").write_text(json.dumps({"password": "duban-shown", "logins": [login]}))


def test_a_demonstration_shows_an_account_of_each_role(client, settings, told):
    settings.DEMO = True
    page = client.get("/accounts/login/").content.decode()
    assert "leader-demo" in page
    assert "duban-shown" in page


def test_elsewhere_nothing_is_shown(client, settings, told):
    settings.DEMO = False
    assert "duban-shown" not in client.get("/accounts/login/").content.decode()


def test_a_click_on_an_account_logs_in(client, settings, told):
    settings.DEMO = True
    Person.objects.create_user("leader-demo", password="duban-shown", name="示范")
    page = client.get("/accounts/login/").content.decode()
    assert 'form="demonstration" name="login" value="leader-demo"' in page
    client.post("/accounts/login/", {"login": "leader-demo", "password": "duban-shown"})
    assert client.session["_auth_user_id"]
