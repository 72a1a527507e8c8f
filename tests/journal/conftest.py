"""Kinds of the tests' own, and a journal with something in it."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from duban.journal import kinds, triggers
from duban.journal.actions import append
from duban.journal.models import Entry
from duban.journal.sealer import seal_pending

KNOCKED = kinds.Kind("door.knocked", "%(who)s knocked %(times)s times", "bell")
OPENED = kinds.Kind("door.opened", "The door was opened", "door")


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(kinds, "_nouns", dict(kinds._nouns))
    kinds.register(KNOCKED, OPENED)


def knock(times: int = 1, **where) -> Entry:
    with transaction.atomic():
        return append(
            KNOCKED,
            actor=where.pop("actor", None),
            noun="door",
            noun_id=where.pop("noun_id", 7),
            body={"who": "张示例", "times": times},
            **where,
        )


@pytest.fixture
def entries(db) -> list[Entry]:
    """Ten entries under three seals (4, 4, 2) and two that wait."""
    made = []
    for count in (4, 4, 2):
        made += [knock(len(made) + at) for at in range(count)]
        assert seal_pending() == count
    return [*made, knock(98), knock(99)]


@pytest.fixture
def tamper(db) -> Iterator[Callable[..., None]]:
    """Run SQL as somebody who owns the database: triggers out of the way, and back again as if nothing had been."""

    def run(*statements: str) -> None:
        triggers.remove(connection)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        triggers.install(connection)

    return run


@pytest.fixture
def on_file(transactional_db, tmp_path: Path) -> Iterator[None]:
    """On SQLite: the test database as a file, as it is in use; one in memory has other locks. Nothing else elsewhere."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    name, held = connection.settings_dict["NAME"], connection.connection
    path = tmp_path / "journal.sqlite3"
    with sqlite3.connect(path) as copy:
        held.backup(copy)
    copy.close()
    connection.settings_dict["NAME"], connection.connection = str(path), None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, held
