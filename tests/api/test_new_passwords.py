"""Keys and a new password: offered for revocation when it is changed, revoked when the account changes hands."""

import re
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from duban.api.models import ApiToken
from duban.api.tokens import make_token
from duban.journal.models import Entry
from duban.notices.actions.calendar import open_calendar, owner_of
from duban.notices.models import Channel
from duban.org import keys
from duban.org.actions.invitations import accept_invitation, invite_person
from duban.org.actions.people import deactivate_person
from tests.org.test_accounts import SECRET, is_in, log_in, with_password

NEW = "another long sentence"


@pytest.fixture
def clerk(world):
    cache.clear()
    return with_password(world.clerk)


@pytest.fixture
def held(clerk):
    """A key for the archive, one for the portal, and a calendar address."""
    until = timezone.localdate() + timedelta(days=30)
    for name in ("Archive", "Portal"):
        make_token(actor=clerk, name=name, scope="read", expires_on=until)
    return open_calendar(actor=clerk)


def in_force():
    return sorted(ApiToken.objects.filter(revoked_at=None).values_list("name", flat=True))


def change(client, **more):
    form = {"oldpassword": SECRET, "password1": NEW, "password2": NEW, **more}
    return client.post("/accounts/password/change/", form)


def test_whoever_changes_the_password_chooses_which_keys_go_with_it(client, clerk, held):
    client.force_login(clerk)
    page = client.get("/accounts/password/change/").content.decode()
    assert "API key “Archive” (Read)" in page
    assert "The address of my calendar" in page
    archive = ApiToken.objects.get(name="Archive").pk
    assert change(client, revoke=[f"api:{archive}"]).status_code == 302
    assert in_force() == ["Portal"]
    assert owner_of(held) == clerk
    assert is_in(client)
    assert set(Entry.objects.values_list("kind", flat=True)) >= {"api.token_revoked", "person.password_changed"}


def test_without_keys_nothing_is_asked_and_strange_ones_are_refused(client, clerk, world, held):
    client.force_login(with_password(world.leader))
    page = client.get("/accounts/password/change/").content.decode()
    assert 'name="revoke"' not in page
    assert "password/reset" not in page, "nobody sends mail here"
    client.force_login(clerk)
    assert change(client, revoke=["api:999999"]).status_code == 200
    assert not clerk.__class__.objects.get(pk=clerk.pk).check_password(NEW)


def test_a_password_reset_by_mail_revokes_all(client, clerk, held, settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example.org"
    client.post("/accounts/password/reset/", {"email": "clerk@example.org"})
    link = re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", mailoutbox[0].body).group(1)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": NEW, "password2": NEW})
    assert (in_force(), owner_of(held)) == ([], None)
    assert Entry.objects.filter(kind="person.password_reset").count() == 1
    log_in(client, password=NEW)
    assert is_in(client)


def test_a_password_reset_by_the_administrator_and_leaving_revoke_all(clerk, held, world):
    token = invite_person(clerk.pk, actor=world.administrator).rsplit("/", 1)[1]
    assert in_force() == ["Archive", "Portal"]
    accept_invitation(token, password=NEW)
    assert (in_force(), owner_of(held)) == ([], None)
    make_token(actor=clerk, name="Third", scope="read", expires_on=timezone.localdate() + timedelta(days=3))
    deactivate_person(clerk.pk, actor=world.administrator)
    assert in_force() == []
    assert keys.held_by(clerk) == {}


def test_a_robot_and_a_strange_identity_do_not_outlive_the_password(client, clerk):
    """Whoever knew the password added both; securing the account takes both away, and each is in the journal."""
    Channel.objects.create(person=clerk, name="群", address="wecombot://somebody-elses")
    SocialAccount.objects.create(user=clerk, provider="oidc", uid="somebody-else")
    client.force_login(clerk)
    page = client.get("/accounts/password/change/").content.decode()
    assert "Notices to “群”" in page
    assert "Log-in by oidc" in page
    client.post("/account/securing")
    assert not Channel.objects.exists()
    assert not SocialAccount.objects.exists()
    assert set(Entry.objects.values_list("kind", flat=True)) >= {"notice.channel_removed", "person.disconnected"}


def test_somebody_else_may_know_the_password(client, clerk, held):
    other = Client()
    log_in(other)
    log_in(client)
    assert UserSession.objects.count() == 2
    answer = client.post("/account/securing")
    assert answer.headers["Location"] == "/accounts/password/change/"
    assert (in_force(), owner_of(held)) == ([], None)
    assert is_in(client)
    assert not is_in(other)
    client.post("/account/securing")
    told = Entry.objects.filter(kind="person.secured").order_by("pk").values_list("body", flat=True)
    assert ['"keys":3' in str(body).replace(" ", "") for body in told] == [True, False]
