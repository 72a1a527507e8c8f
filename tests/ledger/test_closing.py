"""From a claim to a closing and back; whoever does it does not verify it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from duban.ledger import actions
from duban.ledger.models import Closure, State, Task
from tests.world import World


@pytest.fixture
def claimed(underway: Task, world: World) -> Task:
    actions.claim_completion(underway.pk, actor=world.east_liaison, statement="已全部完成")
    underway.refresh_from_db()
    return underway


@pytest.fixture
def closed(claimed: Task, world: World) -> Task:
    actions.verify_completion(claimed.pk, actor=world.safety_liaison, verdict="verified")
    actions.close_task(claimed.pk, actor=world.clerk)
    claimed.refresh_from_db()
    return claimed


def test_a_claim_needs_words(underway: Task, world: World) -> None:
    with pytest.raises(ValidationError, match="how the criterion is met"):
        actions.claim_completion(underway.pk, actor=world.east_liaison, statement="  ")


def test_a_claim_keeps_the_criterion_it_was_measured_by(claimed: Task) -> None:
    assert claimed.claims.get().criterion == claimed.criterion


def test_open_parts_stand_in_the_way_of_a_claim(underway: Task, order, world: World) -> None:
    part = order(
        actor=world.east_liaison,
        parent=underway,
        lead_unit=world.tugs,
        responsible=world.tugs_head,
        looker=world.east_head,
        due_on=underway.due_on - timedelta(days=7),
    )
    with pytest.raises(ValidationError, match="still open"):
        actions.claim_completion(underway.pk, actor=world.east_liaison, statement="已完成")
    actions.cancel_task(part.pk, actor=world.east_liaison, reason="并入主体")
    actions.claim_completion(underway.pk, actor=world.east_liaison, statement="已完成")


def test_a_part_that_relapsed_keeps_the_whole_from_closing(underway: Task, order, world: World) -> None:
    part = order(
        actor=world.clerk, parent=underway, lead_unit=world.tugs, responsible=world.tugs_head, due_on=underway.due_on
    )
    actions.acknowledge_task(part.pk, actor=world.tugs_head)
    actions.claim_completion(part.pk, actor=world.tugs_head, statement="完成")
    actions.verify_completion(part.pk, actor=world.safety_liaison, verdict="verified")
    actions.close_task(part.pk, actor=world.clerk)
    actions.claim_completion(underway.pk, actor=world.east_liaison, statement="完成")
    actions.verify_completion(underway.pk, actor=world.safety_liaison, verdict="verified")
    again = underway.due_on
    actions.relapse_task(part.pk, actor=world.clerk, reason="又坏", due_on=again)
    with pytest.raises(ValidationError, match="still open"):
        actions.close_task(underway.pk, actor=world.clerk)
    actions.cancel_task(part.pk, actor=world.clerk, reason="并入")
    actions.close_task(underway.pk, actor=world.clerk)


def test_a_part_is_not_opened_again_under_a_closed_whole(underway: Task, order, world: World) -> None:
    draft = actions.register_task(
        actor=world.clerk, title="收尾", type=underway.type, parent=underway, lead_unit=world.tugs,
        responsible=world.tugs_head, looker=world.safety_liaison, criterion="看", due_on=underway.due_on,
    )  # fmt: skip
    actions.claim_completion(underway.pk, actor=world.east_liaison, statement="完成")
    actions.verify_completion(underway.pk, actor=world.safety_liaison, verdict="verified")
    actions.close_task(underway.pk, actor=world.clerk)
    with pytest.raises(ValidationError, match="not open"):
        actions.dispatch_task(draft.pk, actor=world.clerk)


def test_a_return_needs_words_and_goes_back_under_way(claimed: Task, world: World) -> None:
    with pytest.raises(ValidationError, match="lacking"):
        actions.verify_completion(claimed.pk, actor=world.safety_liaison, verdict="returned")
    actions.verify_completion(claimed.pk, actor=world.safety_liaison, verdict="returned", note="缺照片")
    assert Task.objects.get(pk=claimed.pk).state == State.UNDERWAY


def test_only_the_looker_gives_the_verdict(claimed: Task, world: World) -> None:
    for person in (world.clerk, world.east_liaison, world.leader):
        with pytest.raises(PermissionDenied):
            actions.verify_completion(claimed.pk, actor=person, verdict="verified")


def test_who_sent_it_to_themselves_does_not_close_it(order, world: World) -> None:
    task = order(actor=world.east_leader, responsible=world.east_leader, looker=world.east_liaison)
    actions.acknowledge_task(task.pk, actor=world.east_leader)
    actions.claim_completion(task.pk, actor=world.east_leader, statement="已完成")
    actions.verify_completion(task.pk, actor=world.east_liaison, verdict="verified")
    with pytest.raises(PermissionDenied):
        actions.close_task(task.pk, actor=world.east_leader)
    actions.close_task(task.pk, actor=world.east_liaison)


def test_a_relapse_voids_the_closing_and_keeps_the_first_date(closed: Task, world: World) -> None:
    first = closed.original_due_on
    with pytest.raises(ValidationError, match="ahead"):
        actions.relapse_task(closed.pk, actor=world.clerk, reason="再次渗漏", due_on=world.today)
    actions.relapse_task(closed.pk, actor=world.clerk, reason="再次渗漏", due_on=world.today + timedelta(days=60))
    task = Task.objects.get(pk=closed.pk)
    assert (task.state, task.ended_on, task.original_due_on) == (State.UNDERWAY, None, first)
    assert Closure.objects.get().void
    # And it can be closed once more.
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="已重做")
    actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
    actions.close_task(task.pk, actor=world.clerk)
    assert Closure.objects.filter(void=False).count() == 1


def test_a_task_without_looker_or_criterion_cannot_leave_the_desk(order, world: World, kind) -> None:
    draft = actions.register_task(
        actor=world.clerk, title="待完善", type=kind, lead_unit=world.east, due_on=world.today - timedelta(days=1)
    )
    with pytest.raises(ValidationError) as caught:
        actions.dispatch_task(draft.pk, actor=world.clerk)
    assert set(caught.value.message_dict) == {"responsible", "looker", "criterion", "due_on"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=draft.pk).update(state=State.DISPATCHED)


def test_the_responsible_person_is_never_the_looker(order, world: World) -> None:
    with pytest.raises(ValidationError, match="does not verify"):
        order(looker=world.east_liaison)
    task = order()
    with pytest.raises(ValidationError, match="does not verify"):
        actions.reassign_task(task.pk, actor=world.clerk, looker=world.east_liaison)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(looker=world.east_liaison)


def test_the_lead_unit_changes_its_person_but_not_the_looker(underway: Task, world: World) -> None:
    actions.reassign_task(underway.pk, actor=world.east_leader, responsible=world.east_head)
    assert Task.objects.get(pk=underway.pk).responsible == world.east_head
    with pytest.raises(PermissionDenied):
        actions.reassign_task(underway.pk, actor=world.east_leader, looker=world.finance_head)


def test_a_failed_journal_entry_undoes_the_change(claimed: Task, world: World, monkeypatch) -> None:
    from duban.journal import actions as journal

    def broken(*args, **kwargs):
        raise RuntimeError("the journal is away")

    monkeypatch.setattr(journal, "append", broken)
    with pytest.raises(RuntimeError):
        actions.verify_completion(claimed.pk, actor=world.safety_liaison, verdict="returned", note="缺照片")
    assert Task.objects.get(pk=claimed.pk).state == State.CLAIMED


def test_a_whole_does_not_end_over_parts_that_nobody_ended(underway: Task, order, world: World, kind) -> None:
    """Below a whole that has ended a declined part could never be sent again."""
    part = order(parent=underway, lead_unit=world.tugs, responsible=world.tugs_head, due_on=underway.due_on)
    actions.decline_task(part.pk, actor=world.tugs_head, reason="不属本单位职责")
    for act in (
        lambda: actions.claim_completion(underway.pk, actor=world.east_liaison, statement="完成"),
        lambda: actions.cancel_task(underway.pk, actor=world.clerk, reason="合并"),
    ):
        with pytest.raises(ValidationError, match="still open"):
            act()
    actions.cancel_task(part.pk, actor=world.clerk, reason="合并")
    assert actions.claim_completion(underway.pk, actor=world.east_liaison, statement="完成")
