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


def test_a_cell_says_its_numbers_and_leads_to_its_rows(client, world, duty):
    """Two units owe the same on two days; only what differs between their days differs between their cells."""
    made = duty(begins_at=time(0), term=1)
    today = timezone.localdate()
    first, second = today, today + timedelta(days=1)
    for one in made.occurrences.filter(day__in=(first, second)).exclude(day=second, unit=world.west):
        one.__class__.objects.filter(pk=one.pk).update(met_at=one.opens_at)
    found = heat_map(world.clerk, first, second, now=at(first, 1))
    east, west = (dict(zip(found.days, found.row(unit), strict=True)) for unit in (world.east, world.west))
    assert east[first] == east[second] == west[first]
    assert (west[second].open, east[second].open) == (1, 0)
    client.force_login(world.clerk)
    text = client.get(f"/routines/calendar?month={first:%Y-%m}").content.decode()
    words = f'title="{first:%m-%d} all 1 met">✓<span class="visually-hidden"> all 1 met</span></a></td>'
    for unit in (world.east, world.west):
        address = f"/occurrences?alone=1&amp;unit={unit.pk}&amp;day={first}"
        assert f'<td class="heat heat-met"><a href="{address}" {words}' in text


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
