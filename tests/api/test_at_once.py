"""Requests that really meet: threads, committed transactions, both databases."""

import pytest

from duban.journal.models import Entry
from duban.ledger.models import Task, TaskType
from tests import world as invented
from tests.api.conftest import Caller
from tests.ledger.conftest import on_file, together  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def body_for(world):
    from datetime import timedelta

    kind = TaskType.objects.get_or_create(name="督办")[0]
    return {
        "title": "完成泊位维护",
        "type_id": kind.pk,
        "lead_unit_id": world.east.pk,
        "responsible_id": world.east_liaison.pk,
        "looker_id": world.safety_liaison.pk,
        "due_on": (world.today + timedelta(days=30)).isoformat(),
        "criterion": "现场核对",
    }


def test_the_same_request_sent_at_once_makes_one_task(together):  # noqa: F811
    world = invented.build()
    clerk, body = Caller(world.clerk), body_for(world)
    answers = together(*[lambda: clerk.post("/tasks", body, repeat="same")] * 6)
    assert [getattr(a, "status_code", repr(a)) for a in answers] == [201] * 6
    assert len({a.json()["id"] for a in answers}) == 1
    assert Task.objects.count() == 1
    assert Entry.objects.filter(kind="task.dispatched").count() == 1


def test_without_a_key_each_request_makes_its_own_task_so_the_race_is_real(together):  # noqa: F811
    world = invented.build()
    clerk, body = Caller(world.clerk), body_for(world)
    answers = together(*[lambda: clerk.post("/tasks", body)] * 4)
    assert len({a.json()["number"] for a in answers}) == 4
    serials = sorted(Task.objects.values_list("serial", flat=True))
    assert serials == [1, 2, 3, 4]


def test_an_entry_read_by_two_workers_at_once_is_told_once(together):  # noqa: F811

    from duban.journal.sealer import seal_pending
    from duban.notices.models import Notice
    from duban.notices.telling import tell_new

    world = invented.build()
    clerk, body = Caller(world.clerk), body_for(world)
    for _ in range(3):
        clerk.post("/tasks", body)
    seal_pending()
    told = together(*[tell_new] * 3)
    assert Notice.objects.filter(kind="task.dispatched", person=world.east_liaison).count() == 3
    assert sum(told) == Entry.objects.count()
