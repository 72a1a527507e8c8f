"""Reading the journal back, a stretch at a time, as fast as the machine allows: plain SQL, no models, no JSON.

The stretches are independent, so `verify` can give them to several processes; those need no Django, only the address
of the database.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import merkle

HEIGHT = 15
_EIGHT_BYTES = (1 << 64) - 1
STRETCH = 1 << HEIGHT  # leaves in a full stretch: a perfect subtree, about 10 MB of rows

LINES = {
    # The canonical text of an entry (canonical.entry_text), put together by the database.
    "sqlite": "CAST('duban-entry-1' || x'0a' || CASE length(e.at) WHEN 19 THEN e.at || '.000000' ELSE e.at END"
    " || x'0a' || e.kind || x'0a' || coalesce(e.actor_id, '') || x'0a' || coalesce(e.unit_id, '') || x'0a' || e.noun"
    " || x'0a' || e.noun_id || x'0a' || e.about_noun || x'0a' || coalesce(e.about_id, '') || x'0a' || e.actor_name"
    " || x'0a' || e.body AS BLOB)",
    "postgresql": "convert_to(concat_ws(E'\\n', 'duban-entry-1',"
    " to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.kind, coalesce(e.actor_id::text, ''),"
    " coalesce(e.unit_id::text, ''), e.noun, e.noun_id::text, e.about_noun, coalesce(e.about_id::text, ''),"
    " e.actor_name, e.body), 'UTF8')",
}


def blob(column: str, vendor: str) -> str:
    """SQLite columns hold what was put there, whatever their type: a forged value must be reported, not break off."""
    return f"CAST({column} AS BLOB)" if vendor == "sqlite" else column


def _(words: str) -> str:
    """Marks words for translation. They are translated where they are shown: this file needs no Django."""
    return words


@dataclass(frozen=True)
class Misfit:
    """Something that does not fit. `position` orders misfits; `entry` and `seal` name what is touched, where known."""

    position: int
    words: str
    entry: int | None = None
    seal: int | None = None
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def why(self) -> str:
        return self.words % self.given


@dataclass
class Stretch:
    start: int
    top: bytes | None  # the subtree's hash when the stretch is full
    edges: dict[int, list[bytes]]  # local size of each wanted boundary → its perfect subtrees, largest first
    last_nodes: bytes  # kept with the last leaf; what lies above the stretch, the caller checks
    misfits: list[Misfit] = field(default_factory=list)


def scan(vendor: str, rows: Callable[[str], Sequence[Any]], start: int, stop: int, wanted: Sequence[int]) -> Stretch:
    """Check leaves [start, stop) against their entries; `rows` runs a query, `wanted` are sizes in (start, stop]."""
    found = rows(
        f"SELECT l.position, l.entry_id, {blob('l.nodes', vendor)}, {blob('e.digest', vendor)}, {LINES[vendor]}"
        " FROM journal_leaf l"
        " LEFT JOIN journal_entry e ON e.id = l.entry_id"
        f" WHERE l.position >= {int(start)} AND l.position < {int(stop)} ORDER BY l.position"
    )
    sha256 = hashlib.sha256
    misfits: list[Misfit] = []
    leaves: list[bytes] = []
    kept: list[bytes] = []
    numbers: list[int | None] = []
    expected = start
    for position, number, nodes, digest, text in found:
        while expected < position:
            _vacant(misfits, leaves, kept, numbers, expected)
            expected += 1
        expected += 1
        hashed = nodes[:32]
        if text is None or digest is None:
            words = _("the entry is missing") if digest is None else _("the entry has a column without a value")
            misfits.append(Misfit(position, words, number))
        elif sha256(text).digest() != digest:
            misfits.append(Misfit(position, _("what it says does not give its digest"), number))
        elif sha256(b"\x00" + (number & _EIGHT_BYTES).to_bytes(8, "big") + digest).digest() != hashed:
            misfits.append(Misfit(position, _("its digest is not the one that was sealed"), number))
        # What was sealed goes into the tree, so that one changed entry is one misfit and not all that follow.
        leaves.append(hashed)
        kept.append(nodes)
        numbers.append(number)
    while expected < stop:
        _vacant(misfits, leaves, kept, numbers, expected)
        expected += 1
    levels = _levels(leaves)
    misfits += _wrong_nodes(start, levels, kept, numbers)
    return Stretch(
        start=start,
        top=levels[HEIGHT][0] if len(leaves) == STRETCH else None,
        edges={size: [levels[height][at >> height] for at, height in merkle.subtrees(size - start)] for size in wanted},
        last_nodes=kept[-1] if kept else b"",
        misfits=misfits,
    )


def _vacant(
    misfits: list[Misfit], leaves: list[bytes], kept: list[bytes], numbers: list[int | None], position: int
) -> None:
    before = next((number for number in reversed(numbers) if number is not None), None)
    given = {"place": position, "entry": before}
    words = (
        _("place %(place)s in the tree is empty")
        if before is None
        else _("place %(place)s in the tree is empty (after entry %(entry)s)")
    )
    misfits.append(Misfit(position, words, given=given))
    leaves.append(bytes(32))
    kept.append(b"")
    numbers.append(None)


def _levels(leaves: list[bytes]) -> list[list[bytes]]:
    sha256, levels = hashlib.sha256, [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(
            [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(below[::2], below[1::2], strict=False)  # an odd one waits for its sibling
            ]
        )
    return levels


def _wrong_nodes(start: int, levels: list[list[bytes]], kept: list[bytes], numbers: list[int | None]) -> list[Misfit]:
    """Inner hashes kept with the leaves. In the last leaf of a full stretch only those within the stretch."""
    right = levels[0][:]
    for height, level in enumerate(levels[1:], start=1):
        for at, node in enumerate(level, start=1):
            right[(at << height) - 1] += node
    if right == kept:
        return []
    for at, (node, stored) in enumerate(zip(right, kept, strict=True)):
        if stored and stored != node and not (at == STRETCH - 1 and stored.startswith(node)):
            # One wrong hash makes all above it wrong: the first says it all.
            return [Misfit(start + at, _("the inner hashes kept with its place are wrong"), numbers[at])]
    return []


def worker(vendor: str, address: Any, start: int, stop: int, wanted: Sequence[int]) -> Stretch:
    """`scan` in a process of its own."""
    return scan(vendor, _opened(vendor, address), start, stop, wanted)


_connections: dict[str, Any] = {}


def _opened(vendor: str, address: Any) -> Callable[[str], Sequence[Any]]:
    if "rows" not in _connections:
        if vendor == "sqlite":
            import sqlite3  # only the one that is needed

            connection = sqlite3.connect(f"{address}?mode=ro", uri=True)
            _connections["rows"] = lambda query: connection.execute(query).fetchall()
        else:
            import psycopg  # only the one that is needed

            postgresql = psycopg.connect(**address)
            _connections["rows"] = lambda query: postgresql.cursor(binary=True).execute(query).fetchall()
    rows: Callable[[str], Sequence[Any]] = _connections["rows"]
    return rows
