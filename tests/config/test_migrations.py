"""Every migration has a way back: each room back to its first one and forward again, with rows in the tables, on both databases.

On a copy of the test database, as it is thrown away afterwards: a file on SQLite, a database from a template on PostgreSQL.
"""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duban.burden import standing
from duban.burden.actions import set_rates
from duban.ledger.models import Every
from tests import first_data
from tests import world as invented
from tests.burden.conftest import duty, visit
from tests.ledger.conftest import _fresh_rules, kind, order  # noqa: F401
from tests.world import World

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("duban."))
Shape = dict[str, Any]


@pytest.fixture
def on_a_copy(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    connection.ensure_connection()
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        held, path = connection.connection, tmp_path / "copy.sqlite3"
        with sqlite3.connect(path) as copy:
            held.backup(copy)
        copy.close()
        connection.settings_dict["NAME"], connection.connection = str(path), None
        yield
        connection.close()
        connection.settings_dict["NAME"], connection.connection = name, held
        return
    copied = f"back_{os.getpid()}"
    _leave()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{copied}"')
        cursor.execute(f'CREATE DATABASE "{copied}" TEMPLATE "{name}"')
    connection.settings_dict["NAME"] = copied
    yield
    _leave()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE "{copied}" WITH (FORCE)')
    connection.settings_dict["NAME"] = name


def _leave() -> None:
    """Nobody may be connected to what is copied or dropped."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def shape() -> Shape:
    """Tables with their columns and constraints, and the triggers, by name."""
    found: Shape = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            rules = {
                (tuple(each["columns"] or ()), each["unique"], each["check"], each["index"])
                for each in connection.introspection.get_constraints(cursor, table).values()
            }
            found[table] = columns, rules
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        found[""] = set(cursor.fetchall())
    return found


def back() -> set[tuple[str, str]]:
    """Each room to its first migration, from the top floor down. What a first one does, creating tables, is Django's own to
    take back, and takes minutes."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    upwards = [migration for migration, _back in executor.migration_plan(graph.leaf_nodes(), clean_start=True)]
    firsts = [(each.app_label, each.name) for each in reversed(upwards) if each.app_label in OURS]
    plan = executor.migration_plan([first for first in firsts if first[1].startswith("0001_")])
    executor.migrate([], plan)
    return {(migration.app_label, migration.name) for migration, _back in plan}


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def world(on_a_copy: None) -> World:
    first_data.restore()
    standing.forget()
    return invented.build()


def test_all_rooms_go_back_to_their_first_migration_and_forward_again(world: World, order: Any) -> None:  # noqa: F811
    order(report_every=Every.WEEK, supporting_units=[world.west])
    duty(world)
    visit(world)
    before = shape()
    gone = back()
    assert gone >= {pair for pair in MigrationExecutor(connection).loader.disk_migrations if pair[0] in OURS and not pair[1].startswith("0001_")}  # fmt: skip
    forward()
    assert shape() == before


def test_rates_survive_the_way_back_to_the_minutes_and_forward_again(world: World) -> None:
    later = world.today + timedelta(days=30)
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 4, "deliverable": 45}, source="试算")
    set_rates(actor=world.clerk, since=later, minutes={"report": 10, "visit_host": 50})
    MigrationExecutor(connection).migrate([("minutes", "0001_initial")])
    old = MigrationExecutor(connection).loader.project_state([("minutes", "0001_initial")]).apps
    rules = old.get_model("minutes", "CostRule").objects.order_by("since")
    assert list(rules.values_list("since", "until", "receipt", "report", "evidence", "source")) == [
        (world.today, later, 4, 15, 45, "试算"),
        (later, None, 4, 10, 45, ""),
    ]
    forward()
    from duban.burden.models import Rates

    # What the old room did not know stands as it was.
    assert Rates.objects.get(since=later).minutes["visit_host"] == 50
    assert Rates.objects.count() == 2
