"""回头看: what was closed is drawn, looked at again by a stranger to it, and opened again when it does not hold."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from duban.findings import actions as register
from duban.findings.access import findings
from duban.findings.models import Finding
from duban.findings.models import State as FindingState
from duban.inspections import actions, calling
from duban.inspections.access import look_backs
from duban.inspections.actions.lookbacks import look_back_pool
from duban.inspections.models import Draw, LookBack
from duban.inspections.todos import todos
from duban.journal.models import Entry
from duban.ledger import actions as ledger
from duban.ledger.access import tasks
from duban.ledger.models import Closure, State, Task
from duban.org.access import standing_of
from tests.findings.conftest import claimed, found, kind, picture, planned  # noqa: F401
from tests.inspections.conftest import closed, thrown_by

TODAY = timezone.localdate


def drawing(world, *inspectors):
    draw = actions.prepare_look_back(
        actor=world.clerk, unit=world.supervision, named="三季度回头看", since=TODAY() - timedelta(days=30), until=TODAY(),
        inspectors=inspectors or [world.inspector, world.audit_head, world.supervision_head],
        throwers=[world.audit, world.finance, world.hr],
    )  # fmt: skip
    actions.freeze_draw(draw.pk, actor=world.clerk)
    actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    return draw


def drawn(world, task, *inspectors):
    drawing(world, *inspectors)
    return LookBack.objects.get(noun="task", noun_id=task.pk)


def called_to(person, noun):
    """What this person sees for being its checker, whatever they see besides."""
    return [
        pk
        for rows in calling.seen(standing_of(person), noun)
        for pk in rows.values_list(rows.query.values_select[0], flat=True)
    ]


def test_what_did_not_hold_is_opened_again_by_its_checker_who_is_nobody_to_it(world):
    task = closed(world)
    assert not {p for p in (world.inspector, world.audit_head) if tasks.can(p, "relapse", task)}
    row = drawn(world, task, world.inspector, world.audit_head)
    assert row.checker_id not in (task.responsible_id, task.looker_id, task.dispatched_by_id)
    with pytest.raises(ValidationError):
        actions.open_draw(row.draw_id, actor=world.clerk)
    # Called upon to look, the checker sees the matter; to open it again takes the verdict.
    assert tasks.get_for(row.checker, task.pk)
    with pytest.raises(PermissionDenied):
        ledger.relapse_task(task.pk, actor=row.checker, reason="未经核查", due_on=TODAY() + timedelta(days=9))
    actions.judge_look_back(row.pk, actor=row.checker, held=False, note="现场仍未整改")
    task.refresh_from_db()
    assert (task.state, task.closures.get().void) == (State.UNDERWAY, True)
    told = Entry.objects.filter(kind__in=["look_back.judged", "task.relapsed", "look_back.reopened"])
    assert {entry.actor_id for entry in told} == {row.checker_id}
    assert told.count() == 3
    # The matter goes on without its checker, who was called upon for this only.
    assert not called_to(row.checker, "task")
    with pytest.raises(PermissionDenied):
        actions.reopen_looked_back(row.pk, actor=world.clerk)
    actions.open_draw(row.draw_id, actor=world.clerk)
    assert Draw.objects.get(pk=row.draw_id).step == "opened"


def test_a_verdict_stands_when_somebody_was_faster_to_open_it_again(world):
    task = closed(world)
    row = drawn(world, task)
    ledger.relapse_task(task.pk, actor=world.clerk, reason="群众反映", due_on=TODAY() + timedelta(days=9))
    actions.judge_look_back(row.pk, actor=row.checker, held=False, note="现场仍未整改")
    row.refresh_from_db()
    assert (row.held, row.reopened) == (False, True)


def test_what_cannot_be_opened_yet_waits_with_the_office_and_the_verdict_stands(world, monkeypatch):
    task = closed(world)
    row = drawn(world, task)
    Task.objects.filter(pk=task.pk).update(parent=closed(world))  # the whole is closed as well
    actions.judge_look_back(row.pk, actor=row.checker, held=False, note="现场仍未整改")
    row.refresh_from_db()
    assert (row.held, row.reopened) == (False, False)
    with pytest.raises(ValidationError, match="whole"):
        actions.reopen_looked_back(row.pk, actor=world.clerk)
    assert any(todo.noun == "look_back" for todo in todos(world.clerk, TODAY()))
    Task.objects.filter(pk=task.pk).update(parent=None)
    assert actions.reopen_looked_back(row.pk, actor=world.clerk).reopened


def fixed_on_the_spot(world):
    finding = register.issue_finding(
        actor=world.safety_head, unit=world.stevedores, kind=kind(), condition="两具灭火器过期", severity="minor",
        criterion="灭火器在有效期内",
    )  # fmt: skip
    for noun in ("finding", "finding_after"):
        picture(finding, world.safety_head, noun)
    register.fix_on_spot(finding.pk, actor=world.safety_head, note="已更换")
    return finding


def test_a_finding_without_a_task_is_opened_again_as_well(world):
    finding = fixed_on_the_spot(world)
    draw = drawing(world)
    row = LookBack.objects.get(noun="finding", noun_id=finding.pk)
    assert row.draw_id == draw.pk
    assert findings.get_for(row.checker, finding.pk)
    actions.judge_look_back(row.pk, actor=row.checker, held=False, note="又有一具过期")
    finding.refresh_from_db()
    assert (finding.state, finding.relapses) == (FindingState.ACCEPTED, 1)
    assert not called_to(row.checker, "finding")


def test_a_checker_whose_matter_held_has_seen_it_for_the_last_time(world):
    row = drawn(world, closed(world))
    assert called_to(row.checker, "task") == [row.noun_id]
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过")
    assert not called_to(row.checker, "task")


def involved_in(world, key):
    draw = Draw(since=TODAY(), until=TODAY())
    _entries, _wanted, involved = look_back_pool(draw)
    return {pk for pk, of in involved if of == key}


def test_nobody_looks_back_at_what_they_rechecked_or_closed(world, claimed):  # noqa: F811
    finding = claimed()
    register.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="现场看过")
    Finding.objects.filter(pk=finding.pk).update(found_by=world.safety_head)
    # The looker is another by now: who looked then is not forgotten.
    Task.objects.filter(pk=finding.task_id).update(looker=world.audit_head)
    expected = {world.safety_head.pk, world.inspector.pk, world.audit_head.pk, world.stevedore.pk, world.clerk.pk}
    assert involved_in(world, f"finding:{finding.pk}") == expected
    task = closed(world)
    Closure.objects.filter(task=task).update(by=world.supervision_head)
    known = {world.east_liaison.pk, world.safety_liaison.pk, world.clerk.pk, world.supervision_head.pk}
    assert involved_in(world, f"task:{task.pk}") == known


def test_nobody_looks_back_at_what_they_fixed_on_the_spot(world):
    finding = fixed_on_the_spot(world)
    Finding.objects.filter(pk=finding.pk).update(fixed_by=world.safety_liaison)
    assert involved_in(world, f"finding:{finding.pk}") == {world.safety_head.pk, world.safety_liaison.pk}


def test_only_the_checker_judges_and_only_once(world):
    row = drawn(world, closed(world))
    other = next(p for p in (world.inspector, world.audit_head, world.supervision_head) if p.pk != row.checker_id)
    with pytest.raises((PermissionDenied, Http404)):
        actions.judge_look_back(row.pk, actor=other, held=True, note="看过")
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过")
    with pytest.raises(PermissionDenied):
        actions.judge_look_back(row.pk, actor=row.checker, held=False, note="改口")
    assert look_backs.get_for(row.checker, row.pk).held


def test_a_checker_reads_what_was_said_when_it_was_closed_and_not_what_is_claimed_since(world, client):
    task = closed(world)
    said = task.claims.get().statement
    row = drawn(world, task)
    client.force_login(row.checker)

    def page() -> str:
        return client.get(row.get_absolute_url()).content.decode()

    assert said in page()
    actions.judge_look_back(row.pk, actor=row.checker, held=False, note="现场仍未整改")
    ledger.claim_completion(task.pk, actor=task.responsible, statement="返工后再次申请办结")
    assert said in page()
    assert "返工后再次申请办结" not in page()


def test_the_pages_of_look_back_show_the_matter_to_a_checker_who_is_nobody_to_it(world, client):
    row = drawn(world, closed(world))
    client.force_login(row.checker)
    assert client.get(row.get_absolute_url()).status_code == 200
    answer = client.post(reverse("inspections:look_back_judge", args=[row.pk]), {"held": "yes", "note": "看过现场"})
    assert answer.status_code == 302
    assert client.get(reverse("inspections:look_backs")).status_code == 200
