"""Asks that could be one. Rooms above register which of theirs overlap and how they are merged.

overlaps.register(overlaps.Kind("visits", _("Visits"), find, merge, consents, consenting_unit, both={"join"}))
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from duban.burden.askers import Words
from duban.burden.models import MergeOffer
from duban.org.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called, its page, when it is, and who asks it."""

    pk: int
    title: str
    url: str
    when: str
    asker: str


@dataclass(frozen=True, slots=True)
class Way:
    """One action that merges them; `sure` says what it does before it is done."""

    code: str
    label: Words
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """`second` would give way to `first`. `minutes` is what is saved by the first way, as far as it can be told now."""

    first: Side
    second: Side
    units: Sequence[str]
    why: str
    ways: Sequence[Way]
    minutes: int = 0
    kind: str = field(default="")


@dataclass(frozen=True, slots=True)
class Kind:
    """`find(person, today)` gives those among what the person may see and would have a say in. `merge(first, second, way,
    agreed)` carries one out, checks all of it again, and returns the minutes saved; it runs as the first of those who agreed.
    `consents(person, pk)` says whether somebody answers for one of the two; `unit_of(pk)` whose it is. The one that gives
    way must agree, and in the ways of `both` the one that stays, too."""

    code: str
    label: Words
    find: Callable[[Person, date], Iterable[Overlap]]
    merge: Callable[[int, int, str, Sequence[Person]], int]
    consents: Callable[[Person, int], bool]
    unit_of: Callable[[int], Unit]
    both: Collection[str] = ()

    def lacking(self, first: int, second: int, way: str, agreed: Iterable[Person]) -> list[int]:
        """Of those that must agree, the ones that nobody of these people answers for."""
        wanted = [second, first] if way in self.both else [second]
        return [pk for pk in wanted if not any(self.consents(person, pk) for person in agreed)]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_called(code: str) -> Kind:
    if code not in _kinds:
        raise Http404
    return _kinds[code]


def consents(person: Person, offer: MergeOffer) -> bool:
    """Whether this person's word is wanted, and with it and that of who proposed it all agree."""
    if offer.kind not in _kinds:
        return False
    lacking = partial(_kinds[offer.kind].lacking, offer.first, offer.second, offer.way)
    return len(lacking([person])) < len(lacking([])) and not lacking([person, offer.by])


def overlaps_for(person: Person, today: date) -> list[tuple[Kind, list[Overlap]]]:
    found = ((kind, list(kind.find(person, today))) for kind in _kinds.values())
    return [(kind, rows) for kind, rows in found if rows]


def found_again(kind: Kind, first: int, second: int, way: str, actor: Person, today: date) -> Overlap:
    """The overlap that an address names, as it is now. ValidationError when there is no such thing any more."""
    for overlap in kind.find(actor, today):
        if (overlap.first.pk, overlap.second.pk) == (first, second) and way in {each.code for each in overlap.ways}:
            return overlap
    raise ValidationError(_("These two no longer overlap; somebody may have merged or moved one of them."))
