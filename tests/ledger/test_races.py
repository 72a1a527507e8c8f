"""Two at once: one of them is told what happened, and nothing is done twice. On both databases."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from duban.journal.models import Entry
from duban.ledger import actions, tally
from duban.ledger.access import TaskPolicy
from duban.ledger.actions import closing, registering
from duban.ledger.models import Closure, Counter, Extension, Report, State, Task, TaskType, Verification
from duban.org.models import Person
from tests import world as invented
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(on_file) -> World:
    return invented.build()


@pytest.fixture
def kind(world: World) -> TaskType:
    return TaskType.objects.create(name="试验", pattern="试〔{year}〕{serial}号")


def fresh(person: Person) -> Person:
    """As another request would load them: nothing is shared between two who act at once."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def claimed(order, world: World) -> Task:
    task = order()
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="已全部完成")
    return task


def split(outcomes: list[Any]) -> tuple[list[Any], list[Any]]:
    return [o for o in outcomes if not isinstance(o, Exception)], [o for o in outcomes if isinstance(o, Exception)]


def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door without its lock, and both acts inside before either goes on: the race itself."""
    inside, take = threading.Barrier(2), TaskPolicy.get_for

    def get_for(self: TaskPolicy, person: Any, pk: Any, verb: str = "view", *, lock: bool = False) -> Task:
        task = take(self, person, pk, verb)
        inside.wait(20)
        return task

    monkeypatch.setattr(TaskPolicy, "get_for", get_for)


def verdicts(world: World, task: Task) -> list[Callable[[], Any]]:
    return [
        lambda: actions.verify_completion(
            task.pk, actor=fresh(world.safety_liaison), verdict="verified", note="现场核对"
        ),
        lambda: actions.verify_completion(
            task.pk, actor=fresh(world.safety_liaison), verdict="returned", note="缺记录"
        ),
    ]


def test_without_the_lock_two_verdicts_collide_in_the_database(claimed, world, together, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    unlocked(monkeypatch)
    # Both have looked, and seen no verdict, before either gives one.
    looked, look = threading.Barrier(2), closing.claim_in_force

    def claim_in_force(task: Task) -> Any:
        claim = look(task)
        looked.wait(20)
        return claim

    monkeypatch.setattr(closing, "claim_in_force", claim_in_force)
    given, refused = split(together(*verdicts(world, claimed)))
    assert len(given) == 1
    assert [type(error) for error in refused] == [IntegrityError]


def test_of_two_verdicts_at_once_the_second_is_told(claimed, world, together) -> None:
    given, refused = split(together(*verdicts(world, claimed)))
    assert len(given) == 1
    assert [type(error) for error in refused] == [ValidationError]
    assert Verification.objects.count() == 1


def test_a_double_click_on_close_closes_once(claimed, world, together) -> None:
    actions.verify_completion(claimed.pk, actor=world.safety_liaison, verdict="verified")
    given, refused = split(together(*[lambda: actions.close_task(claimed.pk, actor=fresh(world.clerk))] * 2))
    assert len(given) == 1
    assert [type(error) for error in refused] == [ValidationError]
    assert Closure.objects.count() == 1
    assert Entry.objects.filter(kind="task.closed").count() == 1
    assert tally.faults() == []


def test_a_report_sent_twice_is_written_once(order, world, together) -> None:
    task = order()
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    given, refused = split(
        together(
            *[lambda: actions.report_on_task(task.pk, actor=fresh(world.east_liaison), done="已完工", once="k-1")] * 2
        )
    )
    assert not refused
    assert {report.pk for report in given} == {Report.objects.get().pk}
    assert Entry.objects.filter(kind="task.reported").count() == 1


def test_an_extension_and_a_cancelling_at_once_leave_nothing_half_done(order, world, together) -> None:
    task = order()
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    to = task.due_on + timedelta(days=10)
    asked = actions.ask_extension(task.pk, actor=world.east_liaison, to=to, reason="设备未到")
    together(
        lambda: actions.decide_extension(asked.pk, actor=fresh(world.clerk), approve=True),
        lambda: actions.cancel_task(task.pk, actor=fresh(world.supervision_head), reason="任务合并"),
    )
    task.refresh_from_db()
    extension = Extension.objects.get()
    assert task.state == State.CANCELLED
    assert (extension.state, task.due_on) in {("approved", to), ("withdrawn", task.original_due_on)}
    assert tally.faults() == []


def test_an_extension_decided_twice_moves_the_date_once(order, world, together) -> None:
    task = order()
    asked = actions.ask_extension(task.pk, actor=world.east_liaison, to=task.due_on + timedelta(days=9), reason="缺料")
    given, refused = split(
        together(
            lambda: actions.decide_extension(asked.pk, actor=fresh(world.clerk), approve=True),
            lambda: actions.decide_extension(
                asked.pk, actor=fresh(world.supervision_head), approve=False, reason="不行"
            ),
        )
    )
    assert len(given) == 1
    assert [type(error) for error in refused] == [ValidationError]


def test_two_who_take_the_same_offer(order, world, kind, together) -> None:
    task = actions.register_task(
        actor=world.clerk,
        title="支部值守",
        type=kind,
        lead_unit=world.supervision,
        looker=world.safety_liaison,
        criterion="值守记录齐全",
        due_on=world.today + timedelta(days=20),
    )
    actions.open_for_claim(task.pk, actor=world.clerk)
    given, refused = split(
        together(
            lambda: actions.claim_task(task.pk, actor=fresh(world.stevedore)),
            lambda: actions.claim_task(task.pk, actor=fresh(world.west_member)),
        )
    )
    assert len(given) == 1
    # The faster one's unit is the owner now, so for the other it is taken, or no longer theirs to see.
    assert len(refused) == 1
    assert Task.objects.get(pk=task.pk).responsible_id == given[0].responsible_id


def naive_number(task: Task) -> None:
    task.year = 2026
    counter, _made = Counter.objects.get_or_create(type=task.type, year=2026)
    both_read.wait(20)
    counter.last += 1
    counter.save()
    task.serial, task.number = counter.last, task.type.number(2026, counter.last)


both_read = threading.Barrier(2)


def test_without_the_locked_counter_two_orders_get_one_number(order, world, kind, together, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    Counter.objects.create(type=kind, year=2026)
    monkeypatch.setattr(registering, "number", naive_number)
    given, refused = split(together(*[lambda: order(actor=fresh(world.clerk))] * 2))
    assert len(given) == 1
    assert [type(error) for error in refused] == [IntegrityError]


def test_numbers_have_no_gaps_and_no_doubles(order, world, kind, together) -> None:
    def several() -> None:
        for at in range(8):
            try:
                with transaction.atomic():
                    order(actor=fresh(world.clerk), type=kind)
                    if at % 3 == 2:
                        raise InterruptedError  # undone after its number was given
            except InterruptedError:
                pass

    assert together(several, several) == [None, None]
    assert sorted(Task.objects.values_list("serial", flat=True)) == list(range(1, 13))
    assert Counter.objects.get(type=kind).last == 12
    assert tally.faults() == []


def test_compacting_while_writing_loses_no_count(order, world, together) -> None:
    def write() -> None:
        for _ in range(10):
            task = order(actor=fresh(world.clerk))
            actions.cancel_task(task.pk, actor=fresh(world.clerk), reason="演练")

    def compact() -> None:
        for _ in range(20):
            tally.compact()

    assert together(write, write, compact, compact) == [None] * 4
    assert tally.faults() == []
