"""Who may read the journal. Which units a person stands over is known upstairs, so the room of the organisation says it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from .models import Entry, Verification

Named = tuple[int, str]


@dataclass(frozen=True)
class Rights:
    """`visible(person)` gives which entries, None for none at all; `may_verify(person)` says who may have the whole of it
    computed again. The rest finds units and people for the filters: from typed text or a number to (id, name), and where
    the pickers ask."""

    visible: Callable[[Any], Q | None]
    may_verify: Callable[[Any], bool]
    unit: Callable[[str], Named | None]
    person: Callable[[str], Named | None]
    unit_picker: Callable[[], str]
    person_picker: Callable[[], str]


_rights: list[Rights] = []
_seen: dict[str, Callable[[Any], QuerySet[Any]]] = {}
_opened: dict[str, Callable[[Any, int], bool]] = {}
_naming: list[Callable[[Any], Q]] = []


def register(rights: Rights) -> None:
    _rights[:] = [rights]


def register_seen(noun: str, seen: Callable[[Any], QuerySet[Any]]) -> None:
    """Entries of a noun, or about one, are read by those who see that one: `seen(person)` answers with the rows seen, all
    of them unfiltered for whoever is also to read of those that are gone.

    A unit's entries tell of its drafts and papers too, which not everybody in the unit may see; and some things, such as
    a visit ahead, are hidden from the highest rank as well. Called in `apps.py`.
    """
    _seen[noun] = seen


def register_opened(noun: str, opened: Callable[[Any, int], bool]) -> None:
    """Who may open the page of such a thing, where that is more than whom the journal tells of it. Called in `apps.py`."""
    _opened[noun] = opened


def opens(person: Any, noun: str, number: int) -> bool:
    """Whether the page of what an entry is about opens for this person."""
    if noun in _opened:
        return _opened[noun](person, number)
    return noun not in _seen or _seen[noun](person).filter(pk=number).exists()


def register_naming(naming: Callable[[Any], Q]) -> None:
    """Entries that would name somebody who is protected from this person, of things that the person sees otherwise.
    Called in `apps.py`."""
    _naming.append(naming)


def rights() -> Rights | None:
    return _rights[0] if _rights else None


def visible_to(person: Any) -> QuerySet[Entry]:
    """Nothing, unless somebody said what."""
    condition = _rights[0].visible(person) if _rights and person.is_active else None
    if condition is None:
        return Entry.objects.none()
    return of_seen(Entry.objects.filter(condition), person)


def of_seen(entries: QuerySet[Entry], person: Any) -> QuerySet[Entry]:
    """Those that tell of nothing hidden from this person; what somebody did stays theirs to read."""
    for noun, seen in _seen.items():
        rows = seen(person)
        if not rows.query.where:
            continue
        for of, number in (("noun", "noun_id"), ("about_noun", "about_id")):
            known = Exists(rows.filter(pk=OuterRef(number)))
            entries = entries.filter(~Q(**{of: noun}) | known | Q(actor_id=person.pk))
    for naming in _naming:
        entries = entries.exclude(naming(person))
    return entries


def get_for(person: Any, pk: int) -> Entry:
    entry = visible_to(person).filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def may_verify(person: Any) -> bool:
    return bool(_rights and person.is_active and _rights[0].may_verify(person))


def get_verification_for(person: Any, pk: int) -> Verification:
    found = Verification.objects.select_related("asked_by").filter(pk=pk).first() if may_verify(person) else None
    if found is None:
        raise Http404
    return found
