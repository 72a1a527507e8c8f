"""The counts that pages show are those of a fresh count, whatever happened to the tasks."""

from datetime import timedelta

from django.db import connection

from duban.ledger import actions, tally, triggers
from duban.ledger.models import Tally, Task


def test_the_triggers_are_in_place_after_all_migrations(db) -> None:
    assert triggers.missing(connection) == []


def test_the_tally_follows_a_life(order, world) -> None:
    task = order()
    assert tally.faults() == []
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    actions.ask_extension(task.pk, actor=world.east_liaison, to=task.due_on + timedelta(days=9), reason="船期推迟")
    actions.decide_extension(task.extensions.get().pk, actor=world.clerk, approve=True)
    assert tally.faults() == []
    Task.objects.filter(pk=task.pk).delete()
    assert tally.faults() == []


def test_a_wrong_tally_is_noticed_and_a_rebuilding_mends_it(task) -> None:
    Tally.objects.filter(event="red").delete()
    assert tally.faults()
    tally.rebuild()
    assert tally.faults() == []


def test_compacting_saves_rows_and_keeps_the_sums(order) -> None:
    for _ in range(3):
        order()
    assert tally.compact() > 0
    assert tally.faults() == []
    assert tally.compact() == 0
