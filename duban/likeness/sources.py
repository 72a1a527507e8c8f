"""How upper rooms bring in their texts and files. A room registers one source a noun in its `apps.py`:

    sources.register(Source("finding", _("Finding"), "finding", read=…, ids=…, may_look=…, seen=…, link=…))

and calls `jobs.compare_later("finding", pk)` in the action that writes one. What was there before is found by the sweep.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Origin:
    """One text and the ids of its evidence files. Both are facts: neither changes once it is registered."""

    about_id: int
    unit_id: int | None
    at: datetime
    text: str
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """`read(pk)`: the text with its files, None when it is gone. `ids()`: rows of the noun's own table, for the sweep.
    `may_look(person, pk)`: whether the person may verify this one, and so see its hints.
    `seen(person, about_ids)`: of these matters, those that the person sees, with their titles.
    `link(about_id)`: the page of the matter."""

    noun: str
    label: str | Promise
    about: str
    read: Callable[[int], Origin | None]
    ids: Callable[[], QuerySet[Any]]
    may_look: Callable[[Any, int], bool]
    seen: Callable[[Any, Collection[int]], dict[int, str]]
    link: Callable[[int], str]


_sources: dict[str, Source] = {}


class UnknownSource(LookupError):
    """No room registered this noun."""


def register(*sources: Source) -> None:
    for source in sources:
        _sources[source.noun] = source


def of(noun: str) -> Source:
    try:
        return _sources[noun]
    except KeyError:
        raise UnknownSource(noun) from None


def every() -> list[Source]:
    return list(_sources.values())
