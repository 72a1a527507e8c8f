"""The Merkle tree of RFC 6962 (Certificate Transparency), section 2.1: one tree that only grows at its right edge.

Everything here is pure: bytes in, bytes out. Positions count from 0.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_data(entry_id: int, digest: bytes) -> bytes:
    """What stands in a leaf: the entry's number and its digest, so that entries can't trade places or numbers."""
    return entry_id.to_bytes(8, "big") + digest


class Edge:
    """The right edge of a tree: the perfect subtrees of which it consists, largest first. Size and edge give the root."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} perfect subtrees, not {len(self.hashes)}")

    def add(self, leaf: bytes) -> list[bytes]:
        """Add one leaf hash; returns the perfect subtrees of height ≥ 1 that it completes, lowest first."""
        return self.add_perfect(0, leaf)

    def add_perfect(self, height: int, subtree: bytes) -> list[bytes]:
        """Add a perfect subtree of 2**height leaves at once; the size must be a multiple of that. Returns as `add`."""
        if self.size & ((1 << height) - 1):
            raise ValueError("a subtree can only stand at a multiple of its own size")
        completed, current, size = [], subtree, self.size >> height
        while size & 1:
            current = node_hash(self.hashes.pop(), current)
            completed.append(current)
            size >>= 1
        self.hashes.append(current)
        self.size += 1 << height
        return completed

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY
        current = self.hashes[-1]
        for each in reversed(self.hashes[:-1]):
            current = node_hash(each, current)
        return current


def subtrees(size: int) -> list[tuple[int, int]]:
    """(start, height) of the perfect subtrees of which a tree of `size` leaves consists, largest first."""
    found, start = [], 0
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            found.append((start, height))
            start += 1 << height
    return found


def audit_path(position: int, size: int, subtree: Callable[[int, int], bytes]) -> list[bytes]:
    """The siblings from the leaf up to the root (RFC 6962, 2.1.1). `subtree(start, height)` looks a perfect one up."""
    if not 0 <= position < size:
        raise ValueError(f"position {position} is not in a tree of {size} leaves")
    path: list[bytes] = []
    start = 0
    while size > 1:
        left = 1 << (size - 1).bit_length() - 1
        if position < left:
            path.append(_root_of(start + left, size - left, subtree))
            size = left
        else:
            path.append(subtree(start, left.bit_length() - 1))
            start, position, size = start + left, position - left, size - left
    return path[::-1]


def _root_of(start: int, size: int, subtree: Callable[[int, int], bytes]) -> bytes:
    return Edge(size, [subtree(start + at, height) for at, height in subtrees(size)]).root()


def root_from_path(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that leaf and path lead to (RFC 9162, 2.1.3.2). Raises ValueError for a path of the wrong length."""
    if not 0 <= position < size:
        raise ValueError(f"position {position} is not in a tree of {size} leaves")
    current, at, last = leaf, position, size - 1
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            current = node_hash(sibling, current)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return current
