"""Migrations have a way back: what four rooms did last, back and forward again, with rows in the tables, on both databases.
DUBAN_TEST_BACK=all goes back to every room's first migration; that takes more than a minute of a processor.
"""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from duban.burden import standing
from duban.burden.actions import set_rates
from duban.burden.models import Rates
from duban.inspections.actions import recuse
from duban.ledger.models import Every
from duban.org.models import Deputy
from tests import world as invented
from tests.burden.conftest import duty, visit
from tests.config.picturing import sooner
from tests.config.schema import schema
from tests.inspections.conftest import failed, prepared
from tests.ledger.conftest import kind, order  # noqa: F401
from tests.world import World

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("duban."))
# From the top floor down.
LAST = [
    ("routines", "0002_tally_triggers"),
    ("minutes", "0001_initial"),
    ("inspections", "0005_exposures"),
    ("ledger", "0005_title_index"),
]
ALL_THE_WAY = os.environ.get("DUBAN_TEST_BACK") == "all"


@pytest.fixture
def pictured_sooner() -> Iterator[None]:
    with sooner():
        yield


@pytest.fixture
def on_its_own(transactional_db: None, pictured_sooner: None, tmp_path: Path) -> Iterator[None]:
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


def pictured(room: str, model: str) -> Any:
    """The model as it was where the room has gone back to."""
    return MigrationExecutor(connection).loader.project_state([(room, dict(LAST)[room])]).apps.get_model(room, model)


@pytest.fixture
def world(on_its_own: None) -> World:
    standing.forget()
    return invented.build()


def test_what_was_done_goes_back_and_forward_again_with_all_that_it_carries(world: World, order: Any) -> None:  # noqa: F811
    """One walk for all: most of its time goes into picturing models as they once were, not into rows."""
    order(report_every=Every.WEEK, supporting_units=[world.west])
    duty(world)
    visit(world)
    later = world.today + timedelta(days=30)
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 4, "deliverable": 45}, source="试算")
    set_rates(actor=world.clerk, since=later, minutes={"report": 10, "visit_host": 50})
    draw = failed(world)
    declared = prepared(world, named="第二次抽查")
    Deputy.objects.create(
        person=world.inspector, deputy=world.west_member, since=world.today, until=world.today + timedelta(days=5)
    )
    for by, unit in (("clerk", "east"), ("inspector", "east"), ("clerk", "west"), ("west_member", "tugs")):
        recuse(
            declared.pk, actor=getattr(world, by), person=world.inspector, unit=getattr(world, unit), reason="亲属"
        )  # fmt: skip
    before = schema()
    gone = back(all_the_way=False)
    assert gone >= {
        ("minutes", "0002_costs_are_burdens"),
        ("ledger", "0006_reports_due"),
        ("routines", "0003_minutes_by_the_rates"),
        ("inspections", "0006_failures_are_computed"),
        ("inspections", "0007_recusals_by_each"),
    }
    assert schema() != before
    the_minutes_kept_the_rates(world, later)
    assert pictured("inspections", "Thrown").objects.get(draw=draw.pk).failed
    forward()
    assert schema() == before
    # What the old room did not know stands as it was.
    assert Rates.objects.get(since=later).minutes["visit_host"] == 50
    assert Rates.objects.count() == 2
    draw = type(draw).objects.get(pk=draw.pk)
    assert draw.step == "failed"
    with pytest.raises(DatabaseError):
        draw.thrown.save()
    # A conflict stood once on the way back, and its side is known again.
    assert set(declared.recusals.values_list("unit", "by", "own")) == {
        (world.east.pk, world.inspector.pk, True),
        (world.west.pk, world.clerk.pk, False),
        (world.tugs.pk, world.west_member.pk, True),
    }
    if ALL_THE_WAY:
        # Rows go with the tables that rooms made later.
        back(all_the_way=True)
        forward()
        assert schema() == before


def the_minutes_kept_the_rates(world: World, later: date) -> None:
    rules = pictured("minutes", "CostRule").objects.order_by("since")
    assert list(rules.values_list("since", "until", "receipt", "report", "evidence", "source")) == [
        (world.today, later, 4, 15, 45, "试算"),
        (later, None, 4, 10, 45, ""),
    ]
