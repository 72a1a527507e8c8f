"""What can be asked, and by what. Rooms above say in their `apps.py` which acts they ask for and what their asks are
called; this one never names them.

    askers.act(askers.Act("report", _("Report"), 15))
    askers.asker(askers.Asker("task", _("Tasks"), titles_of_tasks))
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from duban.org.models import Person

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """Something that takes a person time. `minutes` is what the house starts with before an edition of the rates says
    otherwise; None for what is not rated by itself but made up of other acts. `group` keeps rates together."""

    code: str
    label: Words
    minutes: float | None = None
    group: Words = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """A noun that asks. `titles(person, ids)` gives (title, address) of those that this person may see."""

    noun: str
    label: Words
    titles: Callable[[Person, Collection[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Ask:
    """What one unit is asked on a day: `minutes` of one person for one time, `times` in all (by how many people and how
    often), of so many different `people`.

    `of` is what the minutes are corrected by once it was measured often enough. `once`: asked one time only, so not
    again in another month when it was charged already. `who` is the person it falls to, where there is one. `chance`:
    with what probability the unit is asked at all, where dice decide; such asks are foreseen, never declared.
    """

    bearer_id: int
    act: str
    on: date
    minutes: float
    people: int = 1
    times: int = 1
    of: tuple[str, int] | None = None
    once: bool = False
    who: int | None = None
    chance: float = 1

    @property
    def total(self) -> float:
        return self.minutes * self.times


_acts: dict[str, Act] = {}
_askers: dict[str, Asker] = {}


def act(*acts: Act) -> None:
    for each in acts:
        _acts[each.code] = each


def asker(found: Asker) -> None:
    _askers[found.noun] = found


def acts() -> list[Act]:
    return list(_acts.values())


def act_called(code: str) -> Act:
    return _acts[code]


def asker_called(noun: str) -> Asker:
    return _askers[noun]


def askers() -> list[Asker]:
    return list(_askers.values())


def titles_of(person: Person, sources: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """(noun, id) → (title, address) of what the person may see: as many queries as there are nouns."""
    by_noun: dict[str, set[int]] = {}
    for noun, pk in sources:
        by_noun.setdefault(noun, set()).add(pk)
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for noun, ids in by_noun.items():
        if noun in _askers:
            found |= {(noun, pk): named for pk, named in _askers[noun].titles(person, ids).items()}
    return found
