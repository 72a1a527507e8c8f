"""Two at once: an ask is charged once, a saving is counted for each, an offer is accepted once."""

import threading
from contextlib import suppress

import pytest
from django.db import connection

from duban.burden.actions import consent_to_merge, declare, merge_overlap, save_minutes, settle
from duban.burden.actions import declaring as room
from duban.burden.actions.measuring import measure
from duban.burden.askers import Ask
from duban.burden.models import Charge, Measured, Measurement, Saving
from duban.burden.standing import this_month
from duban.journal.models import Entry
from duban.routines.models import Duty
from tests.burden.conftest import minutes_of, on_file, together
from tests.burden.test_merging import twice

__all__ = ["on_file", "together"]
pytestmark = pytest.mark.django_db(transaction=True)


def refused(outcomes) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, Exception)]


def test_one_source_declared_six_times_at_once_is_charged_once(world, together):
    asks = [
        Ask(unit.pk, act, world.today, 10)
        for unit in (world.west, world.east, world.tugs)
        for act in ("report", "receipt")
    ]
    acts = [lambda order=order: declare(("task", 5), order, asker_id=None) for order in (asks, asks[::-1]) * 3]
    assert refused(together(*acts)) == []
    assert Charge.objects.count() == 6
    assert minutes_of("task", 5) == 60


def test_two_that_both_found_nothing_there_still_charge_once(world, together, monkeypatch):
    """Without the unique key each would write its own: both are made to look before either has written."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    inside, look = threading.Barrier(2), room._lines

    def both_have_looked(*said):
        with suppress(threading.BrokenBarrierError):
            inside.wait(20)
        return look(*said)

    monkeypatch.setattr(room, "_lines", both_have_looked)
    asks = [Ask(world.east.pk, "report", world.today, 10)]
    assert refused(together(*[lambda: declare(("task", 5), asks, asker_id=None)] * 2)) == []
    assert minutes_of("task", 5) == 10


def test_savings_of_two_at_once_are_both_counted(world, together):
    spared = {(world.east.pk, this_month()): 3}
    assert refused(together(*[lambda: save_minutes("prefilled", ("duty", 1), spared)] * 4)) == []
    row = Saving.objects.get()
    assert (row.minutes, row.count) == (12, 4)


def test_an_offer_accepted_twice_at_once_is_carried_out_once(world, together):
    first, second = twice(world)
    offer = merge_overlap("duties", first.pk, second.pk, "drop", actor=world.clerk)
    outcomes = together(
        *[lambda p=p: consent_to_merge(offer.pk, actor=p) for p in (world.east_head, world.east_leader)]
    )
    assert len(refused(outcomes)) == 1, outcomes
    assert Entry.objects.filter(kind="burden.merged").count() == Entry.objects.filter(kind="duty.ended").count() == 1
    assert Duty.objects.get(pk=second.pk).until == world.today
    assert Saving.objects.filter(how="dropped").count() == len(set(Saving.objects.values_list("month", flat=True)))


def test_the_job_that_settles_may_run_twice_at_once(world, together):
    for n in range(6):
        measure(("edition", 1), seen=("response", n), minutes=n + 1)
    assert refused(together(settle, settle)) == []
    assert (Measured.objects.get().minutes, Measurement.objects.count()) == (3.5, 6)
