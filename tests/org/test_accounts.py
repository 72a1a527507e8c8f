"""Getting in: the first administrator, invitations, passwords, the second factor, and lock-out."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as live_settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone

from duban.org import start
from duban.org.access import standing_of
from duban.org.actions.invitations import accept_invitation, invite_person, reset_second_factor
from duban.org.actions.people import FirstPost, add_person, deactivate_person, edit_person
from duban.org.models import Invitation, Person, Role, Unit

SECRET = "a long sentence of mine"


@pytest.fixture(autouse=True)
def _no_limits_left_over(db):
    cache.clear()


def log_in(client, username="clerk", password=SECRET, at="127.0.0.1"):
    return client.post("/accounts/login/", {"login": username, "password": password}, REMOTE_ADDR=at)


def with_password(person):
    person.set_password(SECRET)
    person.save()
    return person


def is_in(client):
    return client.get("/account").status_code == 200


# -- the first administrator ----------------------------------------------------------------------------------------


def test_the_first_administrator_comes_by_a_link_that_works_once(client, db):
    link = start.one_time_link()
    assert (live_settings.DATA / "start.token").stat().st_mode & 0o077 == 0
    form = {"group": "河口集团", "name": "王示一", "username": "wang", "password": SECRET, "again": SECRET}
    assert client.get(link).status_code == 200
    assert client.post(link, form).status_code == 302
    person = Person.objects.get()
    assert standing_of(person).has(Role.ADMINISTRATOR)
    assert Unit.objects.get().name == "河口集团"
    assert is_in(client)
    assert client.get(link).status_code == 404
    assert start.one_time_link() is None


def test_a_newer_link_replaces_the_older(client, db):
    old, new = start.one_time_link(), start.one_time_link()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_a_failed_try_does_not_use_up_the_link(client, db):
    link = start.one_time_link()
    Person.objects.create_user("wang", "王")
    form = {"group": "河口集团", "name": "王示一", "username": "wang", "password": SECRET, "again": SECRET}
    answer = client.post(link, form)
    assert answer.status_code == 200
    assert "already" in answer.content.decode()
    assert not Unit.objects.exists()
    assert client.post(link, {**form, "username": "wang2"}).status_code == 302


def test_of_two_who_use_the_link_only_one_succeeds(db):
    token = start.one_time_link().rsplit("/", 1)[1]
    facts = {"group": "河口集团", "name": "王", "password": SECRET}
    start.create_first_administrator(token, username="first", **facts)
    with pytest.raises(ValidationError):
        start.create_first_administrator(token, username="second", **facts)


def test_no_link_while_somebody_administers(world):
    assert start.one_time_link() is None


def test_imported_units_are_kept_by_the_start(client, world):
    world.administrator.appointments.all().delete()
    link = start.one_time_link()
    assert 'name="group"' not in client.get(link).content.decode()
    client.post(link, {"name": "新管", "username": "newadmin", "password": SECRET, "again": SECRET})
    assert Unit.objects.filter(depth=1).count() == 1


# -- invitations ----------------------------------------------------------------------------------------------------


def test_an_invitation_sets_a_password_once(client, world):
    link = invite_person(world.clerk.pk, actor=world.administrator)
    assert link.rsplit("/", 1)[1] not in Invitation.objects.get().digest
    page = client.get(link).content.decode()
    assert "clerk" in page
    assert client.post(link, {"password": SECRET, "again": SECRET}).status_code == 302
    assert is_in(client)
    assert client.get(link).status_code == 404
    client.logout()
    log_in(client)
    assert is_in(client)


def test_what_is_wrong_with_a_password_is_said_in_chinese(client, world):
    link = invite_person(world.clerk.pk, actor=world.administrator)
    page = client.post(link, {"password": "abc", "again": "abc"}, HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "密码至少需要10个字符。" in page
    assert "too short" not in page


@pytest.mark.parametrize("spoil", ["expired", "replaced", "left", "wrong"])
def test_an_invitation_that_is_no_longer_good(client, world, spoil):
    link = invite_person(world.clerk.pk, actor=world.administrator)
    if spoil == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "replaced":
        invite_person(world.clerk.pk, actor=world.administrator)
    elif spoil == "left":
        deactivate_person(world.clerk.pk, actor=world.administrator)
    else:
        link += "x"
    assert client.get(link).status_code == 404
    assert client.post(link, {"password": SECRET, "again": SECRET}).status_code == 404
    assert not Person.objects.get(pk=world.clerk.pk).has_usable_password()


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "needs at least 10"),
        ("password123", "password123", "too common"),
        (SECRET, SECRET + "!", "differ"),
    ],
)
def test_a_bad_password_is_refused(client, world, password, again, said):
    link = invite_person(world.clerk.pk, actor=world.administrator)
    assert said in client.post(link, {"password": password, "again": again}).content.decode()
    assert not Person.objects.get(pk=world.clerk.pk).has_usable_password()


def test_a_new_password_ends_other_sessions(client, world):
    client.force_login(with_password(world.clerk))
    assert is_in(client)
    token = invite_person(world.clerk.pk, actor=world.administrator).rsplit("/", 1)[1]
    accept_invitation(token, password="another long sentence")
    assert not is_in(client)


# -- logging in -----------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_the_account_is_locked_and_says_so(client, world):
    with_password(world.clerk)
    for _ in range(5):
        assert "wrong" in log_in(client, password="no").content.decode()
    answer = log_in(client)
    assert not is_in(client)
    assert "Locked" in answer.content.decode()
    # Somebody else is not locked out by it.
    with_password(world.leader)
    log_in(client, "leader")
    assert is_in(client)


def test_nobody_locks_out_somebody_at_another_address(client, world):
    with_password(world.clerk)
    for _ in range(7):
        log_in(client, password="no", at="10.1.1.1")
    assert "Locked" in log_in(client, at="10.1.1.1").content.decode()
    log_in(client, at="10.2.2.2")
    assert is_in(client)


def test_many_addresses_together_guess_no_faster_than_the_ceiling(client, world, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "12/15m/key"}
    with_password(world.clerk)
    for number in range(12):
        assert "wrong" in log_in(client, password="no", at=f"10.1.1.{number // 4}").content.decode()
    assert "Locked" in log_in(client, at="10.1.1.9").content.decode()
    # Right ones do not count, and other accounts are not held back.
    with_password(world.leader)
    for _ in range(13):
        log_in(client, "leader", at="10.1.1.9")
        assert is_in(client)
        client.logout()


def test_wrong_names_by_the_hundred_unlock_nobody(client, world):
    """The cache drops entries when it is full, those in force too."""
    with_password(world.clerk)
    for _ in range(5):
        log_in(client, password="no")
    for number in range(400):
        cache.set(f"stranger-{number}", [1], 900)
    assert "Locked" in log_in(client).content.decode()
    assert not is_in(client)


def test_an_invitation_unlocks_at_every_address(client, world):
    with_password(world.clerk)
    for at in ("127.0.0.1", "10.1.1.1"):
        for _ in range(6):
            log_in(client, password="no", at=at)
    link = invite_person(world.clerk.pk, actor=world.administrator)
    client.post(link, {"password": SECRET, "again": SECRET})
    client.logout()
    log_in(client, at="10.1.1.1")
    assert is_in(client)


def test_unknown_and_known_user_names_fail_alike(client, world):
    with_password(world.clerk)
    said = [
        re.findall(r"alert-danger.*?<div>(.*?)</div>", log_in(client, name, "no").content.decode())
        for name in ("clerk", "nobody")
    ]
    assert said[0] == said[1] != []


def test_who_left_cannot_log_in(client, world):
    with_password(world.clerk)
    Person.objects.filter(pk=world.clerk.pk).update(is_active=False)
    log_in(client)
    assert not is_in(client)


def test_the_user_name_is_the_same_in_capitals(client, world):
    with_password(world.clerk)
    log_in(client, "CLERK")
    assert is_in(client)


def test_nobody_gets_the_user_name_of_somebody_else_in_capitals(client, world):
    """Names are told apart by no capitals when somebody logs in: with two of one name neither could."""
    with_password(world.clerk)
    with pytest.raises(ValidationError) as caught:
        add_person(
            "新示范", username="CLERK", posts=[FirstPost(world.tugs, Role.MEMBER)], actor=world.east_administrator
        )
    assert set(caught.value.message_dict) == {"username"}
    with pytest.raises(ValidationError):
        edit_person(world.tugs_head.pk, username="Clerk", actor=world.east_administrator)
    log_in(client)
    assert is_in(client)
    edit_person(world.clerk.pk, username="Clerk", actor=world.administrator)


def test_the_address_asked_for_comes_after_the_login_but_never_another_site(client, world):
    with_password(world.clerk)
    answer = client.post("/accounts/login/", {"login": "clerk", "password": SECRET, "next": "/units"})
    assert answer.headers["Location"] == "/units"
    client.logout()
    answer = client.post("/accounts/login/", {"login": "clerk", "password": SECRET, "next": "https://example.com/"})
    assert answer.headers["Location"] == "/"


def test_a_forgotten_password_is_helped_by_mail_where_mail_is_sent(client, world, settings, mailoutbox):
    with_password(world.clerk)
    assert "password/reset" not in client.get("/accounts/login/").content.decode()
    settings.EMAIL_URL = "smtp://mail.example.org"
    assert "password/reset" in client.get("/accounts/login/").content.decode()
    client.post("/accounts/password/reset/", {"email": "clerk@example.org"})
    link = re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", mailoutbox[0].body).group(1)
    form_page = client.get(link, follow=True)
    address = form_page.redirect_chain[-1][0]
    client.post(address, {"password1": "another sentence", "password2": "another sentence"})
    log_in(client, password="another sentence")
    assert is_in(client)


def test_a_mail_about_a_password_names_the_operators_address_whatever_the_request_says(
    client, world, settings, mailoutbox
):
    with_password(world.clerk)
    settings.EMAIL_URL, settings.ALLOWED_HOSTS = "smtp://mail.example.org", ["*"]
    client.post("/accounts/password/reset/", {"email": "clerk@example.org"}, headers={"host": "evil.example"})
    [mail] = mailoutbox
    assert "evil" not in mail.subject + mail.body
    assert "Your user name is clerk." in mail.body
    assert "Hello" not in mail.body
    assert f"{settings.SITE_URL}/accounts/password/reset/key/" in mail.body


def test_strangers_cannot_have_mail_sent_to_an_address_of_their_choice(client, world, settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example.org"
    known = client.post("/accounts/password/reset/", {"email": "clerk@example.org"})
    assert len(mailoutbox) == 1
    unknown = client.post("/accounts/password/reset/", {"email": "somebody@elsewhere.example"})
    assert len(mailoutbox) == 1
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])


# -- the second factor ----------------------------------------------------------------------------------------------


@pytest.fixture
def _half_minute_of_a_code():
    """A code counts for half a minute only, which may end between two lines of a test on a busy machine."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def code_now(secret, steps=0):
    """What the app shows, or showed or will show so many half-minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_second_factor(client):
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/"), "a stolen session must not change it"
    client.post(asked.headers["Location"], {"password": SECRET})
    page = client.get("/accounts/2fa/totp/activate/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode()).group(1)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def forget_used_codes():
    """A code counts once; within the same half-minute a test needs it twice."""
    cache.clear()


@pytest.mark.usefixtures("_half_minute_of_a_code")
def test_with_a_second_factor_the_password_alone_opens_nothing(client, world):
    with_password(world.clerk)
    log_in(client)
    secret = set_up_second_factor(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored, "the secret is encrypted at rest"
    client.logout()
    assert log_in(client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    for code in ("000000", code_now(secret)):  # the second turned it on, and counts once
        refused = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert "Type the six digits that the app shows now." in refused.content.decode()
        assert not is_in(client)
    forget_used_codes()
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert is_in(client)


@pytest.mark.usefixtures("_half_minute_of_a_code")
def test_a_recovery_code_works_once(client, world):
    with_password(world.clerk)
    log_in(client)
    set_up_second_factor(client)
    codes = re.findall(r"<li><code>(\w+)</code>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    for expected in (True, False):
        client.logout()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert is_in(client) is expected


@pytest.mark.usefixtures("_half_minute_of_a_code")
def test_who_lost_the_phone_is_helped_by_the_administrator(client, world):
    with_password(world.clerk)
    log_in(client)
    set_up_second_factor(client)
    client.logout()
    reset_second_factor(world.clerk.pk, actor=world.administrator)
    log_in(client)
    assert is_in(client)
    with pytest.raises(ValidationError):
        reset_second_factor(world.administrator.pk, actor=world.administrator)


@pytest.mark.usefixtures("_half_minute_of_a_code")
def test_roles_that_need_a_second_factor_are_sent_to_set_it_up(client, world, settings):
    settings.REQUIRE_MFA = "administrator"
    for person in (world.administrator, world.clerk):
        with_password(person)
    log_in(client, "clerk")
    assert is_in(client)
    client.logout()
    log_in(client, "administrator")
    assert client.get("/units").headers["Location"] == "/accounts/2fa/totp/activate/"
    set_up_second_factor(client)
    assert client.get("/units").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/units").headers["Location"] == "/accounts/2fa/totp/activate/", "taken off while it goes on"


def test_a_misspelt_role_in_the_setting_is_loud(client, world, settings):
    settings.REQUIRE_MFA = "administratr"
    client.force_login(world.clerk)
    with pytest.raises(ImproperlyConfigured, match="administratr"):
        client.get("/units")


@pytest.mark.usefixtures("_half_minute_of_a_code")
def test_a_code_is_not_accepted_twice(client, world):
    with_password(world.clerk)
    log_in(client)
    secret = set_up_second_factor(client)
    client.logout()
    forget_used_codes()
    code = code_now(secret)
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client)
    client.logout()
    log_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(client)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_counts_half_a_minute_before_and_after_its_own(client, world, steps, taken):
    with time_machine.travel(timezone.now(), tick=False):
        with_password(world.clerk)
        log_in(client)
        secret = set_up_second_factor(client)
        client.logout()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code_now(secret, steps)})
        assert is_in(client) is taken


def test_a_code_counts_once_for_as_long_as_it_would_be_taken(client, world):
    """Whoever looked over a shoulder has it for a minute and a half."""
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
        with_password(world.clerk)
        log_in(client)
        secret = set_up_second_factor(client)
        client.logout()
        forget_used_codes()
        code = code_now(secret, 1)
        for expected in (True, False, False):
            log_in(client)
            client.post("/accounts/2fa/authenticate/", {"code": code})
            assert is_in(client) is expected
            client.logout()
            clock.shift(44)
        again = code_now(secret, -1)
        assert again != code
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": again})
        assert is_in(client)


# -- password and sessions ------------------------------------------------------------------------------------------


def test_the_password_is_changed_with_the_present_one(client, world):
    client.force_login(with_password(world.clerk))
    form = {"oldpassword": "wrong", "password1": "another sentence", "password2": "another sentence"}
    assert client.post("/accounts/password/change/", form).status_code == 200
    assert client.post("/accounts/password/change/", {**form, "oldpassword": SECRET}).status_code == 302
    assert Person.objects.get(pk=world.clerk.pk).check_password("another sentence")
    assert is_in(client)


def test_other_browsers_can_be_logged_out(client, world):
    from django.test import Client

    with_password(world.clerk)
    other = Client()
    log_in(other)
    log_in(client)
    assert "Log out everywhere else" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/login/?next=/units", "/invitations/x", "/start/x"])
def test_pages_before_the_login_carry_no_inline_script(client, db, url):
    page = client.get(url).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


def test_a_new_password_is_explained_in_one_sentence(client, world):
    with_password(world.clerk)
    log_in(client)
    page = client.get("/accounts/password/change/").content.decode()
    assert page.count("a sentence is easier to remember") == 1
    assert "personal information" not in page
