"""Who gets in, and who does not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from duban.api import gate
from duban.api.models import ApiToken
from duban.api.tokens import make_token, revoke_token
from duban.journal.models import Entry


def test_a_key_opens_and_only_its_digest_is_kept(caller, world):
    clerk = caller(world.clerk)
    assert clerk.get("/tasks").status_code == 200
    token = ApiToken.objects.get()
    assert clerk.key not in (token.digest, token.hint)
    assert token.used_on == timezone.localdate()
    assert clerk.key[12:] not in Entry.objects.get(kind="api.token_made").body


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer duban_x", "Basic abc", "Bearer duban_é"])
def test_without_a_valid_key_the_answer_is_401_as_a_problem(db, client, header):
    response = client.get("/api/v1/tasks", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_not_accepted(client, world):
    client.force_login(world.clerk)
    assert client.get("/api/v1/tasks").status_code == 401
    assert client.post("/api/v1/tasks", {}, content_type="application/json").status_code == 401


@pytest.mark.parametrize("end", ["revoked", "expired", "left"])
def test_a_key_ends(caller, world, end):
    clerk = caller(world.clerk)
    if end == "revoked":
        revoke_token(clerk.token.pk, actor=world.clerk)
    elif end == "expired":
        ApiToken.objects.update(expires_on=timezone.localdate())
    else:
        world.clerk.is_active = False
        world.clerk.save()
    assert clerk.get("/tasks").status_code == 401


def test_a_reading_key_changes_nothing(caller, world, wanted):
    response = caller(world.clerk, "read").post("/tasks", wanted)
    assert response.status_code == 403
    assert response.json()["code"] == "scope"


def test_nobody_revokes_the_key_of_another(caller, world):
    token = caller(world.clerk).token
    with pytest.raises(Http404):
        revoke_token(token.pk, actor=world.administrator)
    revoke_token(token.pk, actor=world.clerk)
    revoke_token(token.pk, actor=world.clerk)
    assert Entry.objects.filter(kind="api.token_revoked").count() == 1


def test_a_key_is_made_and_revoked_by_whoever_knows_the_password(client, world):
    """A session that was left open, or stolen, gets no key that outlives it; what was asked for goes on once it is known."""
    world.clerk.set_password("a password of its own 7")
    world.clerk.save()
    client.force_login(world.clerk)
    wanted = {
        "name": "示例系统", "scope": "read", "expires_on": timezone.localdate() + timedelta(days=30), "once": "made once"
    }  # fmt: skip
    assert client.get("/keys").status_code == 200
    asked = client.post("/keys", wanted)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert "opens Duban in your name" in client.get(asked.headers["Location"]).content.decode()
    assert client.post(asked.headers["Location"], {"password": "a wrong one"}).status_code == 200
    assert not ApiToken.objects.exists()
    made = client.post(asked.headers["Location"], {"password": "a password of its own 7"})
    assert made.status_code == 200
    assert made.context["made"].startswith("duban_")
    other = Client()
    other.force_login(world.clerk)
    revocation = f"/keys/{ApiToken.objects.get().pk}/revocation"
    assert other.post(revocation).headers["Location"].startswith("/accounts/reauthenticate/")
    assert ApiToken.objects.get().revoked_at is None
    assert client.post(revocation).headers["Location"] == "/keys"  # asked a moment ago
    assert ApiToken.objects.get().revoked_at


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_key_lives_a_year_at_most(world, days):
    with pytest.raises(ValidationError):
        make_token(actor=world.clerk, name="x", scope="read", expires_on=timezone.localdate() + timedelta(days=days))


def test_a_key_that_asks_too_fast_is_slowed_down(caller, world, monkeypatch):
    monkeypatch.setattr(gate, "buckets", gate.Buckets(rate=3))
    monkeypatch.setattr(gate.time, "monotonic", lambda: 100.0)
    clerk = caller(world.clerk)
    assert [clerk.get("/tasks").status_code for _ in range(4)] == [200, 200, 200, 429]
    monkeypatch.setattr(gate.time, "monotonic", lambda: 100.4)
    assert clerk.get("/tasks").status_code == 200


def test_problems_are_said_in_the_language_asked_for(client, db):

    response = client.get("/api/v1/tasks", headers={"Accept-Language": "zh-CN"})
    assert "密钥" in response.json()["title"]


def test_the_page_shows_a_new_key_once(client, world):
    client.force_login(world.clerk)
    form = {"name": "示例系统", "scope": "read", "expires_on": timezone.localdate() + timedelta(days=9), "once": "abc"}
    response = client.post("/keys", form)
    key = ApiToken.objects.get()
    assert key.hint in response.content.decode()
    assert "duban_" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    again = client.post("/keys", form)
    assert again.status_code == 200
    assert ApiToken.objects.count() == 1
    assert client.post("/keys", {**form, "once": "d", "expires_on": "2020-01-01"}).status_code == 422


def test_the_reference_page_needs_no_script(client, world):
    client.force_login(world.clerk)
    page = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/tasks/{task_id}/reports" in page
    assert "cdn" not in page
