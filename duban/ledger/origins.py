"""Where a task may come from. Upper rooms say how their noun shows itself; the ledger never names them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class Origin:
    """What the chain back shows: title and address of the source, its very words, and why they became a task."""

    title: str
    url: str
    words: str = ""
    why: str = ""


# Called with the id and the reader; None when there is no such thing or the reader may not see it.
Resolver = Callable[[int, Person], Origin | None]
_resolvers: dict[str, Resolver] = {}
# What was joined to a task that was there already: its rows, asked of a task's key, and how they show to a reader.
Joined = Callable[[Any], QuerySet[Any]]
Drawn = Callable[[QuerySet[Any], Person], list[Origin]]
_joined: dict[str, tuple[Joined, Drawn]] = {}


def register(noun: str, resolver: Resolver) -> None:
    _resolvers[noun] = resolver


def origin_of(noun: str, noun_id: int | None, reader: Person) -> Origin | None:
    resolver = _resolvers.get(noun)
    return resolver(noun_id, reader) if resolver and noun_id is not None else None


def register_joined(noun: str, rows: Joined, drawn: Drawn) -> None:
    _joined[noun] = rows, drawn


def anything_joined() -> dict[str, Exists]:
    """For a query of tasks: which nouns joined something to them. The names begin with `joined_`."""
    return {f"joined_{noun}": Exists(rows(OuterRef("pk"))) for noun, (rows, _drawn) in _joined.items()}


def joined_to(task_id: int, reader: Person) -> list[Origin]:
    return [origin for rows, drawn in _joined.values() for origin in drawn(rows(task_id), reader)]
