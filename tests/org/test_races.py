"""Two administrators at once. On PostgreSQL, where two transactions really run side by side."""

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.utils import timezone

from duban.org import start
from duban.org.actions import appointments, people, units
from duban.org.actions.invitations import accept_invitation, invite_person
from duban.org.models import Person, Placement, Role, Unit
from tests.world import World, build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def at_once(*acts):
    """Run the acts side by side; returns what each returned or raised."""
    outcomes: list[object] = [None] * len(acts)

    def run(place, act):
        try:
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def crossing_moves(monkeypatch) -> list[object]:
    """East below west and west below east, both checked before either is written, if nothing keeps them apart."""
    world: World = build()
    meeting = threading.Barrier(2)
    check = units.forbid_circle

    def check_and_meet(*args):
        check(*args)
        # Broken when the other one is kept outside: as it should be.
        with suppress(threading.BrokenBarrierError):
            meeting.wait(1.5)

    monkeypatch.setattr(units, "forbid_circle", check_and_meet)
    today = timezone.localdate()
    return at_once(
        lambda: units.move_unit(world.east.pk, parent=world.west, since=today, actor=world.administrator),
        lambda: units.move_unit(world.west.pk, parent=world.east, since=today, actor=world.administrator),
    )


def is_circle() -> bool:
    above = dict(Placement.objects.filter(until__isnull=True).values_list("unit__code", "parent__code"))
    return above["E"] == "W" and above["W"] == "E"


def test_without_the_lock_two_moves_would_cross(monkeypatch):
    monkeypatch.setattr(units, "lock_tree", lambda: None)
    outcomes = crossing_moves(monkeypatch)
    assert is_circle() or any(isinstance(each, DatabaseError) for each in outcomes)


def test_of_two_crossing_moves_one_is_refused(monkeypatch):
    outcomes = crossing_moves(monkeypatch)
    assert sorted(type(each).__name__ for each in outcomes) == ["Unit", "ValidationError"]
    assert not is_circle()
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_two_units_opened_at_once_get_places_of_their_own():
    world = build()
    outcomes = at_once(
        *(
            lambda n=n: units.open_unit(
                f"新{n}公司", code=f"E-N{n}", kind="company", parent=world.east, actor=world.administrator
            )
            for n in range(4)
        )
    )
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert Unit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("leaving", [False, True])
def test_of_two_administrators_who_dismiss_each_other_one_stays(monkeypatch, leaving):
    world: World = build()
    second = appointments.appoint_person(world.vice, world.group, role=Role.ADMINISTRATOR, actor=world.administrator)
    first = world.administrator.appointments.get()
    meeting = threading.Barrier(2)
    module = people if leaving else appointments
    write = module.append

    def write_and_meet(*args, **more):
        write(*args, **more)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(1.5)

    monkeypatch.setattr(module, "append", write_and_meet)
    if leaving:
        outcomes = at_once(
            lambda: people.deactivate_person(world.vice.pk, actor=fresh(world.administrator)),
            lambda: people.deactivate_person(world.administrator.pk, actor=fresh(world.vice)),
        )
    else:
        outcomes = at_once(
            lambda: appointments.end_appointment(second.pk, actor=fresh(world.administrator)),
            lambda: appointments.end_appointment(first.pk, actor=fresh(world.vice)),
        )
    assert [isinstance(each, PermissionDenied) for each in outcomes].count(True) == 1
    assert start.administered()


def test_an_invitation_is_used_by_one():
    world = build()
    token = invite_person(world.clerk.pk, actor=world.administrator).rsplit("/", 1)[1]
    outcomes = at_once(
        lambda: accept_invitation(token, password="the first sentence"),
        lambda: accept_invitation(token, password="the second sentence"),
    )
    assert sum(isinstance(each, Exception) for each in outcomes) == 1
    assert not any(isinstance(each, (ValidationError, DatabaseError)) for each in outcomes)
