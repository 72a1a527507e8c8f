"""Drafts, orders, parts and numbers."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from duban.ledger import actions, queries
from duban.ledger.models import Receipt, Task, TaskType
from tests.world import World


def test_numbers_run_per_type_and_year(order, world: World, kind: TaskType) -> None:
    other = TaskType.objects.create(name="试验批示", pattern="批示〔{year}〕{serial}号")
    with time_machine.travel(date(2026, 12, 30), tick=False):
        due = date(2027, 3, 1)
        found = [order(due_on=due).number, order(due_on=due).number, order(due_on=due, type=other).number]
    with time_machine.travel(date(2027, 1, 5), tick=False):
        found.append(order(due_on=due).number)
    assert found == ["督办〔2026〕1号", "督办〔2026〕2号", "批示〔2026〕1号", "督办〔2027〕1号"]


def test_a_draft_has_no_number_and_no_receipts(world: World, kind: TaskType) -> None:
    draft = actions.register_task(
        actor=world.east_head, title="拟稿", type=kind, lead_unit=world.tugs, due_on=world.today
    )
    assert (draft.number, draft.original_due_on) == ("", None)
    assert not Receipt.objects.filter(task=draft).exists()


def test_an_edited_draft_says_what_changed(world: World, kind: TaskType) -> None:
    draft = actions.register_task(actor=world.clerk, title="拟稿", type=kind, lead_unit=world.east, due_on=world.today)
    edited = actions.edit_task(
        draft.pk, actor=world.clerk, version=1, title="新题", supporting_units=[world.hr, world.east]
    )
    assert (edited.title, [s.unit for s in edited.supports.all()]) == ("新题", [world.hr])
    with pytest.raises(ValidationError, match="meanwhile"):
        actions.edit_task(draft.pk, actor=world.clerk, version=1, title="旧题")


def test_members_do_not_register_and_heads_send_only_within_their_own_house(order, world: World) -> None:
    with pytest.raises(PermissionDenied):
        order(actor=world.west_member)
    with pytest.raises(ValidationError, match="You cannot give tasks to") as refused:
        order(actor=world.west_head)
    assert list(refused.value.error_dict) == ["lead_unit"]
    order(actor=world.east_leader, lead_unit=world.tugs, responsible=world.tugs_head)


def test_a_part_is_due_no_later_than_the_whole(underway: Task, order, world: World) -> None:
    part = {"actor": world.east_liaison, "parent": underway, "lead_unit": world.tugs, "responsible": world.tugs_head}
    with pytest.raises(ValidationError, match="no later than the whole"):
        order(**part, due_on=underway.due_on + timedelta(days=1))
    made = order(**part, due_on=underway.due_on)
    with pytest.raises(ValidationError, match="no later than the whole"):
        actions.ask_extension(made.pk, actor=world.tugs_head, to=underway.due_on + timedelta(days=1), reason="缺料")


def test_parts_go_to_the_lead_unit_the_supporting_ones_and_below(order, world: World) -> None:
    whole = order(supporting_units=[world.finance])
    part = {"actor": world.east_liaison, "parent": whole, "due_on": whole.due_on}
    order(**part, lead_unit=world.stevedores, responsible=world.stevedores_head)
    order(**part, lead_unit=world.finance, responsible=world.finance_head)
    with pytest.raises(ValidationError, match="goes to the lead unit"):
        order(**part, lead_unit=world.bonded, responsible=world.bonded_head)


def test_the_chain_leads_back_from_the_last_part_to_the_source_words(order, world: World) -> None:
    whole = order(source_text="会议要求，加快泊位维护。")
    part = order(
        actor=world.east_liaison, parent=whole, lead_unit=world.tugs, responsible=world.tugs_head, due_on=whole.due_on
    )
    links = queries.chain_of(part, world.tugs_head)
    assert [link.kind for link in links] == ["words", "task", "task"]
    assert links[0].words == "会议要求，加快泊位维护。"
    # The tug company sees the title of the order above it, and may not open it.
    assert (links[1].title, links[1].url, links[2].url) == (whole.title, "", f"/tasks/{part.pk}")


def test_the_padding_meter_counts_days_and_demands_level_by_level(order, world: World) -> None:
    with time_machine.travel(date(2026, 11, 2), tick=False):
        whole = order(due_on=date(2026, 12, 31), criterion="完成维护")
        part = order(
            actor=world.clerk,
            parent=whole,
            lead_unit=world.stevedores,
            responsible=world.stevedores_head,
            due_on=date(2026, 12, 24),
            criterion="完成维护\n每日报送",
            deliverables="台账\n照片",
        )
        order(
            actor=world.clerk,
            parent=part,
            lead_unit=world.stevedores_branch,
            responsible=world.branch_secretary,
            due_on=date(2026, 12, 17),
            criterion="完成维护\n每日报送",
            deliverables="台账",
            milestones=[("誓师会", date(2026, 12, 1))],
        )
    levels = queries.padding_of(whole)
    assert [(level.depth, level.tasks, level.days, level.demands) for level in levels] == [(1, 1, 5, 3), (2, 1, 5, 1)]


def test_an_order_costs_a_fixed_number_of_queries(order, world: World, django_assert_max_num_queries) -> None:
    order()
    with django_assert_max_num_queries(9):
        order()


def test_a_part_does_not_leave_its_whole_by_being_edited(order, world: World, kind: TaskType) -> None:
    whole = order(responsible=world.stevedore)
    part = actions.register_task(
        actor=world.stevedore, title="分项", type=kind, lead_unit=world.tugs, responsible=world.tugs_head,
        looker=world.safety_liaison, due_on=whole.due_on, criterion="完成", parent=whole,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="A part goes to"):
        actions.edit_task(part.pk, actor=world.stevedore, lead_unit=world.finance)
    assert actions.edit_task(part.pk, actor=world.stevedore, lead_unit=world.stevedores).lead_unit == world.stevedores


def test_what_was_declined_goes_to_no_unit_that_it_could_not_have_been_sent_to(order, world: World) -> None:
    """A unit that declines its own head's order must not open the way to any other unit."""
    sent = order(actor=world.east_head, lead_unit=world.tugs, responsible=world.tugs_head)
    actions.decline_task(sent.pk, actor=world.tugs_head, reason="不属本单位")
    with pytest.raises(ValidationError, match="below it"):
        actions.reassign_task(sent.pk, actor=world.east_head, lead_unit=world.finance)
    moved = actions.reassign_task(sent.pk, actor=world.east_head, lead_unit=world.stevedores)
    assert moved.lead_unit == world.stevedores
    assert actions.reassign_task(sent.pk, actor=world.clerk, lead_unit=world.finance).lead_unit == world.finance
