"""Changing the tree, with its past kept."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from duban.checklists.access import responses
from duban.journal.models import Entry
from duban.org.actions.aliases import add_alias, remove_alias
from duban.org.actions.placements import carry_out_moves
from duban.org.actions.units import call_off_move, close_unit, edit_unit, merge_unit, move_unit, open_unit
from duban.org.jobs import _moves
from duban.org.models import Appointment, Placement, Unit, UnitAlias
from duban.org.names import forget_names, match_unit
from duban.org.queries import tree_on, unit_at


def at(unit):
    unit.refresh_from_db()
    return unit


def above(unit):
    return Unit.objects.filter(path=at(unit).path[: -Unit.steplen]).first()


def kinds_of(unit):
    return list(Entry.objects.filter(noun="unit", noun_id=unit.pk).order_by("pk").values_list("kind", flat=True))


def test_opening_a_unit_places_and_journals_it(world):
    unit = open_unit("东港理货有限公司", code="E-LH", kind="company", parent=world.east, actor=world.east_administrator)
    assert above(unit) == world.east
    assert unit_at(unit, world.today).parent == world.east
    assert kinds_of(unit) == ["unit.opened"]


def test_a_code_or_name_in_use_is_refused(world):
    with pytest.raises(ValidationError, match=r"(?i)code"):
        open_unit("别的公司", code="E-TL", kind="company", parent=world.east, actor=world.administrator)
    with pytest.raises(ValidationError, match="already called"):
        open_unit("审计部", code="X", kind="department", parent=world.group, actor=world.administrator)
    with pytest.raises(ValidationError, match="letter"):
        open_unit("数字公司", code="123", kind="company", parent=world.east, actor=world.administrator)


def test_an_administrator_opens_only_within_the_own_units(world):
    with pytest.raises(PermissionDenied):
        open_unit("西港理货公司", code="W-LH", kind="company", parent=world.west, actor=world.east_administrator)
    with pytest.raises(PermissionDenied):
        open_unit("另一集团", code="H", kind="group", parent=None, actor=world.east_administrator)


def test_nobody_makes_a_department_of_the_unit_they_sit_in(world, client):
    """A department looks at all of the unit above it, and may oblige all of it."""
    assert not responses.units_to_look_at(world.east_liaison).filter(pk=world.west.pk).exists()
    with pytest.raises(PermissionDenied):
        edit_unit(world.east.pk, kind="department", actor=world.east_administrator)
    client.force_login(world.east_administrator)
    page = reverse("org:unit_edit", args=[world.east.pk])
    assert 'name="kind"' not in client.get(page).content.decode()
    said = {"name": "东港港务公司", "short_name": "东港公司", "code": "E", "kind": "department"}
    assert client.post(page, said).status_code == 302
    east = at(world.east)
    assert (east.name, east.kind) == ("东港港务公司", "secondary")
    # From above it is said what a unit is.
    edit_unit(world.tugs.pk, kind="branch", actor=world.east_administrator)
    edit_unit(world.east.pk, kind="company", actor=world.administrator)


def test_a_former_name_stays_an_alias(world):
    edit_unit(world.audit.pk, name="审计中心", actor=world.administrator)
    assert UnitAlias.objects.get(text="审计部").unit == world.audit
    assert kinds_of(world.audit) == ["unit.edited"]


def test_an_edit_that_changes_nothing_writes_nothing(world):
    edit_unit(world.audit.pk, name="审计部", actor=world.administrator)
    assert kinds_of(world.audit) == []


def test_a_move_takes_all_below_along_and_keeps_the_past(world):
    yesterday = world.today - timedelta(days=1)
    move_unit(world.stevedores.pk, parent=world.west, since=world.today, actor=world.administrator)
    assert above(world.stevedores) == world.west
    assert above(world.stevedores_branch) == world.stevedores
    assert unit_at(world.stevedores, yesterday).chain == [world.group, world.east]
    assert unit_at(world.stevedores, world.today).chain == [world.group, world.west]
    assert at(world.east).numchild == 2
    assert at(world.west).numchild == 3
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_the_tree_of_a_past_day_shows_the_past(world):
    move_unit(world.tugs.pk, parent=world.west, since=world.today, actor=world.administrator)
    then = {row.unit.code: row.depth for row in tree_on(world.today - timedelta(days=1))}
    order = [row.unit.code for row in tree_on(world.today - timedelta(days=1))]
    assert order.index("E-TL") < order.index("W")
    order = [row.unit.code for row in tree_on(world.today)]
    assert order.index("E-TL") > order.index("W")
    assert then["E-TL"] == 3


def test_a_planned_move_waits_for_its_day(world):
    tomorrow = world.today + timedelta(days=1)
    move_unit(world.tugs.pk, parent=world.west, since=tomorrow, actor=world.administrator)
    assert above(world.tugs) == world.east
    assert carry_out_moves(world.today) == 0
    assert carry_out_moves(tomorrow) == 1
    assert carry_out_moves(tomorrow) == 0
    assert above(world.tugs) == world.west
    assert kinds_of(world.tugs) == ["unit.move_planned", "unit.moved"]


def test_a_planned_move_can_be_called_off(world):
    tomorrow = world.today + timedelta(days=1)
    move_unit(world.tugs.pk, parent=world.west, since=tomorrow, actor=world.administrator)
    call_off_move(world.tugs.pk, actor=world.administrator)
    assert carry_out_moves(tomorrow) == 0
    assert Placement.objects.filter(unit=world.tugs).count() == 1


def test_two_units_that_swap_places_on_one_day(world):
    tomorrow = world.today + timedelta(days=1)
    move_unit(world.stevedores.pk, parent=world.group, since=tomorrow, actor=world.administrator)
    move_unit(world.east.pk, parent=world.stevedores, since=tomorrow, actor=world.administrator)
    assert carry_out_moves(tomorrow) == 2
    assert above(world.east) == world.stevedores
    assert above(world.stevedores) == world.group
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_unit_cannot_stand_below_itself(world):
    with pytest.raises(ValidationError, match="itself"):
        move_unit(world.east.pk, parent=world.tugs, since=world.today, actor=world.administrator)
    # Nor through a move that is only planned.
    later = world.today + timedelta(days=5)
    move_unit(world.tugs.pk, parent=world.west, since=later, actor=world.administrator)
    with pytest.raises(ValidationError, match="itself"):
        move_unit(world.west.pk, parent=world.tugs, since=later, actor=world.administrator)


def test_a_move_before_the_last_one_is_refused(world):
    move_unit(world.tugs.pk, parent=world.west, since=world.today, actor=world.administrator)
    with pytest.raises(ValidationError, match="already recorded"):
        move_unit(world.tugs.pk, parent=world.group, since=world.today - timedelta(days=9), actor=world.administrator)


def test_the_own_seat_is_not_moved(world):
    with pytest.raises(PermissionDenied):
        move_unit(world.east.pk, parent=world.west, since=world.today, actor=world.east_administrator)


def test_closing_ends_the_posts(world):
    close_unit(world.tugs.pk, on=world.today, actor=world.east_administrator)
    assert at(world.tugs).closed_on == world.today
    assert not Appointment.objects.in_force(world.today).filter(unit=world.tugs).exists()
    assert unit_at(world.tugs, world.today) is None
    assert unit_at(world.tugs, world.today - timedelta(days=1)).parent == world.east


def test_what_has_units_below_is_not_closed(world):
    with pytest.raises(ValidationError, match="装卸一支部"):
        close_unit(world.stevedores.pk, on=world.today, actor=world.administrator)


def test_a_merger_moves_what_is_below_and_hands_over_the_names(world):
    merge_unit(world.stevedores.pk, into=world.tugs, on=world.today, actor=world.administrator)
    assert above(world.stevedores_branch) == world.tugs
    assert at(world.stevedores).closed_on == world.today
    assert UnitAlias.objects.get(text="东港装卸公司").unit == world.tugs


def test_a_merger_on_a_day_to_come_hands_the_names_over_on_that_day(world):
    """Minutes filed before it still mean the unit that still exists."""
    day = world.today + timedelta(days=3)
    merge_unit(world.storage.pk, into=world.bonded, on=day, actor=world.administrator)
    assert match_unit("西港仓储公司")[0].unit == world.storage
    with time_machine.travel(datetime.combine(day, time(9), timezone.get_current_timezone()), tick=False):
        _moves()
        _moves()
        forget_names()
        assert match_unit("西港仓储公司")[0].unit == world.bonded
    assert UnitAlias.objects.get(text="西港仓储有限公司").unit == world.bonded


def test_an_alias_belongs_to_one_unit(world):
    add_alias(world.bonded.pk, text="保税区公司", actor=world.clerk)
    assert add_alias(world.bonded.pk, text="保税区公司", actor=world.clerk) is None
    with pytest.raises(ValidationError, match="保税"):
        add_alias(world.storage.pk, text="保税区公司", actor=world.clerk)
    with pytest.raises(PermissionDenied):
        add_alias(world.storage.pk, text="仓库", actor=world.west_head)
    remove_alias(UnitAlias.objects.get(text="保税区公司").pk, actor=world.clerk)
    assert kinds_of(world.bonded) == ["unit.alias_added", "unit.alias_removed"]
    with pytest.raises(Http404):
        remove_alias(10**9, actor=world.clerk)


def test_a_unit_without_one_above_it_is_a_group(world):
    with pytest.raises(ValidationError, match="Only a group"):
        open_unit("无上级部", code="N1", kind="department", parent=None, actor=world.administrator)
    with pytest.raises(ValidationError, match="Only a group"):
        move_unit(world.tugs.pk, parent=None, since=timezone.localdate(), actor=world.administrator)
