"""The calendar: figures from the tally agree with the rows, and their number of queries does not grow."""

from datetime import time, timedelta

from django.utils import timezone

from duban.org.models import Role
from duban.routines.actions import confirm_report, excuse_occurrence
from duban.routines.models import Standing, Who
from duban.routines.queries import heat_map, occurrences_for
from tests.routines.conftest import at


def test_every_cell_is_what_its_rows_are(world, duty):
    duty(begins_at=time(0), term=1)
    made = duty(name="班组长日查", who=Who.ROLE, units=[], role=Role.HEAD, begins_at=time(0))
    today = timezone.localdate()
    one = made.occurrences.filter(day=today, person=world.tugs_head).get()
    confirm_report(one.pk, actor=world.tugs_head, done="好")
    other = made.occurrences.filter(day=today, person=world.audit_head).get()
    excuse_occurrence(other.pk, actor=world.clerk, reason="出差")
    now = at(today, 12)
    found = heat_map(world.clerk, today, today + timedelta(days=6), now=now)
    assert found.units
    for unit in found.units:
        for day, cell in zip(found.days, found.row(unit), strict=True):
            rows = occurrences_for(world.clerk, unit=unit, alone=True, day=day, now=now)
            assert cell.made == rows.count()
            for standing, number in (
                (Standing.MET, cell.met), (Standing.MISSED, cell.missed), (Standing.EXCUSED, cell.excused),
            ):  # fmt: skip
                assert rows.standing(standing, now).count() == number


def test_everybody_reads_their_own_part_of_it(world, duty):
    duty()
    today = timezone.localdate()
    assert heat_map(world.tugs_head, today, today).units == []
    assert heat_map(world.east_liaison, today, today).units == [world.east]
    assert set(heat_map(world.leader, today, today).units) == {world.east, world.west}


def test_the_calendar_needs_as_many_queries_for_many_as_for_few(client, world, duty, django_assert_max_num_queries):
    client.force_login(world.clerk)
    duty()
    client.get("/routines/calendar")
    with django_assert_max_num_queries(14):
        client.get("/routines/calendar")
    duty(name="全员日查", who=Who.ROLE, units=[], role=Role.HEAD)
    with django_assert_max_num_queries(14):
        page = client.get("/routines/calendar")
    assert "heat-map" in page.content.decode()
    sheet = client.get("/routines/calendar.xlsx")
    assert sheet.status_code == 200


def test_the_lists_need_as_many_queries_for_many_as_for_few(client, world, duty, django_assert_max_num_queries):
    client.force_login(world.clerk)
    duty()
    duty(name="全员日查", who=Who.ROLE, units=[], role=Role.HEAD)
    client.get("/occurrences")
    for page in ("/occurrences", "/routines", "/occurrences?standing=missed"):
        with django_assert_max_num_queries(14):
            assert client.get(page).status_code == 200
