"""What stands in the menu. Rooms register their entries in `apps.py`; the menu never names a room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str | Promise
    url_name: str
    icon: str
    order: int
    group: str = ""
    # Called with the person; shown when it says so.
    shown_to: Callable[[Any], bool] = lambda person: True


_items: list[MenuItem] = []


def register(*items: MenuItem) -> None:
    _items.extend(items)
    _items.sort(key=lambda item: item.order)


def items_for(person: Any) -> list[MenuItem]:
    return [item for item in _items if item.shown_to(person)]
