"""Where notices may go. An address that a person types makes our server call out, so what it may call is decided here.

Built-in services talk to one fixed host each, and their addresses may carry tokens only. Anything else must have been
allowed by an administrator, scheme, host and port; and that host must not resolve into a private network, unless the
administrator said that it stands inside. Redirects are never followed: they would lead around all of this.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.notices.models import Service

# Scheme → what may stand after it. No query: some options would change the host or switch off certificates.
_TOKEN = r"[A-Za-z0-9_\-.~%]{4,200}"
BUILT_IN: dict[str, tuple[str, re.Pattern[str]]] = {
    "wecombot": ("qyapi.weixin.qq.com", re.compile(rf"wecombot://{_TOKEN}/?")),
    "dingtalk": ("oapi.dingtalk.com", re.compile(rf"dingtalk://({_TOKEN}@)?{_TOKEN}(/\d{{6,15}})*/?")),
    "feishu": ("open.feishu.cn", re.compile(rf"feishu://{_TOKEN}/?")),
    "lark": ("open.larksuite.com", re.compile(rf"lark://{_TOKEN}/?")),
}
# What the robots' own settings show, to be copied from there: these make no signature and no phone numbers.
_SHOWN = {
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=": "wecombot",
    "https://oapi.dingtalk.com/robot/send?access_token=": "dingtalk",
    "https://open.feishu.cn/open-apis/bot/v2/hook/": "feishu",
    "https://open.larksuite.com/open-apis/bot/v2/hook/": "lark",
}
# What an administrator may allow: encrypted, and the host stands where a host stands in the address.
# What each is, for whoever allows one: the word that its addresses begin with says little by itself.
IN_WORDS = {
    "jsons": gettext_lazy(
        "A system of your own that takes JSON (https), for example jsons://robot.example.com/notices"
    ),
    "ntfys": gettext_lazy("An ntfy server (https), for example ntfys://ntfy.example.com/duban"),
    "gotifys": gettext_lazy("A Gotify server (https), for example gotifys://gotify.example.com/token"),
    "barks": gettext_lazy("A Bark server for iPhones (https), for example barks://bark.example.com/key"),
    "json": gettext_lazy("A system of your own that takes JSON, unencrypted, for example json://10.0.0.8:8080/notices"),
    "ntfy": gettext_lazy("An ntfy server, unencrypted, for example ntfy://10.0.0.8/duban"),
    "gotify": gettext_lazy("A Gotify server, unencrypted, for example gotify://10.0.0.8/token"),
    "bark": gettext_lazy("A Bark server for iPhones, unencrypted, for example bark://10.0.0.8/key"),
}
ALLOWABLE = tuple(IN_WORDS)
ENCRYPTED = frozenset({"jsons", "ntfys", "gotifys", "barks"})
# One user part at most, and nothing encoded before the path: of what is stranger, two readers of addresses see two hosts.
_PLAIN = re.compile(r"([A-Za-z0-9\-._~]+(:[A-Za-z0-9\-._~]*)?@)?[A-Za-z0-9\-.]+(:[0-9]{1,5})?(/[A-Za-z0-9\-._~%/:]*)?")

Resolve = Callable[[str], list[str]]


def resolve(host: str) -> list[str]:
    """Addresses of a host; empty when it has none."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError):
        return []


def as_address(typed: str) -> str:
    """The address for what somebody typed or copied from a robot's settings."""
    typed = typed.strip()
    for shown, scheme in _SHOWN.items():
        if typed.startswith(shown):
            return f"{scheme}://{typed.removeprefix(shown)}"
    return typed


def check_address(address: str, *, resolver: Resolve = resolve) -> None:
    """Raises ValidationError, in words for the person who typed it, unless notices may go there."""
    scheme, _sep, rest = address.partition("://")
    if scheme in BUILT_IN:
        if not BUILT_IN[scheme][1].fullmatch(address):
            raise ValidationError(
                _("This is not an address of the robot: it looks like %(scheme)s://token.") % {"scheme": scheme}
            )
        return
    if scheme not in ALLOWABLE or not rest or not _PLAIN.fullmatch(rest):
        raise ValidationError(_("Notices cannot go to such an address: copy the one in the robot's settings."))
    host = host_in(address)
    allowed = Service.objects.filter(scheme=scheme, host=place_of(scheme, rest)).first() if host else None
    if allowed is None:
        raise ValidationError(_("An administrator has to allow this service first."))
    check_host(host, inside=allowed.inside, resolver=resolver)


def host_in(address: str) -> str:
    try:
        return (urlsplit(f"https://{address.partition('://')[2]}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def place_of(scheme: str, rest: str) -> str:
    """Host, and the port unless it is the usual one: beside a robot other programs listen, which nobody meant to open."""
    try:
        found = urlsplit(f"https://{rest}")
        host, port = (found.hostname or "").rstrip("."), found.port
    except ValueError:
        return ""
    return host if port in (None, 443 if scheme in ENCRYPTED else 80) else f"{host}:{port}"


def check_host(host: str, *, inside: bool, resolver: Resolve = resolve) -> None:
    addresses = resolver(host)
    if not addresses:
        raise ValidationError(_("The host %(host)s cannot be found.") % {"host": host})
    for text in addresses:
        if not _may_call(ipaddress.ip_address(text.split("%")[0]), inside):
            raise ValidationError(_("The host %(host)s is an address that Duban must not call.") % {"host": host})


def _may_call(address: ipaddress.IPv4Address | ipaddress.IPv6Address, inside: bool) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    # This machine and the link's own addresses (cloud metadata among them) are never a notice's destination.
    if address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (inside and address.is_private)


def send_to(address: str, *, title: str, body: str) -> bool:
    """Send through the service; False when it refused. The address is checked again: names move."""
    check_address(address)
    import apprise  # a large package: only whoever sends loads it

    service: Any = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        return False
    if address.partition("://")[0] not in BUILT_IN and str(service.host).lower().rstrip(".") != host_in(address):
        return False  # the sender reads another host out of the address than the one that was checked
    service.redirects = False
    service.socket_connect_timeout = service.socket_read_timeout = 10.0
    return bool(service.notify(title=title, body=body))
