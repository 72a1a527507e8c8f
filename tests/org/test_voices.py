"""Who speaks for a unit, and for one that has neither leader nor head nor liaison: nothing stays without an answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.findings import actions as register
from duban.findings.models import Finding, State
from duban.inspections import actions
from duban.inspections.access import suggestions
from duban.inspections.models import SuggestionState
from duban.journal.models import Entry
from duban.ledger import actions as do
from duban.ledger.models import TaskType
from duban.notices import audience
from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Unit
from duban.org.todos import todos_of
from duban.org.voices import VOICES, speakers_of, speaks_for, spoken_for
from tests.findings.conftest import kind
from tests.inspections import exposure_path as path
from tests.ledger_pages import orders
from tests.world import World


def silenced(*units: Unit) -> None:
    Appointment.objects.filter(unit__in=units, role__in=VOICES).delete()


def fresh(person: Person) -> Person:
    """Loaded anew, as by the next request: whose posts they hold is known once a request."""
    return Person.objects.get(pk=person.pk)


def owed(person: Person) -> set[tuple[str, int]]:
    return {(todo.noun, todo.noun_id) for todo in todos_of(fresh(person), timezone.localdate()) if todo.owed}


def told(entry_kind: str) -> set[int]:
    return audience.of(Entry.objects.filter(kind=entry_kind).latest("id"))


@pytest.fixture
def tugs(world: World) -> Unit:
    """Nobody speaks for the tugs: the east above them does, and the group above that does not."""
    TaskType.objects.get_or_create(name="督办")  # of which a rectification is one
    silenced(world.tugs)
    return world.tugs


def test_the_nearest_unit_above_speaks_for_one_that_has_nobody(world: World, tugs):
    silenced(world.stevedores)  # but the branch below it keeps its secretary
    for who in (world.east_leader, world.east_liaison, world.east_deputy):  # the last stands in for the head
        standing = standing_of(fresh(who))
        assert spoken_for(standing) >= {world.east.pk, tugs.pk, world.stevedores.pk}
        assert not speaks_for(standing, world.stevedores_branch)
        assert [speaks_for(standing, unit) for unit in (tugs, world.west, world.group)] == [True, False, False]
    for who in (world.leader, world.west_leader, world.stevedore, world.clerk, world.east_inspector):
        assert not speaks_for(standing_of(fresh(who)), tugs)
    assert set(speakers_of(tugs)) == {world.east_leader.pk, world.east_head.pk, world.east_liaison.pk}
    assert speakers_of(world.stevedores_branch) == [world.branch_secretary.pk]


def test_the_leaders_speak_for_an_office_that_has_only_the_post_of_supervision(world: World):
    silenced(world.supervision)
    row = actions.send_suggestion(
        actor=world.stevedore, unit=world.supervision, title="少报一张表", text="每周两张重复"
    )
    assert ("suggestion", row.pk) in owed(world.leader)
    with pytest.raises(PermissionDenied):
        actions.answer_suggestion(row.pk, actor=fresh(world.clerk), adopted=False, answer="不改")
    actions.answer_suggestion(row.pk, actor=fresh(world.leader), adopted=False, answer="下月合并")
    row.refresh_from_db()
    assert row.state == SuggestionState.DECLINED


def test_a_suggestion_to_a_unit_without_a_voice_is_seen_and_answered_above(world: World, tugs):
    row = actions.send_suggestion(actor=world.stevedore, unit=tugs, title="加装照明", text="夜间作业看不清")
    assert world.east_liaison.pk in told("suggestion.sent")
    assert ("suggestion", row.pk) in owed(world.east_liaison)
    assert ("suggestion", row.pk) not in owed(world.leader)
    assert not suggestions.visible_to(fresh(world.leader)).filter(pk=row.pk).exists()
    actions.answer_suggestion(row.pk, actor=fresh(world.east_liaison), adopted=False, answer="已在计划中")


def _found(world: World, unit: Unit) -> Finding:
    return path.found(world, unit=unit, kind=kind(), accepted=False)


def test_a_finding_is_accepted_and_planned_above_and_the_plan_decided_by_another(world: World, tugs):
    finding = _found(world, tugs)
    assert world.east_leader.pk in told("finding.issued")
    assert ("finding", finding.pk) in owed(world.east_leader)
    assert ("finding", finding.pk) not in owed(world.leader)
    with pytest.raises(PermissionDenied):
        register.accept_finding(finding.pk, actor=fresh(world.leader))
    register.accept_finding(finding.pk, actor=fresh(world.east_leader))
    assert ("finding", finding.pk) in owed(world.east_leader)
    register.plan_rectification(
        finding.pk, actor=fresh(world.east_leader), cause="老化", deeper_cause="未列入检修", measures="更换",
        responsible=world.east_liaison, due_on=world.today + timedelta(days=5),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        register.accept_plan(finding.pk, actor=fresh(world.east_leader), looker=world.inspector)
    register.accept_plan(finding.pk, actor=world.clerk, looker=world.inspector)
    finding.refresh_from_db()
    assert finding.state == State.RECTIFYING


def test_nobody_who_speaks_for_a_unit_rules_on_its_dispute(world: World, tugs):
    finding = _found(world, tugs)
    register.dispute_finding(finding.pk, actor=fresh(world.east_liaison), reason="不属实")
    for who in (world.east_liaison, world.east_leader, world.east_head):
        with pytest.raises(PermissionDenied):
            register.rule_on_dispute(finding.pk, actor=fresh(who), upheld=True, ruling="不属实")
    register.rule_on_dispute(finding.pk, actor=world.clerk, upheld=True, ruling="不属实")


def test_an_exposure_notice_is_replied_to_above_but_not_by_its_writer(world: World, tugs):
    finding = _found(world, tugs)
    register.accept_finding(finding.pk, actor=fresh(world.east_leader))
    notice = path.replying(world, path.drafted(world, finding))
    assert {world.east_leader.pk, world.east_liaison.pk} <= told("exposure.passed")
    assert ("exposure", notice.pk) in owed(world.east_liaison)
    assert ("exposure", notice.pk) not in owed(world.leader)
    notice.written_by.add(world.east_leader)
    assert ("exposure", notice.pk) not in owed(world.east_leader)
    with pytest.raises(PermissionDenied):
        actions.waive_reply(notice.pk, actor=fresh(world.east_leader))
    reply = actions.reply_to_exposure(notice.pk, actor=fresh(world.east_liaison), text="已复装。")
    assert reply.for_unit


def test_an_order_to_such_a_unit_is_acknowledged_and_reported_from_above(world: World, tugs):
    task = orders.dispatched(world, supporting_units=[tugs])
    assert world.east_leader.pk in told("task.dispatched")
    assert ("task", task.pk) in owed(world.east_leader)
    assert ("task", task.pk) not in owed(world.leader)
    do.acknowledge_task(task.pk, actor=fresh(world.east_leader), unit=tugs)
    assert ("task", task.pk) not in owed(world.east_leader)
    do.acknowledge_task(task.pk, actor=world.stevedores_head)
    assert do.report_on_task(task.pk, actor=fresh(world.east_leader), unit=tugs, done="已配合。").unit == tugs

    silenced(task.lead_unit)
    led = orders.dispatched(world)
    assert ("task", led.pk) in owed(world.east_leader)
    do.acknowledge_task(led.pk, actor=fresh(world.east_leader))
    do.claim_completion(led.pk, actor=fresh(world.east_leader), statement="已办结。")
