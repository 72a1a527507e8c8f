"""A finding's clock: its unit is reminded before the term ends, on the last day and after it, then the office as well."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.findings import actions as do
from duban.findings.models import Finding
from duban.findings.todos import todos
from duban.notices.finding_reminders import reminders
from duban.notices.models import Notice
from duban.notices.reminders import remind_today
from duban.org.models import Appointment
from duban.org.voices import VOICES, speakers_of
from tests.findings.conftest import found, planned  # noqa: F401

# Tuesday is the last day to answer.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (23, 24, 25, 26))
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
UNIT = {"stevedores_head", "stevedores_liaison"}
OFFICE = {"clerk", "supervision_head"}


def at(day, hour=9):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


@pytest.fixture
def issued(found):  # noqa: F811
    with time_machine.travel(at(date(2026, 11, 19)), tick=False):
        finding = found()
    assert finding.answer_by == TUESDAY
    return finding


@pytest.fixture
def reminded(world):
    names = {person.pk: name for name, person in world.people.items()}

    def on(day):
        remind_today(at(day))
        rows = Notice.objects.filter(kind="reminder.findings", occasion__endswith=day.isoformat())
        return {names[row.person_id]: (row.facts["late"], row.facts["near"]) for row in rows}

    return on


def test_the_unit_before_and_on_the_last_day_and_the_office_after_it(issued, reminded):
    assert reminded(date(2026, 11, 20)) == {}
    assert reminded(MONDAY) == reminded(TUESDAY) == dict.fromkeys(UNIT, (0, 1))
    assert reminded(WEDNESDAY) == dict.fromkeys(UNIT | OFFICE, (1, 0))
    assert issued.number in Notice.objects.filter(kind="reminder.findings").latest("id").text


def test_who_speaks_for_a_unit_that_has_nobody_is_reminded(issued, reminded, world):
    Appointment.objects.filter(unit=issued.unit, role__in=VOICES).delete()
    above = {name for name, person in world.people.items() if person.pk in speakers_of(issued.unit)}
    assert above
    assert above.isdisjoint(UNIT)
    assert reminded(MONDAY) == dict.fromkeys(above, (0, 1))


def test_who_speaks_for_units_is_asked_once_however_many_have_nobody(issued, found, world):  # noqa: F811
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert reminders(MONDAY)
        return len(queries)

    few = asked()
    without = (world.tugs, world.bonded, world.storage)
    Appointment.objects.filter(unit__in=without, role__in=VOICES).delete()
    with time_machine.travel(at(date(2026, 11, 19)), tick=False):
        for unit in without:
            found(unit=unit)
    assert asked() == few
    told = {notice.person_id for notice in reminders(MONDAY)}
    assert told == {person for unit in (issued.unit, *without) for person in speakers_of(unit)}


def test_what_ran_out_is_told_again_only_when_a_week_begins(issued, reminded):
    assert reminded(WEDNESDAY)
    assert reminded(THURSDAY) == {}
    assert reminded(NEXT_MONDAY) == dict.fromkeys(UNIT | OFFICE, (1, 0))
    assert reminded(NEXT_TUESDAY) == {}


def test_nobody_is_reminded_of_what_was_answered(issued, reminded, world):
    with time_machine.travel(at(MONDAY, 7), tick=False):
        do.dispute_finding(issued.pk, actor=world.stevedores_head, reason="已有临时护栏")
    assert reminded(MONDAY) == reminded(WEDNESDAY) == {}


def test_a_plan_is_reminded_of_as_an_answer_is_and_not_while_it_waits_for_a_decision(world, planned, reminded):  # noqa: F811
    with time_machine.travel(at(date(2026, 11, 17)), tick=False):
        finding = planned(due_on=TUESDAY)
    assert reminded(WEDNESDAY) == {}
    Finding.objects.filter(pk=finding.pk).update(answer_by=TUESDAY)  # sent back
    assert reminded(THURSDAY) == {}
    assert reminded(NEXT_MONDAY) == dict.fromkeys(UNIT | OFFICE, (1, 0))


def test_the_office_has_it_to_do_once_the_term_has_ended(issued, world):
    def urged(person, day):
        return [todo.noun_id for todo in todos(person, day) if str(todo.what).startswith("Urge")]

    assert urged(world.clerk, TUESDAY) == []
    assert urged(world.clerk, WEDNESDAY) == [issued.pk]
    assert urged(world.stevedores_head, WEDNESDAY) == []
