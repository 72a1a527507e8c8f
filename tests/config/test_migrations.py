"""Migrations have a way back: what three rooms did last, back and forward again, with rows in the tables, on both databases.
DUBAN_TEST_BACK=all goes back to every room's first migration; that takes more than a minute of a processor.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from duban.burden import standing
from duban.burden.actions import set_rates
from duban.inspections.actions import recuse
from duban.inspections.models import Recusal
from duban.ledger.models import Every
from duban.org.models import Deputy
from tests import world as invented
from tests.burden.conftest import duty, visit
from tests.config.schema import schema
from tests.inspections.conftest import failed, prepared
from tests.ledger.conftest import kind, order  # noqa: F401
from tests.world import World

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("duban."))
# From the top floor down.
LAST = [("routines", "0002_tally_triggers"), ("minutes", "0001_initial"), ("ledger", "0005_title_index")]
ALL_THE_WAY = os.environ.get("DUBAN_TEST_BACK") == "all"


@pytest.fixture
def on_its_own(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A new database for this test: a file on SQLite, one beside the test's on PostgreSQL."""
    connection.ensure_connection()
    name, held, own = connection.settings_dict["NAME"], connection.connection, f"back_{os.getpid()}"
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"], connection.connection = str(tmp_path / "own.sqlite3"), None
        call_command("migrate", verbosity=0)
        yield
        connection.close()
        connection.settings_dict["NAME"], connection.connection = name, held
        return
    _leave()
    _on_the_server(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)', f'CREATE DATABASE "{own}" TEMPLATE template0')
    connection.settings_dict["NAME"] = own
    call_command("migrate", verbosity=0)
    yield
    _leave()
    _on_the_server(f'DROP DATABASE "{own}" WITH (FORCE)')
    connection.settings_dict["NAME"] = name


def _on_the_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)


def _leave() -> None:
    """Nobody stays connected to the database that was there before."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def back(all_the_way: bool) -> set[tuple[str, str]]:
    """To where `LAST` says, or each room to its first migration, from the top floor down. What a first one does, creating
    tables, is Django's own to take back."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    upwards = [migration for migration, _back in executor.migration_plan(graph.leaf_nodes(), clean_start=True)]
    rooms: dict[str, list[tuple[str, str]]] = {}
    for each in upwards:
        if each.app_label in OURS:
            rooms.setdefault(each.app_label, []).append((each.app_label, each.name))
    targets = [steps[0] for steps in rooms.values() if len(steps) > 1] if all_the_way else LAST
    places = [(each.app_label, each.name) for each in upwards]
    plan = executor.migration_plan(sorted(targets, key=places.index, reverse=True))
    for step in plan:
        # Each by itself: between the steps of one plan Django pictures all models anew at every change of every migration.
        MigrationExecutor(connection).migrate([], [step])
    return {(migration.app_label, migration.name) for migration, _back in plan}


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def world(on_its_own: None) -> World:
    standing.forget()
    return invented.build()


def test_what_was_done_last_goes_back_and_forward_again(world: World, order: Any) -> None:  # noqa: F811
    order(report_every=Every.WEEK, supporting_units=[world.west])
    duty(world)
    visit(world)
    before = schema()
    gone = back(ALL_THE_WAY)
    last = {
        ("minutes", "0002_costs_are_burdens"),
        ("ledger", "0006_reports_due"),
        ("routines", "0003_minutes_by_the_rates"),
    }
    assert gone >= last
    assert schema() != before
    forward()
    assert schema() == before


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


def test_a_draw_that_failed_is_one_after_the_way_back_and_forward_again(world: World) -> None:
    draw = failed(world)
    before = schema()
    MigrationExecutor(connection).migrate([("inspections", "0005_exposures")])
    old = MigrationExecutor(connection).loader.project_state([("inspections", "0005_exposures")]).apps
    assert old.get_model("inspections", "Thrown").objects.get(draw=draw.pk).failed
    forward()
    assert schema() == before
    draw = type(draw).objects.get(pk=draw.pk)
    assert draw.step == "failed"
    with pytest.raises(DatabaseError):
        draw.thrown.save()


def test_a_conflict_stands_once_on_the_way_back_and_its_side_is_known_again(world: World) -> None:
    draw = prepared(world)
    Deputy.objects.create(
        person=world.inspector, deputy=world.west_member, since=world.today, until=world.today + timedelta(days=5)
    )
    for by, unit in (("clerk", "east"), ("inspector", "east"), ("clerk", "west"), ("west_member", "tugs")):
        recuse(
            draw.pk, actor=getattr(world, by), person=world.inspector, unit=getattr(world, unit), reason="亲属"
        )  # fmt: skip
    before = schema()
    MigrationExecutor(connection).migrate([("inspections", "0006_failures_are_computed")])
    forward()
    assert schema() == before
    assert set(Recusal.objects.values_list("unit", "by", "own")) == {
        (world.east.pk, world.inspector.pk, True),
        (world.west.pk, world.clerk.pk, False),
        (world.tugs.pk, world.west_member.pk, True),
    }
