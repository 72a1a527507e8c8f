"""Where a task may come from. Upper rooms say how their noun shows itself; the ledger never names them."""

from collections.abc import Callable
from dataclasses import dataclass

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


def register(noun: str, resolver: Resolver) -> None:
    _resolvers[noun] = resolver


def origin_of(noun: str, noun_id: int | None, reader: Person) -> Origin | None:
    resolver = _resolvers.get(noun)
    return resolver(noun_id, reader) if resolver and noun_id is not None else None
