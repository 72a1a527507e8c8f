"""How people log in: accounts are given by the organisation, never signed up for."""

import base64
import hashlib
import io
import re
from typing import Any
from urllib.parse import quote, urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from duban.org.models import Person

# With another country's code the same last digits are somebody else's.
_CHINESE_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(\d{11})", re.ASCII)


class LongEnough(MinimumLengthValidator):
    """Django changed the English sentence and has no Chinese for it."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password needs at least %(n)s character.",
            "The password needs at least %(n)s characters.",
            self.min_length,
        ) % {"n": self.min_length}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Locked after several wrong passwords. Try again in 15 minutes, or ask your administrator for a new invitation."
        ),
        "username_password_mismatch": _("User name or password is wrong."),
        "account_inactive": _("This account is closed. Ask your administrator."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("Type your present password."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # A wrong password counts for the account at the address it comes from, so that nobody locks out somebody else; far more
    # of them count for the account from wherever they come, so that many addresses together guess no faster.

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account with the password it has: a new one begins a new count, at every address."""
        login = str(credentials.get("username") or credentials.get("email") or "").lower()
        known = Person.objects.filter(username__iexact=login).values_list("password", flat=True).first() or ""
        return f"{login}:{hashlib.sha256(known.encode()).hexdigest()[:16]}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        account = self._get_login_attempts_cache_key(request, **credentials)
        here = f"{account}@{ratelimit.get_ip(request)}"
        self._login_failed_rl_usage = counted = ratelimit.RateLimitUsage([])
        for action, key in (("login_failed", here), ("login_failed_anywhere", account)):
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise self.validation_error("too_many_login_attempts")
            counted.usage += usage.usage

    # Mails name the address that the operator gave, never the host of the request: who asks may be anybody, and may
    # have written any host into it, to get the link of somebody else clicked there.

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))

    def format_email_subject(self, subject: str) -> str:
        return _("[Duban]") + " " + subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/unknown_account":
            return  # nobody here: strangers must not make us write to addresses of their choice
        host = urlsplit(settings.SITE_URL).netloc
        super().send_mail(template_prefix, email, {**context, "current_site": {"name": host, "domain": host}})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the account of somebody who is already in the organisation, and of nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise ImmediateHttpResponse(render(request, "account/account_inactive.html", status=403))
            return
        if request.user.is_authenticated:
            return  # somebody logged in connects one more way to log in
        person = person_for(sociallogin)
        if person is None:
            context = {"claimed": claimed_name(sociallogin), "provider": sociallogin.account.get_provider().name}
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown_person.html", context, status=403))
        sociallogin.connect(request, person)

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def person_for(sociallogin: SocialLogin) -> Person | None:
    """The active person whom the provider names: by user name or staff number, else by an e-mail that it verified.

    The provider is the organisation's own, so its user names are trusted. Two who share an e-mail are not told apart.
    """
    people = Person.objects.filter(is_active=True)
    facts = _facts(sociallogin)
    for key in ("preferred_username", "userid", "employee_no", "job_number"):
        value = str(facts.get(key) or "").strip()
        if value:
            for lookup in ("username__iexact", "number"):
                if person := people.filter(**{lookup: value}).first():
                    return person
    subject = str(sociallogin.account.uid or "")
    if subject and (person := people.filter(username__iexact=subject).first()):
        return person
    emails = [address.email for address in sociallogin.email_addresses if address.verified]
    if facts.get("email") and facts.get("email_verified") is True:
        emails.append(str(facts["email"]))
    if facts.get("enterprise_email"):  # Feishu: given by the company
        emails.append(str(facts["enterprise_email"]))
    for email in dict.fromkeys(emails):
        if person := _only(people.filter(email__iexact=email)):
            return person
    # DingTalk and Feishu know staff by a mobile that they verified themselves.
    mobile = _CHINESE_MOBILE.fullmatch(re.sub(r"[\s()-]", "", str(facts.get("mobile") or "")))
    return _only(people.filter(mobile=mobile[1])) if mobile else None


def _only(people: QuerySet[Person]) -> Person | None:
    found = list(people[:2])
    return found[0] if len(found) == 1 else None


def claimed_name(sociallogin: SocialLogin) -> str:
    facts = _facts(sociallogin)
    return str(facts.get("preferred_username") or facts.get("userid") or facts.get("email") or sociallogin.account.uid)


def _facts(sociallogin: SocialLogin) -> dict[str, Any]:
    facts = sociallogin.account.extra_data or {}
    # OpenID Connect keeps two answers side by side; the userinfo one is the richer.
    flat = {key: value for key, value in facts.items() if not isinstance(value, dict)}
    for inner in ("id_token", "userinfo"):
        if isinstance(facts.get(inner), dict):
            flat.update(facts[inner])
    return flat


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted at rest, the QR code is drawn without any service."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong or too old. Type the six digits that the app shows now."),
    }

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=2, light="#fff")
        return drawn.getvalue().decode()

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return "f1:" + _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith("f1:"):
            return encrypted_text
        try:
            return _cipher().decrypt(encrypted_text[3:].encode()).decode()
        except InvalidToken:
            # The signing key was replaced: the code can't be checked any more, and the person needs a new one.
            return ""


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"duban second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
