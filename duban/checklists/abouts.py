"""What a response may be about. Rooms above register their nouns here; this one never names them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duban.checklists.models import Response
from duban.org.access import Standing
from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class About:
    """`seen(person)` gives the ids (a queryset of one column, or a list) of the noun's things that the person may see:
    whoever sees one sees the responses about it, and may answer in them. `ends(standing, id)` says who may finish them
    besides who began them. `late(response)` is called, in the same transaction, when answers arrive after the end."""

    seen: Callable[[Person], Any]
    ends: Callable[[Standing, int], bool]
    late: Callable[[Response], None]


abouts: dict[str, About] = {}


def register_about(
    noun: str,
    seen: Callable[[Person], Any],
    *,
    ends: Callable[[Standing, int], bool] = lambda standing, pk: False,
    late: Callable[[Response], None] = lambda response: None,
) -> None:
    abouts[noun] = About(seen, ends, late)
