"""Two at once, and a worker killed half-way. On both databases."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from duban.journal.models import Entry
from duban.routines import making, tally
from duban.routines.actions import answer_question, ask_back, confirm_report, escalate_due, set_duty
from duban.routines.making import make_ahead
from duban.routines.models import Duty, Escalation, Occurrence, Question, Report
from tests import world as invented
from tests.routines.conftest import values

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(on_file) -> invented.World:
    return invented.build()


def briefing(world, **other) -> Duty:
    """Set without the job that would make its occurrences at once."""
    made = set_duty(**values(world, begins_at=time(0), **other))
    make_ahead(made)
    return made


def todays(made: Duty, unit) -> Occurrence:
    return made.occurrences.get(unit=unit, day=timezone.localdate())


def test_two_confirm_the_same_report_at_once(world, together):
    one = todays(briefing(world), world.east)
    outcomes = together(
        lambda: confirm_report(one.pk, actor=world.east_liaison, done="甲"),
        lambda: confirm_report(one.pk, actor=world.east_deputy, done="乙"),
    )
    assert sum(isinstance(each, Report) for each in outcomes) == 1, outcomes
    assert sum(isinstance(each, ValidationError) for each in outcomes) == 1, outcomes
    assert Entry.objects.filter(kind="occurrence.reported").count() == 1
    assert not tally.faults()


def test_two_answer_a_question_at_once(world, together):
    one = todays(briefing(world), world.east)
    confirm_report(one.pk, actor=world.east_liaison, done="甲")
    question = ask_back(one.pk, actor=world.clerk, text="？")
    outcomes = together(
        lambda: answer_question(question.pk, occurrence_id=one.pk, actor=world.east_liaison, answer="甲"),
        lambda: answer_question(question.pk, occurrence_id=one.pk, actor=world.east_deputy, answer="乙"),
    )
    assert sum(isinstance(each, Question) for each in outcomes) == 1, outcomes


def test_two_workers_make_the_same_month(world, together):
    made = briefing(world)
    Occurrence.objects.all().delete()
    outcomes = together(lambda: make_ahead(made), lambda: make_ahead(made))
    assert all(isinstance(each, int) for each in outcomes), outcomes
    assert sum(outcomes) == Occurrence.objects.count() == 62
    assert not tally.faults()


def test_two_workers_tell_those_above_once(world, together):
    briefing(world, escalate_to=Escalation.OFFICE, term=1)
    later = timezone.now().replace(hour=0) + timedelta(days=1)
    together(lambda: escalate_due(later), lambda: escalate_due(later))
    told = Entry.objects.filter(kind="occurrence.escalated")
    assert told.count() == len({(entry.unit_id, entry.facts["day"]) for entry in told}) > 0


def test_a_worker_killed_half_way_goes_on_where_it_was(world, monkeypatch):
    made = briefing(world)
    Occurrence.objects.all().delete()
    make_slot, calls = making._make_slot, []

    def dies_at_the_tenth(*args):
        calls.append(args)
        if len(calls) == 10:
            raise KeyboardInterrupt
        return make_slot(*args)

    monkeypatch.setattr(making, "_make_slot", dies_at_the_tenth)
    with pytest.raises(KeyboardInterrupt):
        make_ahead(made)
    half = Occurrence.objects.count()
    assert 0 < half < 62
    monkeypatch.undo()
    assert make_ahead(made) == 62 - half
    assert Occurrence.objects.count() == 62
    assert not tally.faults()
