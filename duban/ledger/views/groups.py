"""The ledger in groups: one line a unit, programme, person or light, each number leading to its rows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LABELS = {"unit": _("By unit"), "programme": _("By programme"), "person": _("By person"), "light": _("By light")}


def of(request: HttpRequest, by: str, chosen: dict[str, str]) -> dict[str, Any]:
    return {"groups": []}
