"""Writing the journal. One entry per change, in the transaction of the change; nothing else writes here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.utils import timezone

from . import canonical, kinds
from .models import Entry

_NOUN = re.compile(r"[a-z][a-z0-9_]{0,39}")


class OutsideTransaction(RuntimeError):
    """An entry outlives a failed change, or a change its entry, unless both are in one transaction."""


def append(
    kind: str | kinds.Kind,
    *,
    actor: AbstractBaseUser | None,
    noun: str,
    noun_id: int,
    unit_id: int | None = None,
    about: tuple[str, int] | None = None,
    body: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry; call it inside the `transaction.atomic()` of the change it tells of.

    `actor` None means the system itself. `about` is a second reference (a report's task, a member's group): the entry
    is then on both timelines. `body` must carry every %(name)s of the kind's wording; no health data, no secrets.
    Raises UnknownKind, UnsaidWord, TypeError (a float in the body), OutsideTransaction.
    """
    _require_transaction()
    entry = _entry(Draft(kind, noun, noun_id, actor, unit_id, about, body or {}), timezone.now())
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True)
class Draft:
    """One entry to be, for `append_many`. `at` None means now."""

    kind: str | kinds.Kind
    noun: str
    noun_id: int
    actor: AbstractBaseUser | None = None
    unit_id: int | None = None
    about: tuple[str, int] | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def append_many(drafts: Iterable[Draft], *, batch: int = 10_000) -> int:
    """Append many entries at the speed of the database's own bulk loading; returns how many. Same rules as `append`."""
    _require_transaction()
    written, now, rows = 0, timezone.now(), iter(drafts)
    while chunk := [_entry(draft, now) for draft in islice(rows, batch)]:
        _load(chunk)
        written += len(chunk)
    return written


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("append a journal entry inside the transaction of the change it tells of")


def _entry(draft: Draft, now: datetime) -> Entry:
    kind = draft.kind if isinstance(draft.kind, kinds.Kind) else kinds.get(draft.kind)
    if kinds.get(kind.code) is not kind:
        raise kinds.UnknownKind(f"{kind.code!r} was declared but not registered")
    about_noun, about_id = draft.about or ("", None)
    if not _NOUN.fullmatch(draft.noun) or (about_noun and not _NOUN.fullmatch(about_noun)):
        raise ValueError(f"a noun is called like 'task', not {draft.noun!r} / {about_noun!r}")
    kind.require(draft.body)
    entry = Entry(
        at=draft.at or now,
        kind=kind.code,
        actor=cast(Any, draft.actor),
        actor_name=_name(draft.actor),
        unit_id=draft.unit_id,
        noun=draft.noun,
        noun_id=draft.noun_id,
        about_noun=about_noun,
        about_id=about_id,
        body=canonical.body_text(draft.body),
    )
    entry.digest = canonical.entry_digest(entry.text())
    return entry


def _name(actor: AbstractBaseUser | None) -> str:
    return canonical.one_line(str(actor))[:150] if actor else ""


_COLUMNS = (*canonical.FIELDS, "digest")


def _values(entries: list[Entry]) -> Iterator[tuple[Any, ...]]:
    for entry in entries:
        yield tuple(getattr(entry, name) for name in _COLUMNS)


def _load(entries: list[Entry]) -> None:
    table = connection.ops.quote_name(Entry._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _values(entries):
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(_COLUMNS))
            rows = [(canonical.moment(row[0]), *row[1:]) for row in _values(entries)]
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)
