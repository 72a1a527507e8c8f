"""Sealing: the entries that no seal holds yet get their places in the tree, and the new root is fixed and chained.

Safe with any number of workers on any number of hosts: only one seals at a time, the others return at once. Writers
are never waited for. On PostgreSQL a lower number may become visible after a higher one was sealed; it is simply
gathered by a later seal, which is why places are rows of their own.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from . import canonical, merkle
from .models import Entry, Leaf, Seal

# A change whose transaction stays open longer than this is not found by the quick look, only by a sweep.
PATIENCE = timedelta(minutes=15)
_NOTHING = -1
_LOCK = 7_203_417_551_026_981  # any number that nobody else locks


def seal_pending(limit: int = 50_000, *, sweep: bool = False) -> int:
    """Seal what is not sealed yet, at most `limit` entries; returns how many. 0 also when another worker is sealing.

    `sweep` looks through the whole journal and not only at what came since `PATIENCE` before the last seal.
    """
    return _seal_after(_NOTHING if sweep else _floor(), limit)[0]


def seal_all(limit: int = 50_000, *, sweep: bool = False) -> int:
    """Seal everything that waits, `limit` entries under each seal; returns how many. Do it with `sweep` at start and
    once in a while."""
    sealed, last = 0, _NOTHING if sweep else _floor()
    while True:
        # Each round goes on where the one before ended: what is sealed is not looked at again and again.
        count, last = _seal_after(last, limit)
        sealed += count
        if count < limit:
            return sealed


def _seal_after(number: int, limit: int) -> tuple[int, int]:
    """Seal waiting entries above `number`; returns how many, and the highest number sealed."""
    if connection.vendor == "sqlite" and not _pending(number, 1):
        return 0, number  # not even a write lock when there is nothing to do: this runs every few seconds
    with transaction.atomic():
        if not _alone():
            return 0, number
        pending = _pending(number, limit)
        if not pending:
            return 0, number
        _seal(pending)
        return len(pending), pending[-1][0]


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True  # SQLite: transactions begin IMMEDIATE, so being in one is being alone
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _pending(number: int, limit: int) -> list[tuple[int, bytes]]:
    entry, leaf = Entry._meta.db_table, Leaf._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, e.digest FROM {entry} e LEFT JOIN {leaf} l ON l.entry_id = e.id"
            " WHERE e.id > %s AND l.entry_id IS NULL ORDER BY e.id LIMIT %s",
            [number, limit],
        )
        return [(each, bytes(digest)) for each, digest in cursor.fetchall()]


def _floor() -> int:
    """No entry up to this number can be waiting, but for transactions that were open longer than PATIENCE."""
    seals = Seal.objects.order_by("-seq")
    if connection.vendor != "sqlite":
        # On SQLite writers follow one another, so numbers become visible in order.
        seals = seals.filter(at__lt=timezone.now() - PATIENCE)
    return seals.values_list("last_id", flat=True).first() or _NOTHING


def _seal(pending: Sequence[tuple[int, bytes]]) -> Seal:
    latest = Seal.objects.order_by("-seq").first()
    size = latest.size if latest else 0
    edge = merkle.Edge(size, [subtree(start, height) for start, height in merkle.subtrees(size)])
    leaves = []
    for number, digest in pending:
        leaf = merkle.leaf_hash(merkle.leaf_data(number, digest))
        leaves.append((edge.size, number, leaf + b"".join(edge.add(leaf))))
    _place(leaves)
    at, root = timezone.now(), edge.root()
    seq, previous = (latest.seq + 1, bytes(latest.digest)) if latest else (1, bytes(32))
    return Seal.objects.create(
        seq=seq,
        at=at,
        count=len(pending),
        size=edge.size,
        last_id=max(pending[-1][0], latest.last_id if latest else 0),
        root=root,
        previous=previous,
        digest=canonical.seal_digest(
            seq=seq, size=edge.size, count=len(pending), at=canonical.moment(at), root=root, previous=previous
        ),
    )


def _place(leaves: list[tuple[int, int, bytes]]) -> None:
    table = Leaf._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} (position, entry_id, nodes) FROM STDIN") as copy:
                for row in leaves:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} (position, entry_id, nodes) VALUES (%s, %s, %s)", leaves)


def subtree(start: int, height: int) -> bytes:
    """The hash of a perfect subtree of the journal's tree: it is kept with the leaf that completed it."""
    nodes = Leaf.objects.values_list("nodes", flat=True).get(position=start + (1 << height) - 1)
    return bytes(nodes)[32 * height : 32 * (height + 1)]
