"""What finds things. This room has some of its own; upper rooms register theirs and are never named here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from duban.findings.models import Source
from duban.ledger.origins import Origin
from duban.org.models import Person, Unit

# (id, reader) → how it shows itself; None when there is no such thing or the reader may not see it.
Resolver = Callable[[int, Person], Origin | None]
# (id, person, unit): whether what this person finds there counts at once, whatever posts they hold.
Entitled = Callable[[int, Person, Unit], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    noun: str
    label: str | Promise
    resolve: Resolver
    entitled: Entitled


_kinds: dict[str, Kind] = {}


def register(noun: str, label: str | Promise, resolve: Resolver, entitled: Entitled) -> None:
    """For instance a visit: its team may issue what it finds at the unit visited. Called in `apps.py`."""
    _kinds[noun] = Kind(noun, label, resolve, entitled)


def label_of(noun: str) -> str:
    if noun in _kinds:
        return str(_kinds[noun].label)
    return str(Source(noun).label) if noun in Source.values else noun


def choices() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Source.choices] + [(k.noun, str(k.label)) for k in _kinds.values()]


def is_known(noun: str) -> bool:
    return noun in _kinds or noun in Source.values


def entitled(source: tuple[str, int] | None, person: Person, unit: Unit) -> bool:
    if source is None:
        return False
    kind = _kinds.get(source[0])
    return kind is not None and kind.entitled(source[1], person, unit)


def origin_of(noun: str, noun_id: int | None, reader: Person) -> Origin | None:
    kind = _kinds.get(noun)
    return kind.resolve(noun_id, reader) if kind and noun_id is not None else None
