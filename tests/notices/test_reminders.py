from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from duban.ledger import terms
from duban.ledger.actions import suspend_task
from duban.notices import waiting_reminders
from duban.notices.models import Notice
from duban.notices.reminders import remind_today
from tests.ledger.conftest import kind, order  # noqa: F401

MONDAY, TUESDAY, SATURDAY = (2026, 11, 23), (2026, 11, 24), (2026, 11, 28)


def at(day, hour=9):
    return timezone.make_aware(datetime(*day, hour))


@pytest.fixture(autouse=True)
def _of_deadlines_only(monkeypatch):
    """The receipts that nobody gives here have a reminder of their own (test_waiting_reminders.py)."""
    monkeypatch.setattr(waiting_reminders, "reminders", lambda today: [])


@pytest.fixture
def red(order, world):  # noqa: F811
    """Due on Friday 2026-11-20: turned red on Saturday, which Monday is the first to tell."""
    with time_machine.travel(at((2026, 11, 9)), tick=False):
        terms.forget()
        return order(due_on=datetime(2026, 11, 20).date())


def test_monday_tells_what_turned_red_over_the_weekend(red, world):
    assert remind_today(at(MONDAY)) == 1
    notice = Notice.objects.get()
    assert notice.person == world.east_liaison
    assert (notice.facts["red"], notice.facts["yellow"]) == (1, 0)
    assert red.title in notice.text
    assert notice.url == "/"


def test_once_a_day_however_many_workers_ask(red, world):
    assert [remind_today(at(MONDAY, hour)) for hour in (9, 9, 17)] == [1, 0, 0]


def test_what_is_red_already_is_told_again_only_when_a_week_begins(red, world):
    assert remind_today(at(MONDAY)) == 1
    assert remind_today(at(TUESDAY)) == 0
    assert remind_today(at((2026, 11, 30))) == 1


@pytest.mark.parametrize(("day", "hour"), [(SATURDAY, 10), (MONDAY, 7)])
def test_nobody_is_reminded_on_a_day_off_or_before_eight(red, day, hour):
    assert remind_today(at(day, hour)) == 0
    assert not Notice.objects.exists()


def test_a_report_is_reminded_of_the_working_day_before(order, world):  # noqa: F811
    with time_machine.travel(at((2026, 11, 9)), tick=False):
        terms.forget()
        task = order(due_on=datetime(2027, 3, 1).date(), report_every="fortnight")
    assert task.next_report_on == datetime(2026, 11, 23).date()
    assert remind_today(at((2026, 11, 20))) == 1
    assert Notice.objects.get().facts["reports"] == 1


def test_all_of_a_person_is_one_notice(red, order, world):  # noqa: F811
    with time_machine.travel(at((2026, 11, 9)), tick=False):
        for _ in range(4):
            order(due_on=datetime(2026, 11, 20).date())
        order(due_on=datetime(2026, 11, 20).date(), responsible=world.west_head, lead_unit=world.west)
    assert remind_today(at(MONDAY)) == 2
    assert sorted(n.facts["red"] for n in Notice.objects.all()) == [1, 5]


def test_nobody_is_reminded_of_a_report_while_the_clock_stands(order, world):  # noqa: F811
    with time_machine.travel(at((2026, 11, 9)), tick=False):
        terms.forget()
        task = order(due_on=datetime(2027, 3, 1).date(), report_every="fortnight")
    with time_machine.travel(at((2026, 11, 19)), tick=False):
        suspend_task(task.pk, actor=world.clerk, reason="停电检修")
    assert remind_today(at((2026, 11, 20))) == 0
