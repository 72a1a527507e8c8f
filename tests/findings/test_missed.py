"""Missed detection, counted by hand on small cases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from duban.checklists.actions import draft_edition, note_pattern
from duban.checklists.lines import lines_of
from duban.findings import actions as do
from duban.findings.models import CheckFact
from duban.findings.queries import missed_by, missed_rows
from tests.checklists.conftest import in_force
from tests.world import World


@pytest.fixture
def look(world: World) -> Callable[..., CheckFact]:
    numbers = count(1)

    def looked(looking, passed: bool, days_ago: int, **fields) -> CheckFact:
        values = {"unit": world.stevedores, "item_code": "X-1", "place": "3号泊位", "aspect": "船岸界面"}
        on = world.today - timedelta(days=days_ago)
        return do.record_check(
            **{**values, **fields}, looking_unit=looking, passed=passed, on=on, source=("visit", next(numbers))
        )

    return looked


def counted(world: World, level: str = "layer", person=None) -> list[tuple]:
    since = world.today - timedelta(days=90)
    return [(m.key, m.looked, m.missed) for m in missed_by(person or world.clerk, level, since, world.today)]


def test_passed_below_and_failed_above_is_a_miss(world: World, look):
    look(world.stevedores, True, 5)
    failed = look(world.east_safety, False, 2)
    assert counted(world) == [(3, 1, 1)]
    row = missed_rows(world.clerk, world.today - timedelta(days=90), world.today).get()
    assert (row.pk, row.prior_passed, row.prior_layer) == (failed.pk, True, 3)


def test_failed_below_as_well_is_caught(world: World, look):
    look(world.stevedores, True, 9)
    look(world.stevedores, False, 5)
    look(world.east, False, 2)
    assert counted(world) == [(3, 1, 0)]


def test_a_month_of_passes_before_one_failure_is_one_miss(world: World, look):
    for days_ago in range(3, 28):
        look(world.stevedores, True, days_ago)
    look(world.east, False, 2)
    assert counted(world) == [(3, 1, 1)]


@pytest.mark.parametrize(
    "fields", [{"place": "4号泊位"}, {"item_code": "X-2"}, {"unit": "tugs"}, {"days_ago": 40}, {"after": True}]
)
def test_another_place_item_unit_or_time_is_no_miss(world: World, look, fields: dict):
    days_ago = 1 if fields.pop("after", False) else fields.pop("days_ago", 5)
    if "unit" in fields:
        fields["unit"] = world.tugs
    look(world.stevedores, True, days_ago, **fields)
    look(world.east, False, 2)
    assert counted(world) == []


def test_a_look_that_arrives_late_counts_by_its_day(world: World, look):
    look(world.stevedores, False, 8)
    look(world.east, False, 2)
    assert counted(world) == [(3, 1, 0)]
    look(world.stevedores, True, 5)
    assert counted(world) == [(3, 1, 1)]
    look(world.stevedores, False, 6)
    look(world.stevedores, False, 1)
    assert counted(world) == [(3, 1, 1)]


def test_the_same_layer_looking_again_misses_nothing(world: World, look):
    look(world.east, True, 5)
    look(world.east_safety, False, 2)
    assert counted(world) == []


def test_departments_look_from_the_layer_of_the_unit_they_belong_to(world: World, look):
    assert look(world.safety, True, 1).layer == look(world.group, True, 1, place="").layer == 1
    assert look(world.east_safety, True, 1, place="x").layer == look(world.east, True, 1, place="y").layer == 2


def test_by_aspect_and_unit_and_only_what_a_person_may_see(world: World, look):
    look(world.stevedores, True, 5)
    look(world.group, False, 2)
    look(world.bonded, True, 5, unit=world.bonded, aspect="周界")
    look(world.west, False, 2, unit=world.bonded, aspect="周界")
    assert counted(world, "aspect") == [("周界", 1, 1), ("船岸界面", 1, 1)]
    assert counted(world, "unit", world.east_leader) == [(world.stevedores.pk, 1, 1)]
    assert counted(world, "unit", world.outsider) == []


def test_the_same_source_again_is_the_same_fact(world: World):
    said = {
        "unit": world.tugs,
        "item_code": "X-1",
        "looking_unit": world.east,
        "on": world.today,
        "source": ("visit", 7),
    }
    first = do.record_check(**said, passed=True)
    assert do.record_check(**said, passed=False) == first
    first.refresh_from_db()
    assert first.passed


def test_the_page_shows_chart_table_and_rows(world: World, look, client):
    look(world.stevedores, True, 5)
    look(world.east_safety, False, 2)
    client.force_login(world.clerk)
    text = client.get("/findings/missed?by=layer&layer=3&only_missed=1").content.decode()
    assert text.count("<tr data-row>") == 2
    chart = client.get("/findings/missed/chart.json").json()
    assert [part["data"][0]["value"] for part in chart["series"]] == [1, 0]
    period = f"since={world.today - timedelta(days=90)}&until={world.today}"
    assert [part["data"][0]["url"] for part in chart["series"]] == [
        f"/findings/missed?{period}&by=layer&layer=3&only_missed=1#rows",
        f"/findings/missed?{period}&by=layer&layer=3#rows",
    ]
    assert client.get("/findings/missed/export.xlsx?layer=x").status_code == 200


def test_a_case_says_when_the_layer_below_had_looked(world: World, look, client):
    below = look(world.stevedores, True, 5)
    look(world.east_safety, False, 2)
    client.force_login(world.clerk)
    for address in ("", "?by=unit", f"?by=unit&unit={world.stevedores.pk}"):
        text = client.get(f"/findings/missed{address}").content.decode()
        assert text.count(f"{below.on:%Y-%m-%d}") == 1, address
    assert f"&amp;unit={world.stevedores.pk}&amp;only_missed=1#rows" in text
    book = load_workbook(BytesIO(b"".join(client.get("/findings/missed/export.xlsx"))))
    assert below.on in [cell.value.date() for row in book.active.iter_rows() for cell in row if cell.is_date]


@pytest.mark.parametrize("query", ["until=0001-01-01", "until=9999-12-31", "since=0001-01-01", "until=x"])
def test_a_day_that_no_page_can_reckon_with_is_as_good_as_none(world: World, look, client, query: str):
    look(world.stevedores, True, 5)
    look(world.east_safety, False, 2)
    client.force_login(world.clerk)
    text = client.get(f"/findings/missed?layer=3&{query}").content.decode()
    assert text.count("<tr data-row>") == 2
    assert f"since={world.today - timedelta(days=90)}&amp;until={world.today}" in text


def test_an_aspect_is_read_without_nul(world: World, look, client):
    look(world.stevedores, True, 5)
    look(world.east_safety, False, 2)
    client.force_login(world.clerk)
    said = [
        client.get(f"/findings/missed?by=layer&aspect={aspect}").content.decode().count("<tr data-row>")
        for aspect in ("船岸%00界面", "%00x")
    ]
    assert said == [2, 1]


def test_many_units_need_as_many_questions_as_one(world: World, look, client, django_assert_num_queries):
    def show() -> None:
        assert client.get("/findings/missed?by=unit").status_code == 200

    client.force_login(world.clerk)
    look(world.stevedores, True, 5)
    look(world.group, False, 2)
    show()
    with CaptureQueriesContext(connection) as one:
        show()
    for unit in (world.tugs, world.bonded, world.east, world.west):
        look(unit, True, 5, unit=unit)
        look(world.group, False, 2, unit=unit)
    with django_assert_num_queries(len(one)):
        show()


def test_a_case_says_what_its_item_asks(world: World, look, client):
    item = in_force(world).items.get(text="跳板下有安全网")
    look(world.stevedores, True, 5, item_code=item.code)
    look(world.east_safety, False, 2, item_code=item.code)
    client.force_login(world.clerk)
    assert item.text in client.get("/findings/missed").content.decode().split('id="rows"')[1]
    # What a draft makes of it is between those who keep the checklist.
    said = [replace(line, text="跳板下暂不设网") if line.code == item.code else line for line in lines_of(item.edition)]
    draft_edition(item.edition.checklist_id, actor=world.clerk, lines=said)
    pattern = note_pattern(actor=world.clerk, title="跳板下无网", item_code=item.code)
    client.force_login(world.east_liaison)
    for page in ("/findings/missed", pattern.get_absolute_url()):
        shown = client.get(page).content.decode()
        assert item.text in shown
        assert "跳板下暂不设网" not in shown
