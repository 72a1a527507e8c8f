"""Orders between the named people of the world: the clerk sends, the east liaison does, the safety head looks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from duban.ledger import terms
from duban.ledger.actions import acknowledge_task, register_and_dispatch
from duban.ledger.models import Task, TaskType
from tests.world import World


@pytest.fixture(autouse=True)
def _fresh_rules():
    terms.forget()
    yield
    terms.forget()


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
