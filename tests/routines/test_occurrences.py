"""Meeting what is owed, being late, missing, excused; who may what; those above are told once."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from duban.checklists.models import Checklist, Edition, EditionState, Response
from duban.journal.models import Entry
from duban.likeness.jobs import sweep
from duban.likeness.models import Hint
from duban.org.models import Role
from duban.routines import tally
from duban.routines.access import occurrences
from duban.routines.actions import (
    answer_question,
    ask_back,
    begin_check,
    confirm_report,
    correct_report,
    escalate_due,
    excuse_occurrence,
    meet_by_response,
    meet_finished,
)
from duban.routines.models import Escalation, Form, Occurrence, Standing, Who
from duban.routines.queries import missing_now, occurrences_for
from duban.routines.todos import todos
from tests.checklists.conftest import in_force
from tests.checklists.test_alike import photographed
from tests.likeness.closings import claimed, jpeg, scene
from tests.routines.conftest import at


def test_a_confirmed_report_meets_it_and_a_second_says_who_was_first(world, owed):
    confirm_report(owed.pk, actor=world.east_liaison, done="无异常")
    owed.refresh_from_db()
    assert owed.standing == Standing.MET
    with pytest.raises(ValidationError, match=world.east_liaison.name):
        confirm_report(owed.pk, actor=world.east_deputy, done="无异常")
    assert Entry.objects.filter(kind="occurrence.reported").count() == 1


def test_missing_and_late_follow_from_the_clock(world, owed):
    assert owed.standing_at(owed.due_at + timedelta(seconds=1)) == Standing.MISSED
    owed.met_at = owed.due_at + timedelta(hours=1)
    assert owed.standing_at(owed.due_at) == Standing.LATE
    owed.save()
    assert list(Occurrence.objects.filter(pk=owed.pk).standing(Standing.LATE, timezone.now())) == [owed]
    for other in set(Standing) - {Standing.LATE}:
        assert not Occurrence.objects.filter(pk=owed.pk).standing(other, timezone.now()).exists()


def test_nothing_is_met_before_it_opens(world, owed):
    tomorrow = owed.duty.occurrences.get(unit=world.east, day=owed.day + timedelta(days=1))
    with pytest.raises(ValidationError):
        confirm_report(tomorrow.pk, actor=world.east_liaison, done="提前")


def test_an_empty_report_is_no_report(world, owed):
    with pytest.raises(ValidationError):
        confirm_report(owed.pk, actor=world.east_liaison, done=" \n ")


def test_a_correction_keeps_the_time_and_what_stood_there(world, owed):
    confirm_report(owed.pk, actor=world.east_liaison, done="一处异常")
    met = Occurrence.objects.get(pk=owed.pk).met_at
    correct_report(owed.pk, actor=world.east_liaison, done="两处异常", problem="", plan="")
    assert Occurrence.objects.get(pk=owed.pk).met_at == met
    assert "一处异常" in Entry.objects.get(kind="occurrence.corrected").body


def test_whoever_owes_it_does_not_excuse_it(world, owed):
    with pytest.raises(PermissionDenied):
        excuse_occurrence(owed.pk, actor=world.east_liaison, reason="忙")
    with pytest.raises(Http404):
        excuse_occurrence(owed.pk, actor=world.west_head, reason="忙")
    excuse_occurrence(owed.pk, actor=world.clerk, reason="停产检修")
    owed.refresh_from_db()
    assert owed.standing == Standing.EXCUSED
    with pytest.raises(ValidationError):
        confirm_report(owed.pk, actor=world.east_liaison, done="补报")


def test_a_persons_duty_is_met_by_that_person_or_who_stands_in(world, duty):
    made = duty(who=Who.PEOPLE, units=[], people=[world.safety_head], begins_at=time(0))
    one = made.occurrences.get(day=timezone.localdate())
    assert not occurrences.can(world.safety_liaison, "meet", one)
    assert occurrences.can(world.safety_liaison, "excuse", one)
    confirm_report(one.pk, actor=world.safety_deputy, done="已检测")
    one.refresh_from_db()
    assert (one.met_by, one.person) == (world.safety_deputy, world.safety_head)


def test_colleagues_do_not_read_a_persons_duties(world, duty):
    made = duty(who=Who.PEOPLE, units=[], people=[world.finance_head])
    one = made.occurrences.first()
    assert not occurrences.can(world.finance_member, "view", one)
    assert occurrences.can(world.finance_head, "view", one)
    assert occurrences.can(world.leader, "view", one)


def test_questions_go_up_to_down_and_are_answered_once(world, owed):
    confirm_report(owed.pk, actor=world.east_liaison, done="一处异常")
    with pytest.raises(PermissionDenied):
        ask_back(owed.pk, actor=world.east_liaison, text="自问")
    question = ask_back(owed.pk, actor=world.clerk, text="在哪个泊位？")
    assert any(todo.title == "在哪个泊位？" for todo in todos(world.east_liaison, timezone.localdate()))
    answer_question(question.pk, occurrence_id=owed.pk, actor=world.east_liaison, answer="三号泊位")
    with pytest.raises(ValidationError):
        answer_question(question.pk, occurrence_id=owed.pk, actor=world.east_deputy, answer="四号泊位")
    assert not any(todo.title == "在哪个泊位？" for todo in todos(world.east_liaison, timezone.localdate()))


def test_those_above_are_told_once(world, duty):
    made = duty(escalate_to=Escalation.OFFICE, escalate_hours=1, begins_at=time(0), term=1)
    later = at(timezone.localdate(), 3)
    assert escalate_due(later - timedelta(hours=2)) == 0
    assert escalate_due(later) == 2
    assert escalate_due(later) == 0
    assert Entry.objects.filter(kind="occurrence.escalated", about_id=made.pk).count() == 2


def test_who_is_missing_now_is_only_what_one_may_see(world, duty):
    made = duty(begins_at=time(0), term=1)
    now = at(timezone.localdate(), 2)
    assert {one.unit for one in missing_now(world.clerk, now)} == {world.east, world.west}
    assert {one.unit for one in missing_now(world.east_liaison, now)} == {world.east}
    assert not missing_now(world.outsider, now).exists()
    assert made.occurrences.count() == 62


def test_the_today_page_asks_for_what_is_owed_and_forgets_what_was_done(world, owed):
    today = timezone.localdate()
    assert [todo.noun_id for todo in todos(world.east_liaison, today)] == [owed.pk]
    assert not [todo for todo in todos(world.west_head, today) if todo.noun_id == owed.pk]
    confirm_report(owed.pk, actor=world.east_liaison, done="无异常")
    assert not list(todos(world.east_liaison, today))


def test_the_tally_follows_every_change(world, duty):
    made = duty(who=Who.ROLE, units=[], role=Role.HEAD, begins_at=time(0))
    assert not tally.faults()
    first, second, third, *_ = made.occurrences.filter(day=timezone.localdate()).order_by("pk")
    confirm_report(first.pk, actor=first.person, done="好")
    excuse_occurrence(second.pk, actor=world.clerk, reason="请假")
    Occurrence.objects.filter(pk=third.pk).update(met_at=third.due_at + timedelta(hours=1))
    made.occurrences.filter(day__gt=timezone.localdate()).delete()
    assert not tally.faults()
    assert tally.compact() > 0
    assert tally.compact() == 0
    assert not tally.faults()
    assert not occurrences_for(world.outsider).exists()


def test_a_checklist_in_force_is_begun_finished_and_meets_the_duty(world, duty):
    checklist = Checklist.objects.create(code="XF", name="消防检查", owner=world.safety)
    made = duty(form=Form.CHECKLIST, checklist=checklist, begins_at=time(0))
    one = made.occurrences.get(unit=world.east, day=timezone.localdate())
    with pytest.raises(ValidationError, match="in force"):
        begin_check(one.pk, actor=world.east_liaison)
    Edition.objects.create(
        checklist=checklist,
        number=1,
        state=EditionState.IN_FORCE,
        since=timezone.localdate(),
        drafted_by=world.clerk,
        approved_by=world.supervision_head,
    )
    response = begin_check(one.pk, actor=world.east_liaison)
    assert begin_check(one.pk, actor=world.east_liaison) == response
    with pytest.raises(ValidationError, match="Finish"):
        meet_by_response(one.pk, actor=world.east_liaison)
    assert meet_finished() == 0
    Response.objects.filter(pk=response.pk).update(finished_at=timezone.now(), finished_by=world.east_liaison)
    assert meet_finished() == 1
    assert meet_finished() == 0
    one.refresh_from_db()
    assert one.standing == Standing.MET


def test_a_copied_photo_of_a_round_is_shown_to_who_looks_after_the_duty_and_not_to_who_owes_it(world, duty, client):
    image = jpeg(scene(51))
    claimed(world, "已检修", world.tugs, world.tugs_head, files={"后.jpg": image})
    made = duty(form=Form.CHECKLIST, checklist=in_force(world).checklist, begins_at=time(0))
    one = made.occurrences.get(unit=world.east, day=timezone.localdate())
    response = begin_check(one.pk, actor=world.east_liaison)
    photographed(response, response.edition.items.get(kind="photo"), image, world.east_liaison)
    sweep.func()
    hint = Hint.objects.get()
    for person, shown in (
        (world.clerk, True), (world.supervision_head, True), (world.leader, True),
        (world.east_liaison, False), (world.east_head, False), (world.east_leader, False),
    ):  # fmt: skip
        client.force_login(person)
        for address in (one.get_absolute_url(), response.get_absolute_url()):
            page = client.get(address)
            assert page.status_code == 200
            assert ("The same file as in" in page.content.decode()) is shown, (person, address)
        assert (client.get(f"/likeness/{hint.pk}").status_code == 200) is shown, person
