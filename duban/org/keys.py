"""What opens Duban in a person's name, or tells what they are told, without their password: keys of other systems, addresses of
calendars and robots, log-ins at other services. Rooms register theirs in `apps.py`; a new password asks which of them to keep, and a lost account gives up all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duban.org.models import Person


@dataclass(frozen=True)
class Keys:
    """`held(person)`: number → what it is, for those that open something now. `revoke(person, number, actor=…)`: from now
    on it opens nothing; doing it again changes nothing."""

    name: str
    held: Callable[[Person], dict[int, str]]
    revoke: Callable[..., Any]


_all: list[Keys] = []


def register(keys: Keys) -> None:
    _all.append(keys)


def held_by(person: Person) -> dict[str, str]:
    """code → what it is."""
    return {f"{keys.name}:{number}": label for keys in _all for number, label in keys.held(person).items()}


def revoke(person: Person, codes: list[str] | None = None, *, actor: Person | None) -> int:
    """These, or all of them; returns how many. Call it in the transaction that needs it."""
    count = 0
    for keys in _all:
        for number in keys.held(person):
            if codes is None or f"{keys.name}:{number}" in codes:
                keys.revoke(person, number, actor=actor)
                count += 1
    return count
