"""One order from the clerk's desk to verified closure, by different people."""

import pytest
from django.core.exceptions import ValidationError

from duban.journal.models import Entry
from duban.ledger import actions
from duban.ledger.models import Closure, State, Task
from tests.world import World


def test_an_order_lives_to_its_closure(order, world: World) -> None:
    task: Task = order(supporting_units=[world.finance])
    assert (task.state, task.number) == (State.DISPATCHED, f"督办〔{world.today.year}〕1号")
    assert task.original_due_on == task.due_on
    assert task.receipts.count() == 2
    actions.acknowledge_task(task.pk, actor=world.finance_head)
    assert Task.objects.get(pk=task.pk).state == State.DISPATCHED
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    assert Task.objects.get(pk=task.pk).state == State.UNDERWAY
    actions.report_on_task(task.pk, actor=world.east_liaison, done="已完成一号泊位", progress=40)
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="全部泊位已维护")
    actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="returned", note="缺三号泊位记录")
    assert Task.objects.get(pk=task.pk).state == State.UNDERWAY
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="已补齐")
    with pytest.raises(ValidationError, match="not verified"):
        actions.close_task(task.pk, actor=world.clerk)
    actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified", note="现场核对")
    actions.close_task(task.pk, actor=world.clerk)
    task.refresh_from_db()
    assert (task.state, task.ended_on) == (State.CLOSED, world.today)
    assert Closure.objects.get(task=task).in_time
    assert list(Entry.objects.filter(noun="task", noun_id=task.pk).order_by("pk").values_list("kind", flat=True)) == [
        "task.dispatched",
        "task.acknowledged",
        "task.acknowledged",
        "task.reported",
        "task.completion_claimed",
        "task.returned",
        "task.completion_claimed",
        "task.verified",
        "task.closed",
    ]
