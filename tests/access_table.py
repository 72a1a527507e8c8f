"""The hand-written table of who may do what by which address, and the machinery that tries every line of it.

A room writes its lines in `tests/<room>/access_rows.py`:

    from tests.access_table import Row

    ROWS = [
        Row("org:unit", "GET", lambda world: {"pk": world.tugs.pk}, {"*": 200}),
        Row("org:unit_edit", "POST", lambda world: {"pk": world.tugs.pk}, {"*": 403, "administrator": 302, "east_administrator": 302},
            data=lambda world: {"name": "…"}),
    ]

`expect` maps people of `tests/world.py` to the status they must get; `*` is everybody else who is tried: one person inside
and one outside the east subtree for each role (`WHO`), and `outsider`, who holds no post. Nobody logged in must get 302
(to the login) unless `anonymous` says otherwise. Expected numbers are written by hand, never computed from policies.
`make` may build what the address is about; it gets the world and its result is passed on: `kwargs(world, made)`.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import BY_ROLE, World

WHO = sorted({name for pair in BY_ROLE.values() for name in pair} | {"outsider"})

# Addresses of others' making: name (or a prefix ending with *) → why no line is needed.
EXEMPT: dict[str, str] = {
    "api:*": "answers tokens only; tests/api has its own table",
}


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    kwargs: Callable[..., dict[str, Any]] | dict[str, Any] | None
    expect: dict[str, int]
    data: Callable[..., dict[str, Any]] | dict[str, Any] | None = None
    make: Callable[[World], Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def world(self) -> str:
        """The lines of a room that build the same can be tried in one world: this is its name."""
        room = self.name.partition(":")[0] if ":" in self.name else "no namespace"
        return f"{room}, {self.make.__module__}.{self.make.__qualname__}" if self.make else room

    def expected(self, who: str) -> int:
        if who in self.expect:
            return self.expect[who]
        return 302 if who == "anonymous" else self.expect["*"]

    def built(
        self, part: Callable[..., dict[str, Any]] | dict[str, Any] | None, world: World, made: Any
    ) -> dict[str, Any]:
        if not callable(part):
            return dict(part or {})
        return part(world, made) if len(inspect.signature(part).parameters) > 1 else part(world)


def rows() -> list[Row]:
    found: list[Row] = []
    for file in sorted(Path(__file__).parent.glob("*/access_rows.py")):
        found += import_module(f"tests.{file.parent.name}.access_rows").ROWS
    return found


def in_one_world(rows: Iterable[Row]) -> list[list[Row]]:
    """Building a world for each line would take longer than the line."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault((row.world, row.make), []).append(row)
    return list(found.values())


def names() -> Iterator[str]:
    """Every named address of the project, with its namespace; an unnamed one gives its pattern."""
    yield from _names(get_resolver().url_patterns, "")


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


def exempt(name: str) -> bool:
    return name in EXEMPT or any(key.endswith("*") and name.startswith(key[:-1]) for key in EXEMPT)
