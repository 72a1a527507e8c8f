"""Orders between the named people of the world: the clerk sends, the east liaison does, the safety head looks."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from duban.ledger.actions import acknowledge_task, register_and_dispatch
from duban.ledger.models import Task, TaskType
from tests.world import World


@pytest.fixture
def kind(db) -> TaskType:
    return TaskType.objects.get_or_create(name="督办", defaults={"pattern": "督办〔{year}〕{serial}号"})[0]


@pytest.fixture
def order(world: World, kind: TaskType) -> Callable[..., Task]:
    """Dispatch a task of the east company; any field may be given otherwise."""

    def send(**fields: Any) -> Task:
        values: dict[str, Any] = {
            "actor": world.clerk,
            "title": "完成泊位维护",
            "type": kind,
            "lead_unit": world.east,
            "responsible": world.east_liaison,
            "looker": world.safety_liaison,
            "due_on": world.today + timedelta(days=30),
            "criterion": "维护记录经核查人现场核对",
        }
        return register_and_dispatch(**{**values, **fields})

    return send


@pytest.fixture
def task(order: Callable[..., Task]) -> Task:
    return order()


@pytest.fixture
def underway(task: Task, world: World) -> Task:
    acknowledge_task(task.pk, actor=world.east_liaison)
    task.refresh_from_db()
    return task


@pytest.fixture
def on_file(transactional_db, tmp_path: Path) -> Iterator[None]:
    """On SQLite: the test database as a file, as it is in use; one in memory has other locks. Nothing else elsewhere."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    name, held = connection.settings_dict["NAME"], connection.connection
    path = tmp_path / "ledger.sqlite3"
    with sqlite3.connect(path) as copy:
        held.backup(copy)
    copy.close()
    connection.settings_dict["NAME"], connection.connection = str(path), None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, held


@pytest.fixture
def together(on_file) -> Callable[..., list[Any]]:
    """Run acts at the same moment, each on a connection of its own; what each gave or raised, in order."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(acts))
        outcomes: list[Any] = [None] * len(acts)

        def one(at: int, act: Callable[[], Any]) -> None:
            try:
                start.wait(20)
                outcomes[at] = act()
            except Exception as error:
                outcomes[at] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return outcomes

    return run
