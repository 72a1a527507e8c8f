"""The first date stays; what moves, stops or ends a deadline leaves a record."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from duban.ledger import actions, queries
from duban.ledger.models import Light, State, Task
from duban.org.models import Appointment, Deputy, Person, Role
from duban.org.todos import todos_of
from tests.world import World

MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def on(day: date) -> "time_machine.travel":
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


@pytest.fixture
def march(order, world: World):
    """An order of Monday 2 March 2026, due on Friday the 20th, acknowledged."""
    with time_machine.travel(MONDAY, tick=False):
        task = order(due_on=date(2026, 3, 20))
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    return Task.objects.get(pk=task.pk)


def light(task: Task, day: date) -> Light:
    task.refresh_from_db()
    return task.light_on(day)


def test_three_working_days_before_the_date_it_turns_yellow_and_the_day_after_it_red(march: Task) -> None:
    assert light(march, date(2026, 3, 16)) == Light.GREEN
    assert light(march, date(2026, 3, 17)) == Light.YELLOW
    assert light(march, date(2026, 3, 20)) == Light.YELLOW
    assert light(march, date(2026, 3, 21)) == Light.RED


def test_a_list_shows_the_same_lights_as_a_page(march: Task) -> None:
    for day in (date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 21)):
        shown = {
            Light.RED: Task.objects.red(day),
            Light.YELLOW: Task.objects.yellow(day),
            Light.GREEN: Task.objects.green(day),
        }
        assert [name for name, rows in shown.items() if rows.filter(pk=march.pk).exists()] == [light(march, day)]


def test_a_milestone_not_reached_turns_it_yellow(march: Task, world: World) -> None:
    with on(date(2026, 3, 3)):
        step = actions.set_milestone(march.pk, actor=world.east_liaison, title="完成招标", due_on=date(2026, 3, 9))
    assert light(march, date(2026, 3, 9)) == Light.GREEN
    assert light(march, date(2026, 3, 10)) == Light.YELLOW
    with on(date(2026, 3, 10)):
        actions.reach_milestone(step.pk, actor=world.east_liaison)
    assert light(march, date(2026, 3, 10)) == Light.GREEN


def test_a_milestone_after_the_due_date_is_refused(march: Task, world: World) -> None:
    with on(date(2026, 3, 3)), pytest.raises(ValidationError, match="inside the due date"):
        actions.set_milestone(march.pk, actor=world.east_liaison, title="收尾", due_on=date(2026, 3, 21))


def test_a_report_overdue_turns_it_yellow(order, world: World) -> None:
    with on(date(2026, 3, 2)):
        task = order(due_on=date(2026, 4, 30), report_every="week")
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    assert task.next_report_on == date(2026, 3, 9)
    assert light(task, date(2026, 3, 10)) == Light.YELLOW
    with on(date(2026, 3, 10)):
        actions.report_on_task(task.pk, actor=world.east_liaison, done="已完成三分之一")
    assert light(task, date(2026, 3, 10)) == Light.GREEN
    assert task.next_report_on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("every", "sent", "terms_"),
    [
        # Over Tomb-sweeping Day (6 April is off) and a weekend.
        ("day", date(2026, 4, 2), [date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 8)]),
        # Over May Day: the term rolls to the 6th, the next one does not follow it there.
        ("week", date(2026, 4, 24), [date(2026, 5, 6), date(2026, 5, 8), date(2026, 5, 15)]),
        ("month", date(2026, 1, 30), [date(2026, 2, 28), date(2026, 3, 30), date(2026, 4, 30)]),
        ("quarter", date(2026, 1, 30), [date(2026, 4, 30), date(2026, 7, 30), date(2026, 10, 30)]),
        ("half", date(2025, 12, 31), [date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30)]),
        ("year", date(2026, 3, 2), [date(2027, 3, 2), date(2028, 3, 2), date(2029, 3, 2)]),
    ],
)
def test_reports_are_due_on_working_days_of_their_cycle(
    order, world: World, every: str, sent: date, terms_: list[date]
) -> None:
    with on(sent):
        task = order(due_on=date(2029, 12, 31), report_every=every)
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    for number, term in enumerate(terms_):
        assert task.next_report_on == term
        with on(term):
            actions.report_on_task(task.pk, actor=world.east_liaison, done=f"第{number}次")
        task.refresh_from_db()


def test_a_second_report_on_a_day_does_not_spare_tomorrows(order, world: World) -> None:
    with on(date(2026, 3, 2)):
        task = order(due_on=date(2026, 4, 30), report_every="day")
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    with on(date(2026, 3, 3)):
        for said in ("早上", "晚上"):
            actions.report_on_task(task.pk, actor=world.east_liaison, done=said)
    task.refresh_from_db()
    assert task.next_report_on == date(2026, 3, 4)


def test_after_a_relapse_reports_are_due_again(order, world: World) -> None:
    with on(date(2026, 3, 2)):
        task = order(due_on=date(2026, 3, 20), report_every="week")
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
        actions.claim_completion(task.pk, actor=world.east_liaison, statement="已完成")
        actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
        actions.close_task(task.pk, actor=world.clerk)
    with on(date(2026, 6, 3)):
        actions.relapse_task(task.pk, actor=world.clerk, reason="又漏水", due_on=date(2026, 7, 1))
    task.refresh_from_db()
    assert task.next_report_on == date(2026, 6, 8)


def test_an_approved_extension_moves_the_date_and_not_the_first_one(march: Task, world: World) -> None:
    with on(date(2026, 3, 18)):
        asked = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="设备未到")
        actions.decide_extension(asked.pk, actor=world.clerk, approve=True)
    march.refresh_from_db()
    assert (march.due_on, march.original_due_on) == (date(2026, 3, 31), date(2026, 3, 20))
    assert light(march, date(2026, 3, 21)) == Light.GREEN
    account = queries.deadline_account(march, date(2026, 3, 21))
    assert [(p.kind, p.to) for p in account] == [("first", date(2026, 3, 20)), ("extension", date(2026, 3, 31))]


def test_extension_after_due_date_is_refused(march: Task, world: World) -> None:
    with on(date(2026, 3, 21)), pytest.raises(ValidationError, match="before the due date"):
        actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="设备未到")


def test_a_second_request_waits_for_the_first(march: Task, world: World) -> None:
    with on(date(2026, 3, 18)):
        first = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="设备未到")
        with pytest.raises(ValidationError, match="waits for its decision"):
            actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 4, 1), reason="设备未到")
        actions.withdraw_extension(first.pk, actor=world.east_liaison)
        actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 4, 1), reason="设备未到")


def test_the_rules_limit_how_often_a_task_is_extended(march: Task, world: World) -> None:
    with on(date(2026, 3, 18)):
        for day in (30, 31):
            asked = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, day), reason="设备未到")
            actions.decide_extension(asked.pk, actor=world.clerk, approve=True)
        with pytest.raises(ValidationError, match="The rules allow 2"):
            actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 4, 1), reason="设备未到")


def test_whoever_asked_does_not_decide(march: Task, world: World) -> None:
    with on(date(2026, 3, 18)):
        asked = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="设备未到")
        with pytest.raises(PermissionDenied):
            actions.decide_extension(asked.pk, actor=world.east_liaison, approve=True)
        with pytest.raises(ValidationError, match="reason"):
            actions.decide_extension(asked.pk, actor=world.clerk, approve=False)
        actions.decide_extension(asked.pk, actor=world.clerk, approve=False, reason="可并行推进")
        with pytest.raises(ValidationError, match="decided already"):
            actions.decide_extension(asked.pk, actor=world.clerk, approve=True)
    march.refresh_from_db()
    assert march.due_on == date(2026, 3, 20)


def test_nor_does_a_deputy_of_whoever_asked(order, world: World) -> None:
    task = order(actor=world.east_deputy)  # who stands in for the head today
    later = task.due_on + timedelta(days=10)
    asked = actions.ask_extension(task.pk, actor=world.east_head, to=later, reason="设备未到")
    with pytest.raises(PermissionDenied):
        actions.decide_extension(asked.pk, actor=world.east_deputy, approve=True)
    actions.decide_extension(asked.pk, actor=world.clerk, approve=True)


def test_what_was_red_stays_visible_after_an_extension(march: Task, world: World) -> None:
    with on(date(2026, 3, 20)):
        asked = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="设备未到")
    with on(date(2026, 3, 23)):
        actions.decide_extension(asked.pk, actor=world.clerk, approve=True)
    assert light(march, date(2026, 3, 23)) == Light.GREEN
    assert march.was_red_by(date(2026, 3, 23))
    assert march.first_red_on == date(2026, 3, 21)
    assert Task.objects.was_red(date(2026, 3, 23)).filter(pk=march.pk).exists()


@pytest.mark.parametrize("field", ["original_due_on", "first_red_on"])
def test_the_database_refuses_to_rewrite_a_fact(march: Task, field: str) -> None:
    Task.objects.filter(pk=march.pk).update(first_red_on=date(2026, 3, 21))
    for value in (date(2026, 4, 1), None):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            Task.objects.filter(pk=march.pk).update(**{field: value})


def test_a_suspension_stops_the_clock_and_gives_its_working_days_back(march: Task, world: World) -> None:
    with on(date(2026, 3, 9)):
        actions.suspend_task(march.pk, actor=world.clerk, reason="等待上级批复")
    assert light(march, date(2026, 3, 30)) == Light.PAUSED
    assert Task.objects.paused(date(2026, 3, 30)).filter(pk=march.pk).exists()
    with on(date(2026, 3, 16)):
        actions.resume_task(march.pk, actor=world.clerk)
    march.refresh_from_db()
    assert (march.due_on, march.paused_days, march.state) == (date(2026, 3, 20), 5, State.UNDERWAY)
    assert light(march, date(2026, 3, 27)) == Light.YELLOW
    assert light(march, date(2026, 3, 28)) == Light.RED


def test_a_suspension_on_the_day_of_the_dispatch_stands_behind_it(task: Task, world: World) -> None:
    actions.suspend_task(task.pk, actor=world.clerk, reason="等待上级批复")
    assert [posting.kind for posting in queries.deadline_account(task)] == ["first", "suspension"]


def test_what_was_acknowledged_on_ice_is_under_way_once_resumed(task: Task, world: World) -> None:
    actions.suspend_task(task.pk, actor=world.clerk, reason="等待上级批复")
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    assert Task.objects.get(pk=task.pk).state == State.SUSPENDED
    actions.resume_task(task.pk, actor=world.clerk)
    assert Task.objects.get(pk=task.pk).state == State.UNDERWAY
    assert actions.report_on_task(task.pk, actor=world.east_liaison, done="已开工")


def test_what_nobody_acknowledged_on_ice_waits_for_it_once_resumed(order, world: World) -> None:
    task = order(supporting_units=[world.finance])
    actions.suspend_task(task.pk, actor=world.clerk, reason="等待上级批复")
    actions.acknowledge_task(task.pk, actor=world.finance_head)
    actions.resume_task(task.pk, actor=world.clerk)
    assert Task.objects.get(pk=task.pk).state == State.DISPATCHED


def test_a_request_for_support_pauses_ours_and_runs_theirs(march: Task, world: World) -> None:
    with on(date(2026, 3, 9)):
        asked = actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款两百万元")
    assert asked.due_on == date(2026, 3, 12)
    assert light(march, date(2026, 3, 25)) == Light.PAUSED
    with on(date(2026, 3, 11)):
        with pytest.raises(PermissionDenied):
            actions.answer_support(asked.pk, actor=world.east_leader, answer="已拨付")
        actions.answer_support(asked.pk, actor=world.finance_head, answer="已拨付")
    march.refresh_from_db()
    assert (march.paused_on, march.paused_days) == (None, 2)
    assert light(march, date(2026, 3, 24)) == Light.YELLOW
    assert light(march, date(2026, 3, 25)) == Light.RED


def test_two_stops_at_once_are_counted_once(march: Task, world: World) -> None:
    with on(date(2026, 3, 9)):
        first = actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    with on(date(2026, 3, 10)):
        second = actions.request_support(march.pk, actor=world.east_liaison, unit=world.hr, need="借调两人")
    with on(date(2026, 3, 11)):
        actions.answer_support(first.pk, actor=world.finance_head, answer="已拨付")
    march.refresh_from_db()
    assert march.paused_on == date(2026, 3, 9)
    with on(date(2026, 3, 12)):
        actions.withdraw_support(second.pk, actor=world.east_liaison)
    march.refresh_from_db()
    assert (march.paused_on, march.paused_days) == (None, 3)


def test_support_is_not_asked_of_oneself_or_below(march: Task, world: World) -> None:
    with on(date(2026, 3, 9)):
        for unit in (world.east, world.stevedores):
            with pytest.raises(ValidationError, match="above or beside"):
                actions.request_support(march.pk, actor=world.east_liaison, unit=unit, need="人手")


def test_support_is_not_asked_of_another_unit_that_one_speaks_for(march: Task, world: World) -> None:
    """Whoever heads two units would stop the clock of the one and let it run by a word of their own in the other."""
    with on(date(2026, 3, 9)):
        Appointment.objects.create(
            person=world.east_liaison, unit=world.finance, role=Role.LIAISON, since=date(2026, 1, 1)
        )
        for asker in ("east_liaison", "east_leader"):  # the responsible person themselves, and their own leader
            actor = Person.objects.get(pk=world.people[asker].pk)
            with pytest.raises(ValidationError, match="speaks for"):
                actions.request_support(march.pk, actor=actor, unit=world.finance, need="预付款")
        named = actions.request_support(
            march.pk, actor=actor, unit=world.finance, person=world.finance_head, need="预付款"
        )
    assert named.to_person == world.finance_head


def test_support_is_not_asked_of_a_leader_one_stands_in_for(march: Task, world: World) -> None:
    Deputy.objects.create(person=world.vice, deputy=world.east_liaison, since=date(2026, 3, 1), until=date(2026, 4, 1))
    with on(date(2026, 3, 9)), pytest.raises(ValidationError, match="themselves"):
        actions.request_support(march.pk, actor=world.east_leader, person=world.vice, need="协调用地")


def test_an_answer_is_asked_for_by_the_day_the_task_is_due_or_in_the_usual_term(march: Task, world: World) -> None:
    def ask(due_on: date | None = None) -> date:
        return actions.request_support(
            march.pk, actor=world.east_liaison, unit=world.finance, need="预付款", due_on=due_on
        ).due_on

    with on(date(2026, 3, 9)):
        for late in (date(2026, 3, 21), date(2099, 1, 1)):
            with pytest.raises(ValidationError, match="2026-03-20"):
                ask(late)
        assert ask(date(2026, 3, 20)) == date(2026, 3, 20)
    with on(date(2026, 3, 11)):  # the clock has stood for two days: its own day is the 24th by now
        with pytest.raises(ValidationError, match="2026-03-24"):
            ask(date(2026, 3, 25))
        assert ask(date(2026, 3, 24)) == date(2026, 3, 24)


def test_the_usual_term_for_an_answer_is_there_on_the_last_day_too(march: Task, world: World) -> None:
    with on(date(2026, 3, 20)):
        asked = actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    assert asked.due_on == date(2026, 3, 25)


def test_a_task_already_red_does_not_turn_green_by_asking_for_support(march: Task, world: World) -> None:
    with on(date(2026, 3, 23)):
        actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    assert light(march, date(2026, 3, 23)) == Light.RED


def test_declining_is_for_the_first_two_working_days(order, world: World) -> None:
    with on(date(2026, 3, 6)):  # a Friday
        early, late = order(), order()
    with on(date(2026, 3, 10)):
        actions.decline_task(early.pk, actor=world.east_liaison, reason="不属本单位职责")
    assert Task.objects.get(pk=early.pk).state == State.DECLINED
    with on(date(2026, 3, 11)), pytest.raises(ValidationError, match="term for declining"):
        actions.decline_task(late.pk, actor=world.east_liaison, reason="不属本单位职责")


def test_what_was_declined_goes_to_another_unit_under_its_number(order, world: World) -> None:
    task = order()
    actions.decline_task(task.pk, actor=world.east_liaison, reason="不属本单位职责")
    actions.reassign_task(task.pk, actor=world.clerk, lead_unit=world.west, responsible=world.west_liaison)
    actions.dispatch_task(task.pk, actor=world.clerk)
    again = Task.objects.get(pk=task.pk)
    assert (again.number, again.lead_unit, again.state) == (task.number, world.west, State.DISPATCHED)
    assert again.original_due_on == task.original_due_on
    actions.acknowledge_task(task.pk, actor=world.west_liaison)
    assert Task.objects.get(pk=task.pk).state == State.UNDERWAY


def test_whoever_declined_does_not_also_cancel(order, world: World) -> None:
    """Else somebody of the office would be rid of what their own unit was asked for; sent elsewhere in between it is the same."""
    task = order(lead_unit=world.supervision, responsible=world.supervision_head)
    actions.decline_task(task.pk, actor=world.supervision_head, reason="不属本单位职责")
    with pytest.raises(PermissionDenied):
        actions.cancel_task(task.pk, actor=world.supervision_head, reason="不办了")
    actions.reassign_task(task.pk, actor=world.supervision_head, lead_unit=world.west, responsible=world.west_liaison)
    with pytest.raises(PermissionDenied):
        actions.cancel_task(task.pk, actor=world.supervision_head, reason="不办了")
    actions.cancel_task(task.pk, actor=world.clerk, reason="并入专项")
    assert Task.objects.get(pk=task.pk).state == State.CANCELLED


def test_cancelling_needs_a_reason_and_ended_parts(march: Task, order, world: World) -> None:
    with on(date(2026, 3, 3)):
        part = order(parent=march, lead_unit=world.tugs, responsible=world.tugs_head, due_on=date(2026, 3, 13))
        with pytest.raises(ValidationError, match="still open"):
            actions.cancel_task(march.pk, actor=world.clerk, reason="任务合并")
        actions.cancel_task(part.pk, actor=world.clerk, reason="任务合并")
        with pytest.raises(ValidationError, match="reason"):
            actions.cancel_task(march.pk, actor=world.clerk, reason="  ")
        actions.cancel_task(march.pk, actor=world.clerk, reason="任务合并")
    march.refresh_from_db()
    assert (march.state, march.ended_on, march.light_on(date(2026, 4, 1))) == (
        State.CANCELLED,
        date(2026, 3, 3),
        Light.OFF,
    )


def test_support_of_a_leader_is_asked_in_a_unit_where_they_sit(march: Task, world: World) -> None:
    """A colleague named beside another unit would stop our clock: only they may answer, and that unit is never asked."""
    with on(date(2026, 3, 9)):
        with pytest.raises(ValidationError, match="holds no post"):
            actions.request_support(
                march.pk, actor=world.east_liaison, unit=world.finance, person=world.east_leader, need="预付款"
            )
        asked = actions.request_support(
            march.pk, actor=world.east_liaison, unit=world.finance, person=world.finance_head, need="预付款"
        )
    assert (asked.to_unit, asked.to_person) == (world.finance, world.finance_head)


def test_an_extension_approved_while_the_clock_stands_counts_the_days_before_it_once(march: Task, world: World) -> None:
    with on(date(2026, 3, 3)):
        asked = actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
        longer = actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 4, 10), reason="到货晚")
    with on(date(2026, 3, 10)):
        actions.decide_extension(longer.pk, actor=world.clerk, approve=True)
    with on(date(2026, 3, 16)):
        actions.answer_support(asked.pk, actor=world.finance_head, answer="已拨付")
    march.refresh_from_db()
    assert (march.due_on, march.paused_on, march.paused_days) == (date(2026, 4, 10), None, 4)


def test_days_of_a_stop_under_way_count_when_an_extension_is_asked(march: Task, world: World) -> None:
    with on(date(2026, 3, 19)):
        actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    with on(date(2026, 3, 24)):
        with pytest.raises(ValidationError, match="2026-03-25"):
            actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 25), reason="到货晚")
        actions.ask_extension(march.pk, actor=world.east_liaison, to=date(2026, 3, 31), reason="到货晚")


def test_what_was_declined_is_sent_again_for_a_new_day_when_its_own_has_passed(order, world: World) -> None:
    with on(date(2026, 3, 2)):
        task = order(due_on=date(2026, 3, 4))
    with on(date(2026, 3, 3)):
        actions.decline_task(task.pk, actor=world.east_liaison, reason="不属本单位职责")
    with on(date(2026, 3, 9)):
        actions.reassign_task(task.pk, actor=world.clerk, lead_unit=world.west, responsible=world.west_liaison)
        with pytest.raises(ValidationError, match="passed already"):
            actions.dispatch_task(task.pk, actor=world.clerk)
        actions.dispatch_task(task.pk, actor=world.clerk, due_on=date(2026, 3, 20))
    task.refresh_from_db()
    assert (task.state, task.due_on, task.original_due_on) == (
        State.DISPATCHED,
        date(2026, 3, 20),
        date(2026, 3, 4),
    )


def test_an_order_goes_to_nobody_who_has_left(order, world: World) -> None:
    for who, field in ((world.east_liaison, "responsible"), (world.safety_liaison, "looker")):
        who.is_active = False
        who.save()
        with pytest.raises(ValidationError) as caught:
            order()
        assert "has left" in caught.value.message_dict[field][0]
        who.is_active = True
        who.save()


def owed(person: Person, day: date) -> tuple[date | None, str]:
    (todo,) = [todo for todo in todos_of(person, day) if todo.noun == "task"]
    return todo.due_on, todo.light


def test_today_counts_to_the_day_that_counts(march: Task, world: World, client) -> None:
    with on(date(2026, 3, 16)):
        asked = actions.request_support(march.pk, actor=world.east_liaison, unit=world.finance, need="预付款")
    with on(date(2026, 3, 24)):
        assert owed(march.responsible, date(2026, 3, 24)) == (date(2026, 3, 30), "paused")
        actions.answer_support(asked.pk, actor=world.finance_head, answer="已拨付")
        assert owed(march.responsible, date(2026, 3, 24)) == (date(2026, 3, 30), "green")
        client.force_login(world.clerk)
        page = client.get(f"/tasks/{march.pk}").content.decode()
        assert "2026-03-30" in page
        assert "2026-03-20 and the 6 working days that the clock stood still" in page
        rows = client.get("/tasks").content.decode()
        assert "2026-03-30" in rows
    assert owed(march.responsible, date(2026, 3, 31)) == (date(2026, 3, 30), "red")
