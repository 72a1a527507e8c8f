"""One way only to write an entry down, so that its digest is the same on every machine and database.

The body is JSON after RFC 8785 for the values allowed here: keys sorted, no spaces, UTF-8, no floats (a float has no
single spelling that people agree on; amounts are strings or integers).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

MARK = "duban-entry-1"
FIELDS = ("at", "kind", "actor_id", "unit_id", "noun", "noun_id", "about_noun", "about_id", "actor_name", "body")


def body_text(body: Mapping[str, Any]) -> str:
    """Canonical JSON of a body. Raises TypeError for what has no canonical form, ValueError for broken text."""
    text = json.dumps(_plain(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text.encode()  # a lone surrogate would only fail later, inside the database
    return text


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        if any(not isinstance(key, str) for key in value):
            raise TypeError("the keys of a journal body are strings")
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID, Promise)):
        return str(value)
    raise TypeError(f"a journal body cannot carry {type(value).__name__} {value!r}; give a string or an integer")


def one_line(text: str) -> str:
    """Names go into a line of the digest: control characters would let two different entries read the same."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def moment(at: datetime) -> str:
    """UTC, always six decimals: the spelling that SQLite stores, and PostgreSQL can be asked for."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def entry_text(
    at: str,
    kind: str,
    actor_id: int | None,
    unit_id: int | None,
    noun: str,
    noun_id: int,
    about_noun: str,
    about_id: int | None,
    actor_name: str,
    body: str,
) -> str:
    """Ten lines. No value can hold a line break, and an equal digest means equally many, so the split is unambiguous."""
    numbers = ["" if number is None else str(number) for number in (actor_id, unit_id, noun_id, about_id)]
    return "\n".join(
        (MARK, at, kind, numbers[0], numbers[1], noun, numbers[2], about_noun, numbers[3], actor_name, body)
    )


def entry_digest(text: str) -> bytes:
    return digest_of(text.encode())


def digest_of(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def seal_digest(*, seq: int, size: int, count: int, at: str, root: bytes, previous: bytes) -> bytes:
    """What a checkpoint commits to: the tree's root, how many entries it holds, when, and the seal before."""
    text = "\n".join(("duban-seal-1", str(seq), str(size), str(count), at, root.hex(), previous.hex()))
    return hashlib.sha256(text.encode()).digest()
