"""Who inspects whom: what is drawn, what is wrong with it, and its sheet."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from duban.inspections.actions import draw_edge, end_edge
from duban.inspections.models import Edge
from duban.inspections.queries.network import map_of, network_on
from duban.journal.queries import timeline

DAY = date(2026, 3, 2)


def draw(world, looker, looked_at, aspect="", actor=None):
    return draw_edge(
        actor=actor or world.clerk,
        looker=looker,
        looked_at=looked_at,
        since=DAY,
        aspect=aspect,
        document="督办〔2026〕3号",
    )


def flaws(what):
    return {(str(f.unit), f.aspect) for f in network_on(DAY).flaws if f.what == what}


def test_a_unit_nobody_looks_at_is_a_gap(world):
    draw(world, world.safety, world.east)
    gaps = flaws("gap")
    assert ("东港公司", "") not in gaps
    assert ("西港公司", "") in gaps


def test_looking_at_oneself_only_is_not_enough(world):
    draw(world, world.tugs, world.tugs)
    assert ("东港拖轮公司", "") in flaws("self_only")
    draw(world, world.east, world.tugs)
    assert ("东港拖轮公司", "") not in flaws("self_only")


def test_an_aspect_that_nobody_covers_is_a_gap(world):
    draw(world, world.safety, world.east, "消防")
    draw(world, world.audit, world.west, "财务")
    assert {("东港公司", "财务"), ("西港公司", "消防")} <= flaws("gap")


def test_two_of_one_layer_overlap_and_two_layers_do_not(world):
    draw(world, world.safety, world.tugs, "消防")
    draw(world, world.east, world.tugs, "消防")
    assert not flaws("overlap")
    draw(world, world.audit, world.tugs, "消防")
    assert flaws("overlap") == {("东港拖轮公司", "消防")}


def test_units_that_inspect_each_other_round_about_are_a_loop(world):
    draw(world, world.east, world.west)
    draw(world, world.west, world.storage)
    assert not flaws("loop")
    draw(world, world.storage, world.east)
    loop = next(f for f in network_on(DAY).flaws if f.what == "loop")
    assert {loop.unit, *loop.others} == {world.east, world.west, world.storage}


def test_a_duty_counts_from_its_day_until_its_last(world):
    edge = draw(world, world.east, world.tugs)
    end_edge(edge.pk, actor=world.clerk, until=date(2026, 6, 1))
    assert not network_on(date(2026, 3, 1)).edges
    assert network_on(date(2026, 5, 31)).edges
    assert not network_on(date(2026, 6, 1)).edges
    assert [entry.kind for entry in timeline("edge", edge.pk)] == ["edge.ended", "edge.drawn"]


def test_the_same_duty_is_not_drawn_twice(world):
    draw(world, world.east, world.tugs)
    with pytest.raises(ValidationError):
        draw(world, world.east, world.tugs)


def test_a_head_keeps_only_what_lies_within_the_own_unit(world):
    draw(world, world.east, world.tugs, actor=world.east_leader)
    with pytest.raises(ValidationError) as refused:
        draw(world, world.safety, world.tugs, actor=world.east_leader)
    assert list(refused.value.error_dict) == ["looker"]
    with pytest.raises(PermissionDenied):
        draw(world, world.east, world.tugs, actor=world.east_liaison)


def test_a_unit_beyond_ones_own_is_said_at_its_field_and_what_was_typed_is_kept(client, world):
    client.force_login(world.east_leader)
    said = {
        "looker": world.east.pk,
        "looked_at": world.finance.pk,
        "since": "2026-03-01",
        "document": "东港发〔2026〕3号",
    }
    page = client.post(reverse("inspections:edge_new"), said)
    assert page.status_code == 422
    assert page.context["form"].errors == {"looked_at": [f"You cannot set inspection duties of {world.finance}."]}
    assert "东港发〔2026〕3号" in page.content.decode()


def test_the_map_draws_every_pair_once(world):
    draw(world, world.safety, world.east, "消防")
    draw(world, world.safety, world.east, "防疫")
    draw(world, world.tugs, world.tugs)
    drawn = map_of(network_on(DAY))
    assert len(drawn.lines) == 2
    assert sum(line.itself for line in drawn.lines) == 1


def test_the_map_goes_through_the_duties_as_often_for_many_pairs_as_for_one(world):
    class Counted(list):
        times = 0

        def __iter__(self):
            self.times += 1
            return super().__iter__()

    for looked_at in (world.east, world.west, world.tugs, world.storage, world.bonded, world.stevedores):
        draw(world, world.safety, looked_at)
    net = network_on(DAY)
    net.edges = Counted(net.edges)
    assert len(map_of(net).lines) == 6
    assert net.edges.times <= 3


@pytest.mark.parametrize("show", ["map", "matrix", "list"])
def test_the_pages_take_as_many_queries_for_one_duty_as_for_many(world, client, django_assert_max_num_queries, show):
    for looked_at in (world.east, world.west, world.tugs, world.storage):
        draw(world, world.safety, looked_at, "消防")
    client.force_login(world.clerk)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("inspections:network"), {"show": show, "on": "2026-04-01"})
    assert page.status_code == 200


def sheet(*rows):
    book = Workbook()
    book.active.append(["Inspecting unit", "Inspected unit", "Aspect", "Since", "Until", "Source document"])
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("net.xlsx", out.getvalue())


def test_a_sheet_with_a_fault_saves_nothing_and_names_the_cell(world, client):
    client.force_login(world.clerk)
    given = sheet(["东港公司", "拖轮", "", DAY, "", "甲"], ["安环部", "东港公司", "消防", "soon", "", ""])
    page = client.post(reverse("inspections:network_import"), {"sheet": given})
    assert page.status_code == 422
    assert {fault.cell for fault in page.context["faults"]} == {"B2", "D3", "F3"}
    assert not Edge.objects.exists()


def test_a_sheet_brought_in_twice_adds_once(world, client):
    client.force_login(world.clerk)
    for _turn in range(2):
        given = sheet(
            ["安环部", "E", "消防", DAY, None, "甲"], ["东港公司", "东港拖轮公司", "", DAY, date(2027, 1, 1), "甲"]
        )
        assert client.post(reverse("inspections:network_import"), {"sheet": given}).status_code == 302
    assert Edge.objects.count() == 2
    exported = client.get(reverse("inspections:network_xlsx"), {"on": "2026-04-01"})
    assert exported.status_code == 200


def test_a_file_that_is_no_workbook_is_refused_in_words(world, client):
    client.force_login(world.clerk)
    page = client.post(reverse("inspections:network_import"), {"sheet": SimpleUploadedFile("net.xlsx", b"no")})
    assert page.status_code == 422
    assert b".xlsx" in page.content
