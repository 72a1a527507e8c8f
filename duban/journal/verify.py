"""`duban verify`: computes the whole journal again and names the first entry that does not fit.

What it can show. An entry changed, moved, or removed; a seal or a place in the tree changed or removed; a trigger gone:
always. Everything rewritten consistently by somebody who owns the database, or the newest entries cut off: only with a
checkpoint that was kept elsewhere, so print one now and then.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext_noop as _

from . import canonical, merkle, scan, triggers
from . import checkpoint as checkpoints
from .models import Entry, Leaf, Seal
from .scan import Misfit

SHOWN = 20
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What `verify` found. `misfits` are in the order of the tree; at most `SHOWN` of `wrong` are kept."""

    sealed: int = 0
    pending: int = 0
    seals: int = 0
    seconds: float = 0.0
    wrong: int = 0
    misfits: list[Misfit] = field(default_factory=list)
    checkpoint: checkpoints.Checkpoint | None = None
    matched_seal: int | None = None

    @property
    def ok(self) -> bool:
        return not self.wrong

    @property
    def first(self) -> Misfit | None:
        return self.misfits[0] if self.misfits else None

    def add(self, *misfits: Misfit) -> None:
        self.wrong += len(misfits)
        self.misfits = sorted([*self.misfits, *misfits], key=lambda misfit: misfit.position)[:SHOWN]


def verify(
    known: checkpoints.Checkpoint | str | None = None, progress: Progress | None = None, *, jobs: int | None = None
) -> Report:
    """Verify everything, and that `known` (a checkpoint or its words) is part of it. Raises NotACheckpoint.

    Runs beside writers and sealers. `jobs` 1 keeps to this process; else one per core.
    """
    began, report = time.monotonic(), Report()
    if isinstance(known, str):
        known = checkpoints.read(known)
    report.add(
        *(
            Misfit(-1, _("the trigger %(name)s is missing or altered"), given={"name": name})
            for name in triggers.missing(connection)
        )
    )
    # Leaves first: a seal comes with its leaves, so every leaf seen now must have its seal in what is read next.
    last_leaf = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
    try:
        seals = list(Seal.objects.order_by("seq"))
    except (ValueError, TypeError, DatabaseError) as error:
        report.add(Misfit(-1, _("the seals cannot be read: %(error)s"), given={"error": error}))
        return report
    _check_chain(seals, report)
    size = seals[-1].size if seals else 0
    if last_leaf is not None and last_leaf >= size:
        report.add(
            Misfit(
                size,
                _("places from %(size)s on belong to no seal: the newest seals were cut off"),
                given={"size": size},
            )
        )
    _check_tree(seals, size, report, progress, jobs)
    _check_pending(report)
    report.sealed, report.seals = size, len(seals)
    report.checkpoint = checkpoints.of(seals[-1]) if seals else None
    if known is not None:
        _check_known(known, seals, report)
    report.seconds = time.monotonic() - began
    return report


def _seal(position: int, seq: int, words: str) -> Misfit:
    return Misfit(position, words, seal=seq, given={"seal": seq})


def _check_chain(seals: Sequence[Seal], report: Report) -> None:
    seq, size, previous = 0, 0, bytes(32)
    for seal in seals:
        seq += 1
        if seal.seq != seq:
            report.add(_seal(size, seq, _("seal %(seal)s is missing")))
            seq = seal.seq
        elif bytes(seal.previous) != previous:
            report.add(_seal(size, seq, _("seal %(seal)s is not chained to the one before")))
        elif seal.size != size + seal.count or seal.count < 1:
            report.add(_seal(size, seq, _("seal %(seal)s does not count what it holds")))
        again = canonical.seal_digest(
            seq=seal.seq,
            size=seal.size,
            count=seal.count,
            at=canonical.moment(seal.at) if seal.at else "",  # no date at all was forged into SQLite
            root=bytes(seal.root),
            previous=bytes(seal.previous),
        )
        if bytes(seal.digest) != again:
            report.add(_seal(size, seal.seq, _("seal %(seal)s does not give its digest")))
        size, previous = seal.size, bytes(seal.digest)


def _check_tree(seals: Sequence[Seal], size: int, report: Report, progress: Progress | None, jobs: int | None) -> None:
    wanted = {seal.size: seal for seal in seals}
    sizes = sorted(wanted)
    edge, at, rotten = merkle.Edge(), 0, False
    for stretch in _stretches(size, sizes, jobs):
        report.add(*stretch.misfits)
        while at < len(sizes) and sizes[at] <= min(stretch.start + scan.STRETCH, size):
            seal, reached = wanted[sizes[at]], sizes[at]
            root = merkle.Edge(reached, _edge_at(edge, stretch, reached)).root()
            if root != bytes(seal.root) and not rotten:
                # The tree only grows: once a root is wrong, all later ones are.
                rotten = True
                report.add(_wrong_root(seal, seals))
            at += 1
        if stretch.top is not None:
            above = b"".join(edge.add_perfect(scan.HEIGHT, stretch.top))
            if stretch.last_nodes and stretch.last_nodes[32 * (scan.HEIGHT + 1) :] != above and not stretch.misfits:
                last = stretch.start + scan.STRETCH - 1
                report.add(Misfit(last, _("the inner hashes kept with its place are wrong"), _entry_at(last)))
        if progress:
            progress(min(stretch.start + scan.STRETCH, size), size)


def _edge_at(edge: merkle.Edge, stretch: scan.Stretch, reached: int) -> list[bytes]:
    """The perfect subtrees of the tree when it had `reached` leaves: those before the stretch and those in it."""
    if reached - stretch.start < scan.STRETCH:
        return edge.hashes + stretch.edges[reached]
    full = merkle.Edge(edge.size, edge.hashes)
    full.add_perfect(scan.HEIGHT, stretch.edges[reached][0])
    return full.hashes


def _wrong_root(seal: Seal, seals: Sequence[Seal]) -> Misfit:
    start = next((each.size for each in reversed(seals) if each.size < seal.size), 0)
    first, last = _entry_at(start), _entry_at(seal.size - 1)
    words = _("seal %(seal)s does not give its root: between entries %(first)s and %(last)s something was rewritten")
    return Misfit(start, words, first, seal.seq, {"seal": seal.seq, "first": first, "last": last})


def _entry_at(position: int) -> int | None:
    return Leaf.objects.filter(position=position).values_list("entry_id", flat=True).first()


def _stretches(size: int, sizes: Sequence[int], jobs: int | None) -> Iterator[scan.Stretch]:
    work = []
    for start in range(0, size, scan.STRETCH):
        stop = min(start + scan.STRETCH, size)
        work.append((start, stop, [each for each in sizes if start < each <= stop]))
    # Starting a process costs as much as reading three stretches or so: small journals are read here.
    jobs = jobs or min(os.cpu_count() or 1, len(work) // 3)
    address = _address()
    if jobs < 2 or address is None:
        for start, stop, wanted in work:
            yield scan.scan(connection.vendor, _rows, start, stop, wanted)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(scan.worker, connection.vendor, address), *zip(*work, strict=True))


def _rows(query: str) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(row[0], row[1], bytes(row[2]), row[3] and bytes(row[3]), row[4] and bytes(row[4])) for row in cursor]


def _address() -> Any:
    """How another process reaches the database; None when it can't see what this one sees."""
    if connection.in_atomic_block:
        return None
    if connection.vendor == "sqlite":
        if connection.is_in_memory_db():  # type: ignore[attr-defined]
            return None
        name = str(connection.settings_dict["NAME"])
        return "file:" + name.replace("%", "%25").replace("?", "%3f")
    given = connection.settings_dict
    parts = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": given["NAME"],
        **{key: value for key, value in given["OPTIONS"].items() if key.startswith("ssl")},
    }
    return {key: value for key, value in parts.items() if value}


def _check_pending(report: Report) -> None:
    """Entries that no seal holds yet: only their digests can be checked, and on SQLite that none was cut off."""
    line = scan.LINES[connection.vendor]
    number = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT e.id, {scan.blob('e.digest', connection.vendor)}, {line} FROM journal_entry e LEFT JOIN journal_leaf l ON l.entry_id = e.id"
                f" WHERE l.entry_id IS NULL AND e.id > {number} ORDER BY e.id LIMIT 10000"
            )
            rows = cursor.fetchall()
        for number, digest, text in rows:
            report.pending += 1
            if text is None or digest is None or canonical.digest_of(bytes(text)) != bytes(digest):
                report.add(Misfit(1 << 62, _("what it says does not give its digest"), number))
        if not rows:
            break
    if connection.vendor == "sqlite":
        _check_numbers(report)


def _check_numbers(report: Report) -> None:
    """SQLite remembers the highest number it gave out, and takes it back with a failed change: an end can't go missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0),"
            f" coalesce((SELECT max(id) FROM {Entry._meta.db_table}), 0)",
            [Entry._meta.db_table],
        )
        given, last = cursor.fetchone()
    if given != last:
        words = _("numbers up to %(given)s were given out, but the last entry is %(last)s: the newest were cut off")
        report.add(Misfit(1 << 62, words, last + 1, given={"given": given, "last": last}))


def _check_known(known: checkpoints.Checkpoint, seals: Sequence[Seal], report: Report) -> None:
    seal = next((seal for seal in seals if bytes(seal.digest)[:16] == known.head), None)
    if seal is not None:
        report.matched_seal = seal.seq
        return
    size = seals[-1].size if seals else 0
    given = {"known": known.size, "size": size}
    if known.size is None:
        words = _("no seal gives this checkpoint: the journal was cut off or rewritten before it was printed")
        report.add(Misfit(size, words))
    elif known.size > size:
        words = _("the checkpoint counted %(known)s entries, the journal has %(size)s: the newest were cut off")
        report.add(Misfit(size, words, given=given))
    else:
        words = _("the first %(known)s entries no longer give the checkpoint: they were rewritten")
        report.add(Misfit(0, words, _entry_at(0), given=given))
