"""Who is told of what. A room names its journal kinds and a function that answers with people; nobody else is told.

audience.register({"task.dispatched"}, lambda entry: people_of_units([entry.unit_id]))
"""

from collections.abc import Callable, Iterable

from duban.journal.models import Entry

Who = Callable[[Entry], Iterable[int | None]]
# Of an entry and those who are told of it: those who must not read who did it.
Unnamed = Callable[[Entry, set[int]], Iterable[int]]
_told: dict[str, list[Who]] = {}
_unnamed: dict[str, Unnamed] = {}


def register(kinds: Iterable[str], *who: Who) -> None:
    """Entries of these kinds are told to everybody that any of the functions names (ids of people; None is nobody).

    Rooms get ready in any order, so whether the kinds exist is asked later, by `unknown`.
    """
    for kind in kinds:
        _told.setdefault(kind, []).extend(who)


def register_unnamed(noun: str, unnamed: Unnamed) -> None:
    _unnamed[noun] = unnamed


def kinds() -> list[str]:
    return list(_told)


def of(entry: Entry) -> set[int]:
    """Whoever did it knows already."""
    people = {person for who in _told.get(entry.kind, ()) for person in who(entry)}
    return {person for person in people if person is not None and person != entry.actor_id}


def without_name(entry: Entry, people: set[int]) -> set[int]:
    """Of those who are told: whoever is told without the name of who did it."""
    unnamed = _unnamed.get(entry.noun)
    return set(unnamed(entry, people)) if unnamed else set()


def unknown(known: Iterable[str]) -> set[str]:
    """Kinds with an audience that nobody will ever write: a slip of the pen that would silently tell nobody."""
    return set(_told) - set(known)
