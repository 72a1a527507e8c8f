"""What stands in the menu. Rooms register their entries in `apps.py`; the menu never names a room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

# An entry of this group stands in the account menu at the top right, not in the navigation.
ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str | Promise
    url_name: str
    icon: str
    order: int
    group: str | Promise = ""
    # Called with the person; shown when it says so.
    shown_to: Callable[[Any], bool] = lambda person: True
    # Also in the bar at the thumb on a phone (room for four).
    phone: bool = False

    @property
    def is_of_account(self) -> bool:
        # Which group it is, not how it is called: that would be translated for every comparison.
        return self.group is ACCOUNT


_items: list[MenuItem] = []
_header: list[Callable[[HttpRequest], str]] = []


def register(*items: MenuItem) -> None:
    _items.extend(items)
    _items.sort(key=lambda item: item.order)


def register_header(draw: Callable[[HttpRequest], str]) -> None:
    """Something at the top right of every page, such as the bell. `draw` returns safe HTML and must be cheap."""
    _header.append(draw)


def called(url_name: str) -> MenuItem:
    return next(item for item in _items if item.url_name == url_name)


def items_for(person: Any) -> list[MenuItem]:
    return [item for item in _items if item.shown_to(person)]


def header_for(request: HttpRequest) -> list[str]:
    return [draw(request) for draw in _header]
