"""Which of allauth's pages exist here. Signing up and changing one's e-mail address are the organisation's business."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn
from urllib.parse import urlsplit

import allauth.urls
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from requests import RequestException

log = logging.getLogger(__name__)
PROVIDERS = ("openid_connect", "wecom", "dingtalk", "feishu")
CLOSED = {
    "account_signup": "signup/",
    "account_email": "email/",
    "account_email_verification_sent": "confirm-email/",
    "account_set_password": "password/set/",
    "account_confirm_login_code": "login/code/confirm/",
    "socialaccount_signup": "3rdparty/signup/",
}


def closed(request: HttpRequest) -> NoReturn:
    raise Http404


def only_configured(view: Callable[..., HttpResponseBase], provider: str) -> Callable[..., HttpResponseBase]:
    """A provider that is installed but not configured is not there, and one that is away gets a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if provider not in settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except RequestException:
            log.warning("the provider of single sign-on does not answer", exc_info=True)
            return render(request, "socialaccount/authentication_error.html", status=503)

    return guarded


def only_with_mail(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Where no mail is sent, a page that promises one would mislead."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_URL:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def going_on(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that goes on to the provider by itself: some browsers hold a redirect after a form against `form-action`, which
    names nobody but us, and who knows where the provider leads them next."""

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseRedirect) or not urlsplit(response.url).netloc:
            return response
        page = render(request, "socialaccount/going_on.html", {"address": response.url})
        page.headers["Refresh"] = f"0; url={response.url}"
        return page

    return led


def _guarded(pattern: URLPattern) -> URLPattern:
    provider, _, step = (pattern.name or "").rpartition("_")
    if (pattern.name or "").startswith("account_reset_password"):
        return URLPattern(pattern.pattern, only_with_mail(pattern.callback), pattern.default_args, pattern.name)
    if step not in ("login", "callback") or provider not in PROVIDERS:
        return pattern
    view = going_on(pattern.callback) if step == "login" else pattern.callback
    return URLPattern(pattern.pattern, only_configured(view, provider), pattern.default_args, pattern.name)


def _open(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    kept: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            # Unnamed ones are allauth's redirects from addresses of long ago.
            if pattern.name and pattern.name not in CLOSED and pattern.name != "account_confirm_email":
                kept.append(_guarded(pattern))
        elif inner := _open(pattern.url_patterns):
            kept.append(URLResolver(pattern.pattern, inner, app_name=pattern.app_name, namespace=pattern.namespace))
    return kept


# allauth itself reverses some of the closed names, so they exist and answer 404.
urlpatterns = [*_open(allauth.urls.urlpatterns), *(path(route, closed, name=name) for name, route in CLOSED.items())]
