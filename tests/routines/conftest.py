"""Standing duties of the invented port group."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from duban.routines.actions import set_duty
from duban.routines.models import Duty, Form, Occurrence, Who
from tests.ledger.conftest import kind, on_file, order, together
from tests.world import World

__all__ = ["kind", "on_file", "order", "together"]

MONDAY = date(2026, 3, 2)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    """Let it be this moment for everything that asks `timezone.now`."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return put


def values(world: World, **other: Any) -> dict[str, Any]:
    return {
        "actor": world.clerk,
        "name": "码头巡查",
        "owner": world.supervision,
        "who": Who.UNITS,
        "units": [world.east, world.west],
        "form": Form.SHORT,
        "rule": "FREQ=DAILY",
        "on_day_off": "keep",
        "since": timezone.localdate(),
        **other,
    }


@pytest.fixture
def duty(world: World, django_capture_on_commit_callbacks) -> Callable[..., Duty]:
    """Set a duty, and let its occurrences be made."""

    def make(**other: Any) -> Duty:
        with django_capture_on_commit_callbacks(execute=True):
            return set_duty(**values(world, **other))

    return make


@pytest.fixture
def owed(world: World, duty) -> Occurrence:
    """What the east port owes today: opened at eight, or just now when it is earlier."""
    made = duty(begins_at=time(0, 0))
    return made.occurrences.get(unit=world.east, day=timezone.localdate())
