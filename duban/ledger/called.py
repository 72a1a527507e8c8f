"""Who is called upon to look again at what was closed, and is no party of it (回头看). Rooms above say so.

Whoever is called upon sees the matter, and whoever then found that it does not hold opens it again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from duban.org.access import Standing

# (standing, noun) → querysets of one column: ids of that noun which the person sees for it.
Seen = Callable[[Standing, str], Iterable[Any]]
# (standing, noun, id) → whether the person's verdict is that this one does not hold, and it is theirs to open it again.
Failed = Callable[[Standing, str, int], bool]
_callers: list[tuple[Seen, Failed]] = []


def register(seen: Seen, failed: Failed) -> None:
    _callers.append((seen, failed))


def seen_by(standing: Standing, noun: str) -> Iterator[Any]:
    for seen, _failed in _callers:
        yield from seen(standing, noun)


def may_reopen(standing: Standing, noun: str, pk: int) -> bool:
    return any(failed(standing, noun, pk) for _seen, failed in _callers)
