"""What somebody owes today, and what waits for them. Rooms register a provider in `apps.py`; the today page asks all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Todo:
    """One line. `owed`: the person must do it themselves; otherwise others wait for the person's decision."""

    title: str
    url: str
    what: str | Promise
    owed: bool
    due_on: date | None = None
    light: str = ""
    sender: str = ""
    noun: str = ""
    noun_id: int | None = None
    more: bool = False
    """stands for further ones of its kind, which its `url` lists where there is such a list"""


# Called with the person and today; returns at most a few dozen, the most pressing first.
Provider = Callable[[Any, date], Iterable[Todo]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def todos_of(person: Any, on: date) -> list[Todo]:
    """Everything, what is due first at the top."""
    found = [todo for provider in _providers for todo in provider(person, on)]
    return sorted(found, key=lambda todo: (todo.more, todo.due_on is None, todo.due_on or on))


def first_of(rows: Any, most: int) -> tuple[list[Any], bool]:
    """So many of the rows, and whether there are more."""
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def more_of(what: str | Promise, *, owed: bool, url: str = "") -> Todo:
    return Todo(title=str(_("Further ones")), url=url, what=what, owed=owed, more=True)
