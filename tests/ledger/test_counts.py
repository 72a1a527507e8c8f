"""Counts roll up the tree, stop at what a person may see, and turn with the day by themselves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from duban.ledger import actions, jobs, queries
from duban.ledger.models import Programme, Task
from duban.org.models import Appointment, Role
from tests.world import World


def at(day: date) -> "time_machine.travel":
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


def test_the_overview_rolls_up_from_companies_to_the_group(order, world: World) -> None:
    order()
    order(lead_unit=world.tugs, responsible=world.tugs_head)
    order(lead_unit=world.bonded, responsible=world.bonded_head)
    seen = {line.unit: (line.own.open, line.all.open) for line in queries.overview(world.leader).lines}
    assert (seen[world.group], seen[world.east], seen[world.tugs], seen[world.west]) == ((0, 3), (1, 2), (1, 1), (0, 1))
    below = queries.overview(world.east_head)
    assert {line.unit.name for line in below.lines} >= {world.east.name, world.tugs.name}
    assert world.west not in {line.unit for line in below.lines}
    assert below.total.open == 2
    assert queries.total_counts(world.leader, unit=world.west).open == 1


def test_counts_turn_yellow_and_red_with_the_day_and_no_job(order, world: World) -> None:
    with at(date(2026, 3, 2)):
        order(due_on=date(2026, 3, 20))
    days = [date(2026, 3, n) for n in (16, 17, 20, 21)]
    found = [queries.overview(world.leader, day).total for day in days]
    assert [(c.yellow, c.red) for c in found] == [(0, 0), (1, 0), (1, 0), (0, 1)]


def test_a_claimed_red_task_still_counts_red_and_not_yellow(order, world: World) -> None:
    with at(date(2026, 3, 2)):
        task = order(due_on=date(2026, 3, 20))
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    with at(date(2026, 3, 25)):
        actions.claim_completion(task.pk, actor=world.east_liaison, statement="完成")
        counts = queries.total_counts(world.leader)
    assert (counts.claimed, counts.red, counts.yellow) == (1, 1, 0)


def test_counts_by_programme_and_person_agree_with_the_lists(order, world: World) -> None:
    programme = Programme.objects.create(
        name="作风建设年", year=2026, since=date(2026, 1, 1), until=date(2026, 12, 31), owner=world.hr
    )
    order(programme=programme)
    order(programme=programme, responsible=world.east_head)
    order()
    assert queries.programme_counts(world.leader)[programme.pk].open == 2
    assert queries.person_counts(world.leader)[world.east_liaison.pk].open == 2
    assert queries.unit_counts(world.leader, programme=programme.pk)[world.east.pk].open == 2
    assert queries.programme_counts(world.west_head) == {}
    assert world.east_liaison.pk not in queries.person_counts(world.west_head)


def test_who_went_to_another_unit_is_counted_there(order, world: World) -> None:
    appointment = world.stevedore.appointments.get(unit=world.stevedores)
    world.stevedore.appointments.exclude(pk=appointment.pk).delete()
    appointment.until = world.today
    appointment.save()
    Appointment.objects.create(person=world.stevedore, unit=world.storage, role=Role.MEMBER, since=world.today)
    order(lead_unit=world.storage, responsible=world.stevedore)
    assert world.stevedore.pk not in queries.person_counts(world.stevedores_head)
    assert queries.person_counts(world.west_head)[world.stevedore.pk].open == 1


def test_closings_are_counted_by_month(order, world: World) -> None:
    with at(date(2026, 3, 2)):
        task = order(due_on=date(2026, 3, 20))
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
        actions.claim_completion(task.pk, actor=world.east_liaison, statement="完成")
        actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
        actions.close_task(task.pk, actor=world.clerk)
    assert queries.closed_by_month(world.leader, since=date(2026, 1, 1)) == [(date(2026, 3, 1), 1)]


def test_the_overview_costs_the_same_for_one_task_and_for_many(
    order, world: World, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        order()
    with django_assert_max_num_queries(5):
        queries.overview(world.east_head)


def test_rules_kept_for_a_later_day_move_the_lights_on_that_day(order, world: World) -> None:
    with at(date(2026, 3, 2)):
        task = order(due_on=date(2026, 3, 20))
        actions.keep_rules(actor=world.clerk, since=date(2026, 3, 10), source="督〔2026〕3号", yellow_days=6)
    with at(date(2026, 3, 9)):
        assert jobs.relight_when_rules_begin() == 0
    with at(date(2026, 3, 10)):
        assert jobs.relight_when_rules_begin() == 1
    assert Task.objects.get(pk=task.pk).yellow_from == date(2026, 3, 12)


def test_filters_that_cannot_be_read_select_nothing(order, world: World) -> None:
    task = order()
    for filters in ({"unit": "x"}, {"programme": "-1"}, {"state": "gone"}, {"light": "blue"}, {"due_from": "soon"}):
        assert not queries.tasks_for(world.leader, filters).exists(), filters
    for filters in (
        {"q": "泊位"},
        {"q": task.number},
        {"q": str(task.serial)},
        {"due_to": str(task.due_on)},
        {"light": "green"},
    ):
        assert queries.tasks_for(world.leader, filters).get() == task, filters
    assert not queries.tasks_for(world.leader, {"due_from": task.due_on + timedelta(days=1)}).exists()
