"""Finding findings by part of their number, title or place: an index behind it, or a walk, with one answer."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from duban.findings import word_index
from duban.findings.models import Finding
from duban.findings.queries import findings_for
from duban.findings.views.rows import BESIDE
from duban.ui import neighbours
from tests.world import World

CONDITIONS = {"3号泊位": "护栏缺失约4米", "机修车间": "灭火器被货架遮挡", "值班室": "记录缺两班签字（50%）"}


@pytest.fixture(params=["index", "walk"])
def filled(request, monkeypatch, found) -> list[Finding]:
    if request.param == "walk":
        monkeypatch.setattr(neighbours, "FEW", 0)
    return [found(condition=condition, place=place) for place, condition in CONDITIONS.items()]


@pytest.mark.parametrize(
    ("q", "places"),
    [
        ("护栏", ["3号泊位"]),
        ("泊位", ["3号泊位"]),
        ("签字", ["值班室"]),
        ("%", ["值班室"]),
        ("栏护", []),
        ("没有", []),
        ("车间", ["机修车间"]),
    ],
)
def test_a_part_of_title_or_place_finds_it(filled, world: World, q: str, places: list[str]):
    assert [f.place for f in findings_for(world.clerk, {"q": q})] == places


def test_words_in_an_address_are_read_without_nul(filled, world: World, client):
    client.force_login(world.clerk)
    page = client.get("/findings?q=车%00间")
    assert [row.place for row in page.context["page"].rows] == ["机修车间"]


def test_a_number_finds_it(filled, world: World):
    assert [f.pk for f in findings_for(world.clerk, {"q": filled[1].number})] == [filled[1].pk]


def test_the_index_follows_changes_and_is_made_for_what_is_there(found, world: World):
    finding = found(condition="旧护栏", place="一号门")
    Finding.objects.filter(pk=finding.pk).update(place="二号门")
    assert (word_index.WORDS.find("一号", 5), word_index.WORDS.find("二号", 5)) == ([], [finding.pk])
    connection.check_constraints()  # deferred checks would be in the way of the new index
    word_index.remove(connection)
    word_index.install(connection)
    assert word_index.WORDS.find("二号", 5) == [finding.pk]


def _first_page(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    return rows.select_related(*BESIDE).order_by("-found_on", "-id")[:26]


def test_words_that_most_findings_hold_are_met_in_order_and_nothing_is_sorted(found, world: World):
    one = found(condition="护栏缺失约4米")
    Finding.objects.bulk_create(
        Finding(
            number=f"查{n}", title=f"第{n}处护栏缺失", unit=one.unit, kind=one.kind, source_noun="check", condition="护栏",
            found_by=one.found_by, found_on=world.today, found_unit=one.found_unit, found_layer=1, state="issued",
        )
        for n in range(3000)
    )  # fmt: skip
    # On SQLite, too: another test's statistics may be left, of a table that held other rows.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE findings_finding")
    page = _first_page(findings_for(world.clerk, {"q": "护栏", "state": "all"}))
    plan = page.explain()
    assert "finding_found" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
    assert [f.pk for f in page] == [f.pk for f in Finding.objects.order_by("-found_on", "-id")[:26]]
    assert [f.pk for f in _first_page(findings_for(world.clerk, {"q": "4米"}))] == [one.pk]
