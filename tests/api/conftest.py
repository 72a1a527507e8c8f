from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duban.api import gate
from duban.api.tokens import make_token
from duban.org.models import Person
from tests.ledger.conftest import kind, order, task, underway  # noqa: F401


class Caller:
    """Another system with a key."""

    def __init__(self, person: Person, scope: str = "write") -> None:
        until = timezone.localdate() + timedelta(days=30)
        self.token, self.key = make_token(actor=person, name="示例系统", scope=scope, expires_on=until)
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: Any, repeat: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": repeat} if repeat else {})}
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def caller(db) -> Callable[..., Caller]:
    return Caller


@pytest.fixture(autouse=True)
def _full_buckets():
    gate.buckets.left.clear()


@pytest.fixture
def wanted(world, kind) -> dict[str, Any]:  # noqa: F811
    """A task that the clerk may dispatch."""
    return {
        "title": "完成泊位维护",
        "type_id": kind.pk,
        "lead_unit_id": world.east.pk,
        "responsible_id": world.east_liaison.pk,
        "looker_id": world.safety_liaison.pk,
        "due_on": (world.today + timedelta(days=30)).isoformat(),
        "criterion": "维护记录经核查人现场核对",
        "supporting_unit_ids": [world.west.pk],
        "milestones": [{"title": "开工", "due_on": (world.today + timedelta(days=10)).isoformat()}],
    }
