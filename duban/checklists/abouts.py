"""What a response may be about. Rooms above register their nouns here; this one never names them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from duban.checklists.models import Answer, Edition, Response
from duban.org.access import Standing
from duban.org.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Ahead:
    """What somebody is sent to look at. A device that has this can begin it without a network, under `device`: the number
    its response will have whoever begins it first."""

    noun: str
    noun_id: int
    device: UUID
    edition: Edition
    unit: Unit
    on: date
    url: str
    place: str = ""


def _begins_nothing(actor: Person, pk: int, edition: Edition, begun_at: datetime) -> Response:
    raise PermissionDenied


@dataclass(frozen=True, slots=True)
class About:
    """`seen(person)` gives the ids (a queryset of one column, or a list) of the noun's things that the person may see:
    whoever sees one sees the responses about it. `answers(standing, id)` says who may answer in them, at any time, besides
    who did before; `ends(standing, id)` who may finish them besides who began them; `verifies(standing, id)` who verifies what others answered in them, where that is not whoever leads the
    looking unit. `late(response)` is called, in the same transaction, when answers arrive after the end.
    `left(standing, id)` says who was sent once and is no more: what their devices bring is kept apart (`actions/apart.py`).
    `uncounted()` gives the ids of those of which what was said counts as no check, and `note(id)` tells a reader why.
    Responses about a `secret` noun's things are seen only by who sees the thing, answered or began them.
    `sent(person)` gives the ids of what the person is sent to, `ahead(person, None)` those of them that nobody has begun,
    the nearest first, `ahead(person, id)` that one alone, and `begin` begins one."""

    seen: Callable[[Person], Any]
    answers: Callable[[Standing, int], bool]
    ends: Callable[[Standing, int], bool] = lambda standing, pk: False
    verifies: Callable[[Standing, int], bool] | None = None
    late: Callable[[Response], None] = lambda response: None
    left: Callable[[Standing, int], bool] = lambda standing, pk: False
    uncounted: Callable[[], Any] = lambda: ()
    note: Callable[[int], str] = lambda pk: ""
    sent: Callable[[Person], Any] = lambda person: ()
    ahead: Callable[[Person, int | None], Iterable[Ahead]] = lambda person, pk: ()
    begin: Callable[[Person, int, Edition, datetime], Response] = _begins_nothing
    secret: bool = False


abouts: dict[str, About] = {}
# Who verifies an answer besides, because of what was made of it.
verifiers: list[Callable[[Standing, Answer], bool]] = []


def apart_of(noun: str) -> str:
    """The noun of what is kept apart from the responses about `noun`."""
    return f"{noun}_apart"


def register_about(noun: str, about: About) -> None:
    abouts[noun] = about


def register_verifier(verifies: Callable[[Standing, Answer], bool]) -> None:
    verifiers.append(verifies)


def ahead_of(person: Person) -> Iterator[Ahead]:
    for about in abouts.values():
        yield from about.ahead(person, None)


def one_ahead(person: Person, noun: str, pk: int) -> Ahead | None:
    """That one, however many others are ahead."""
    return next(iter(abouts[noun].ahead(person, pk)), None) if noun in abouts else None
