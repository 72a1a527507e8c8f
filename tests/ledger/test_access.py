"""Who may do what to a task, from tables written by hand: state × person → verbs. Whoever is not named may nothing."""

from datetime import timedelta
from functools import cache, partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from duban.journal.models import Entry
from duban.ledger import actions
from duban.ledger.access import UnknownVerb, tasks
from duban.ledger.models import Task
from duban.org.models import Person
from tests.world import PEOPLE, World

SEES = "view follow"
READS = f"{SEES} comment"

# Of the east company (lead), responsible east_liaison, looker safety_liaison, accountable vice, supporting finance,
# sent by clerk.
DRAFT = {
    "clerk": f"{SEES} edit dispatch cancel reassign sort set_target open_for_claim",
    "supervision_head": f"{SEES} edit dispatch cancel reassign sort set_target open_for_claim",
    "leader": f"{SEES} dispatch",
    "vice": f"{SEES} dispatch",
    "inspector": SEES,
    "auditor": SEES,
    "assessor": SEES,
}
READERS = dict.fromkeys(
    ["administrator", "inspector", "auditor", "assessor", "finance_member", "east_inspector", "east_administrator"],
    READS,
)
LEAD_DISPATCHED = (
    f"{READS} acknowledge decline decompose plan ask_extension withdraw_extension withdraw_support reassign "
    "hand_in_proof set_target"
)
DISPATCHED = {
    **READERS,
    "clerk": f"{READS} urge suspend cancel decide_extension join_reports decompose plan reassign sort set_target judge_proof "
    "answer_support",
    "supervision_head": f"{READS} urge suspend cancel decide_extension join_reports decompose plan reassign sort set_target "
    "judge_proof answer_support",
    "leader": f"{READS} urge",
    "vice": f"{READS} urge",
    "east_leader": f"{LEAD_DISPATCHED} urge",
    "east_head": f"{LEAD_DISPATCHED} urge",
    "east_deputy": f"{LEAD_DISPATCHED} urge",
    "east_liaison": LEAD_DISPATCHED,  # it waits for this very person
    "safety_liaison": f"{READS} urge judge_proof",
    "finance_head": f"{READS} acknowledge hand_in_proof",
}
LEAD_UNDERWAY = (
    f"{READS} acknowledge decompose plan report ask_extension withdraw_extension request_support withdraw_support "
    "claim_completion reassign hand_in_proof set_target"
)
UNDERWAY = {
    **DISPATCHED,
    "east_leader": f"{LEAD_UNDERWAY} urge",
    "east_head": f"{LEAD_UNDERWAY} urge",
    "east_deputy": f"{LEAD_UNDERWAY} urge",
    "east_liaison": LEAD_UNDERWAY,  # it waits for this very person
    "finance_head": f"{READS} acknowledge report hand_in_proof",
}
LEAD_CLAIMED = f"{READS} acknowledge withdraw_support urge reassign set_target"
CLAIMED = {
    **DISPATCHED,
    "clerk": f"{READS} urge cancel close reassign sort set_target judge_proof answer_support",
    "supervision_head": f"{READS} urge cancel close reassign sort set_target judge_proof answer_support",
    "east_leader": LEAD_CLAIMED,
    "east_head": LEAD_CLAIMED,
    "east_deputy": LEAD_CLAIMED,
    "east_liaison": LEAD_CLAIMED,
    "safety_liaison": f"{READS} verify close judge_proof",
    "finance_head": f"{READS} acknowledge",
}
LEAD_SUSPENDED = f"{READS} acknowledge withdraw_support reassign set_target"
SUSPENDED = {
    **DISPATCHED,
    "clerk": f"{READS} resume cancel reassign sort set_target answer_support",
    "supervision_head": f"{READS} resume cancel reassign sort set_target answer_support",
    "leader": READS,
    "vice": READS,
    "east_leader": LEAD_SUSPENDED,
    "east_head": LEAD_SUSPENDED,
    "east_deputy": LEAD_SUSPENDED,
    "east_liaison": LEAD_SUSPENDED,
    "safety_liaison": READS,
    "finance_head": f"{READS} acknowledge",
}
DECLINED = {
    **SUSPENDED,
    "clerk": f"{READS} dispatch cancel reassign sort",
    "supervision_head": f"{READS} dispatch cancel reassign sort",
    "leader": f"{READS} dispatch",
    "vice": f"{READS} dispatch",
    "east_leader": f"{READS} reassign",
    "east_head": f"{READS} reassign",
    "east_deputy": f"{READS} reassign",
    "east_liaison": f"{READS} reassign",
    "finance_head": READS,
}
CLOSED = {
    **dict.fromkeys(UNDERWAY, READS),
    "clerk": f"{READS} relapse",
    "supervision_head": f"{READS} relapse",
    "safety_liaison": f"{READS} relapse",
}
CANCELLED = dict.fromkeys(UNDERWAY, READS)
TABLE = {
    "draft": DRAFT,
    "dispatched": DISPATCHED,
    "underway": UNDERWAY,
    "claimed": CLAIMED,
    "suspended": SUSPENDED,
    "declined": DECLINED,
    "closed": CLOSED,
    "cancelled": CANCELLED,
}


def brought_to(state: str, order: Any, world: World, kind: Any) -> Task:
    everything: dict[str, Any] = {
        "accountable": world.vice,
        "supporting_units": [world.finance],
    }
    if state == "draft":
        return actions.register_task(
            actor=world.clerk,
            title="完成泊位维护",
            type=kind,
            lead_unit=world.east,
            responsible=world.east_liaison,
            looker=world.safety_liaison,
            due_on=world.today,
            criterion="现场核对",
            **everything,
        )
    task: Task = order(**everything)
    if state in ("underway", "claimed", "closed"):
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    if state in ("claimed", "closed"):
        actions.claim_completion(task.pk, actor=world.east_liaison, statement="已完成")
    match state:
        case "closed":
            actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
            actions.close_task(task.pk, actor=world.clerk)
        case "suspended":
            actions.suspend_task(task.pk, actor=world.clerk, reason="等待批复")
        case "declined":
            actions.decline_task(task.pk, actor=world.east_liaison, reason="不属本单位")
        case "cancelled":
            actions.cancel_task(task.pk, actor=world.clerk, reason="合并")
    return Task.objects.get(pk=task.pk)


@pytest.mark.parametrize("state", TABLE)
def test_everybody_may_exactly_what_the_table_says(state: str, order, world: World, kind, monkeypatch) -> None:
    task = brought_to(state, order, world, kind)
    assert task.state == state
    # Nothing changes while all verbs are asked for: whether somebody sees the task is asked once, not for each.
    monkeypatch.setattr(tasks, "sees", cache(tasks.sees))
    found = {}
    for name, *_ in PEOPLE:
        person = world.people[name]
        verbs = {verb for verb in tasks.verbs if tasks.can(person, verb, task)}
        if verbs:
            found[name] = verbs
            offered = tasks.verbs_for(person, task)
            # A draft is claimed from the board only, and this one does not hang there.
            assert offered == verbs - {"claim"}
    expected = {name: set(verbs.split()) for name, verbs in TABLE[state].items()}
    assert {name: verbs - {"claim"} for name, verbs in found.items()} == expected


def test_unseen_is_not_found_and_seen_but_not_allowed_is_forbidden(underway: Task, world: World) -> None:
    with pytest.raises(Http404):
        actions.report_on_task(underway.pk, actor=world.west_head, done="代为报告")
    with pytest.raises(PermissionDenied):
        actions.report_on_task(underway.pk, actor=world.auditor, done="代为报告")
    with pytest.raises(Http404):
        actions.comment_on_task(2**62, actor=world.clerk, text="在吗")


def test_an_unknown_verb_is_an_error_not_a_refusal(underway: Task, world: World) -> None:
    with pytest.raises(UnknownVerb):
        tasks.can(world.clerk, "abolish", underway)


def test_somebody_deactivated_sees_nothing(underway: Task, world: World) -> None:
    world.clerk.is_active = False
    assert not tasks.visible_to(world.clerk).exists()
    assert not tasks.sees(world.clerk, underway)


def test_a_deputy_may_not_verify_what_the_absent_one_does(order, world: World) -> None:
    task = order(responsible=world.east_head, looker=world.safety_head)
    actions.acknowledge_task(task.pk, actor=world.east_deputy)
    actions.claim_completion(task.pk, actor=world.east_deputy, statement="已完成")
    with pytest.raises(PermissionDenied):
        actions.verify_completion(task.pk, actor=world.east_deputy, verdict="verified")
    # The looker's own deputy may.
    actions.verify_completion(task.pk, actor=world.safety_deputy, verdict="verified", note="已看")


def test_who_claimed_for_the_unit_does_not_look_even_when_named_looker_afterwards(order, world: World) -> None:
    task = order()
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    actions.claim_completion(task.pk, actor=world.east_head, statement="已完成")
    Task.objects.filter(pk=task.pk).update(looker=world.east_head)
    with pytest.raises(PermissionDenied):
        actions.verify_completion(task.pk, actor=world.east_head, verdict="verified")


def test_who_drafted_what_the_office_sent_has_no_more_say_in_it_than_their_unit(world: World, kind) -> None:
    """A unit drafts its own order, the office sends it: the unit neither names who looks at it nor cancels it."""
    draft = actions.register_task(
        actor=world.east_liaison, title="夜间值守", type=kind, lead_unit=world.east, responsible=world.east_liaison,
        looker=world.safety_liaison, criterion="值守记录齐全", due_on=world.today + timedelta(days=20),
    )  # fmt: skip
    assert {"edit", "cancel", "sort"} <= tasks.verbs_for(world.east_liaison, draft)
    actions.dispatch_task(draft.pk, actor=world.clerk)
    with pytest.raises(PermissionDenied):
        actions.reassign_task(draft.pk, actor=world.east_liaison, looker=world.stevedores_head)
    with pytest.raises(PermissionDenied):
        actions.cancel_task(draft.pk, actor=world.east_liaison, reason="不办了")
    actions.reassign_task(draft.pk, actor=world.east_liaison, responsible=world.east_head)


def test_asking_for_support_shows_the_task_to_whom_it_asks(underway: Task, world: World) -> None:
    assert not tasks.can(world.bonded_head, "view", underway)
    asked = actions.request_support(underway.pk, actor=world.east_liaison, unit=world.bonded, need="借用两台叉车")
    fresh = type(world.bonded_head).objects.get(pk=world.bonded_head.pk)
    assert tasks.can(fresh, "answer_support", Task.objects.get(pk=underway.pk))
    actions.answer_support(asked.pk, actor=fresh, answer="明日到位")


@pytest.mark.parametrize("how", ["withdrawn", "no longer needed"])
def test_what_was_seen_only_for_a_request_is_not_seen_once_it_is_withdrawn(how, underway: Task, world: World) -> None:
    from duban.ledger.queries import tasks_for

    def sees(attribute: str) -> bool:
        person = Person.objects.get(pk=world.people[attribute].pk)
        fresh = Task.objects.get(pk=underway.pk)
        listed = tasks_for(person, {"state": "all"}).filter(pk=underway.pk).exists()
        assert listed == tasks.sees(person, fresh) == tasks.visible_to(person).filter(pk=underway.pk).exists()
        return listed

    ask = partial(actions.request_support, underway.pk, actor=world.east_liaison)
    kept = ask(unit=world.storage, need="借用场地")
    asked = ask(unit=world.bonded, need="借用两台叉车")
    actions.answer_support(kept.pk, actor=world.storage_head, answer="已腾出")
    actions.comment_on_task(underway.pk, actor=Person.objects.get(pk=world.bonded_head.pk), text="需先检修")
    assert [sees(name) for name in ("bonded_head", "storage_head")] == [True, True]
    if how == "withdrawn":
        actions.withdraw_support(asked.pk, actor=world.east_liaison)
    else:
        actions.claim_completion(underway.pk, actor=world.east_liaison, statement="已完成")
    assert [sees(name) for name in ("bonded_head", "storage_head")] == [False, True]
    assert Entry.objects.get(kind="task.commented").facts["text"] == "需先检修"


def test_lists_and_the_door_agree_on_what_is_visible(order, world: World, kind) -> None:
    from duban.ledger.queries import tasks_for

    made = [brought_to(state, order, world, kind) for state in TABLE]
    made.append(order(lead_unit=world.bonded, responsible=world.bonded_head))
    for name, *_ in PEOPLE:
        person = world.people[name]
        listed = set(tasks_for(person, {"state": "all"}).values_list("pk", flat=True))
        assert listed == {task.pk for task in made if tasks.can(person, "view", task)}, name
        assert listed == {task.pk for task in made if tasks.sees(person, task)}, name
        for unit in (world.group, world.east, world.tugs, world.west):
            below = set(tasks_for(person, {"state": "all", "unit": unit.pk}).values_list("pk", flat=True))
            assert below == {t.pk for t in made if t.pk in listed and t.lead_unit.path.startswith(unit.path)}, name


def test_nobody_is_offered_to_urge_themselves(order, world: World) -> None:
    own = order(responsible=world.clerk, lead_unit=world.supervision)
    assert "urge" not in tasks.verbs_for(world.clerk, own)
    assert not tasks.can(world.clerk, "urge", own)
    assert "urge" in tasks.verbs_for(world.safety_liaison, own)  # the looker, whom it does not wait for yet
