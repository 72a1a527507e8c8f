"""Tickets: a SHA-256 for everyone, which decides the order. Anyone can make one with `printf … | sha256sum`."""

from collections.abc import Iterable
from hashlib import sha256
from json.encoder import encode_basestring

from duban.draws.canonical import hex_digest, json_bytes

ENTRY = "entry"
TEAM = "team/"


def ticket(digest: str, seed: str, role: str, id: str) -> str:
    """SHA-256 over the JSON array [manifest digest, seed, role, id], as 64 hexadecimal digits.

    The role is `entry` for an entry, and `team/` with the entry's id for an inspector who may visit it.
    """
    return hex_digest(json_bytes([digest, seed, role, id]))


def in_order(digest: str, seed: str, role: str, ids: Iterable[str]) -> list[str]:
    """The ids by ascending ticket. Where one stands against another does not depend on who else is there."""
    shared = sha256(json_bytes([digest, seed, role])[:-1] + b",")  # what all tickets begin with is hashed once

    def ticket_bytes(id: str) -> bytes:
        hashed = shared.copy()
        hashed.update((encode_basestring(id) + "]").encode())
        return hashed.digest()

    return sorted(ids, key=ticket_bytes)
