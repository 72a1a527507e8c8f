"""Until it is frozen a draw is changed and dropped by those who prepare it; after that it is not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from duban.inspections import actions
from duban.inspections.access import draws
from duban.inspections.forms.plans import prepared as held
from duban.inspections.manifests import read_manifest
from duban.inspections.models import Draw, Recusal
from duban.journal.models import Entry
from duban.org.models import Deputy
from tests.inspections.conftest import frozen, planned, prepared

TODAY = timezone.localdate


def changed(draw: Draw, actor, **given) -> Draw:
    return actions.change_draw(draw.pk, actor=actor, **{**held(draw), **given})


def told(kind: str) -> list[Entry]:
    return list(Entry.objects.filter(kind=kind))


def look_back(world) -> Draw:
    return actions.prepare_look_back(
        actor=world.clerk, unit=world.supervision, named="三季度回头看", since=TODAY() - timedelta(days=30), until=TODAY(),
        inspectors=[world.inspector, world.audit_head], throwers=[world.audit, world.finance, world.hr],
    )  # fmt: skip


def declared(world, draw: Draw, by, person) -> Recusal:
    return actions.recuse(draw.pk, actor=by, person=person, unit=world.east, reason="亲属在该单位任职")


def test_everything_of_a_prepared_draw_is_changed_and_journaled(world):
    draw = prepared(world)
    day = TODAY() + timedelta(days=3)
    changed(
        draw, world.clerk, named="节前抽查", since=day, until=day + timedelta(days=5), team=1, cap=4,
        inspectors=[world.finance_member, world.inspector], throwers=[world.hr, world.audit, world.finance],
    )  # fmt: skip
    found = Draw.objects.get(pk=draw.pk)
    assert (found.named, found.since, found.team, found.cap) == ("节前抽查", day, 1, 4)
    assert {seat.person for seat in found.seats.all()} == {world.finance_member, world.inspector}
    assert [each.unit for each in found.throwing.all()] == [world.hr, world.audit, world.finance]
    (entry,) = told("draw.changed")
    assert "账示范、检示范" in entry.sentence
    actions.freeze_draw(draw.pk, actor=world.clerk)
    assert read_manifest(Draw.objects.get(pk=draw.pk).frozen.manifest).throwers == ("人力资源部", "审计部", "财务部")


def test_saved_as_it_was_nothing_is_told(world):
    changed(prepared(world), world.clerk)
    assert not told("draw.changed")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"named": "第二次抽查"}, "named"),
        ({"until": TODAY() - timedelta(days=1)}, "until"),
        ({"inspectors": []}, "inspectors"),
    ],
)
def test_what_could_not_be_prepared_is_no_change_either(world, given, field):
    draw = prepared(world)
    prepared(world, plan=draw.plan, named="第二次抽查")
    with pytest.raises(ValidationError) as refused:
        changed(draw, world.clerk, **given)
    assert field in refused.value.message_dict


def test_a_name_that_another_took_at_the_same_moment_is_refused_in_words(world, monkeypatch):
    draw = prepared(world)

    other = prepared(world, plan=draw.plan, named="第二次抽查")
    # After all that is asked before, and before it is saved.
    monkeypatch.setattr(Draw, "full_clean", lambda *_a, **_k: Draw.objects.filter(pk=other.pk).update(named="节前抽查"))
    with pytest.raises(ValidationError) as refused:
        changed(draw, world.clerk, named="节前抽查")
    assert "named" in refused.value.message_dict


def test_two_units_are_too_few_to_throw(world):
    draw = prepared(world)
    with pytest.raises(ValidationError, match="three units"):
        changed(draw, world.clerk, throwers=[world.audit, world.finance, world.audit])
    assert draw.throwing.count() == 3


def test_what_is_frozen_is_not_changed_dropped_or_freed_of_a_recusal(world):
    draw = prepared(world)
    row = declared(world, draw, world.clerk, world.inspector)
    actions.freeze_draw(draw.pk, actor=world.clerk)
    for act in (
        lambda: changed(draw, world.clerk, named="改名"),
        lambda: actions.drop_draw(draw.pk, actor=world.clerk),
        lambda: actions.take_back_recusal(draw.pk, row.pk, actor=world.clerk),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Draw.objects.get(pk=draw.pk).recusals.count() == 1


def test_a_dropped_draw_is_gone_its_name_is_free_and_the_plan_tells_of_it(world, client):
    draw = prepared(world)
    declared(world, draw, world.inspector, world.inspector)
    client.force_login(world.clerk)
    answer = client.post(reverse("inspections:draw_drop", args=[draw.pk]))
    assert answer.headers["Location"] == draw.plan.get_absolute_url()
    assert not Draw.objects.exists()
    client.force_login(world.storage_head)
    assert "Dropped the draw 第一次抽查" in client.get(draw.plan.get_absolute_url()).content.decode()
    assert prepared(world, plan=draw.plan, edition=draw.edition).named == "第一次抽查"


def test_a_look_back_is_changed_and_dropped_by_the_office_alone(world, client):
    draw = look_back(world)
    assert "change" not in draws.verbs_for(world.east_leader, draw)
    client.force_login(world.clerk)
    page = client.get(reverse("inspections:draw_change", args=[draw.pk])).content.decode()
    assert "三季度回头看" in page
    assert 'name="unit"' not in page
    changed(draw, world.clerk, cap=9, since=TODAY() - timedelta(days=60))
    assert Draw.objects.get(pk=draw.pk).cap == 9
    with pytest.raises(ValidationError, match="days are over"):
        changed(draw, world.clerk, until=TODAY() + timedelta(days=1))
    answer = client.post(reverse("inspections:draw_drop", args=[draw.pk]))
    assert answer.headers["Location"] == reverse("inspections:look_backs")
    assert not Draw.objects.exists()


def test_what_was_told_of_a_dropped_draw_leads_to_where_it_was_made(world, client):
    of_plan, again = prepared(world), look_back(world)
    client.force_login(world.clerk)
    for draw, place in ((of_plan, of_plan.plan.get_absolute_url()), (again, reverse("inspections:look_backs"))):
        address = draw.get_absolute_url()
        actions.drop_draw(draw.pk, actor=world.clerk)
        assert client.get(address).headers["Location"] == place
    assert client.get(reverse("inspections:draw", args=[999999])).status_code == 404


def test_a_draw_is_changed_in_the_browser(world, client):
    draw = prepared(world)
    client.force_login(world.clerk)
    address = reverse("inspections:draw_change", args=[draw.pk])
    page = client.get(address)
    assert "纪示范" in page.content.decode()
    data = {
        "named": "节前抽查", "edition": draw.edition_id, "since": draw.since, "until": draw.until, "team": 1, "cap": 3,
        "inspectors": [f"id:{world.inspector.pk}", f"id:{world.audit_head.pk}"],
        "throwers": [world.audit.pk, world.finance.pk, world.hr.pk],
    }  # fmt: skip
    # What it would cost is counted while it is filled in, and nothing is saved by that.
    assert client.post(address, {**data, "cost": "1"}).status_code == 200
    assert Draw.objects.get().named == "第一次抽查"
    answer = client.post(address, data)
    assert answer.headers["Location"] == draw.get_absolute_url()
    assert Draw.objects.get().named == "节前抽查"


def test_whoever_declared_a_recusal_takes_it_back(world):
    draw = prepared(world)
    own = declared(world, draw, world.inspector, world.inspector)
    with pytest.raises(PermissionDenied):  # the office does not free anybody of what they said of themselves
        actions.take_back_recusal(draw.pk, own.pk, actor=world.clerk)
    actions.take_back_recusal(draw.pk, own.pk, actor=world.inspector)
    others = declared(world, draw, world.clerk, world.inspector)
    with pytest.raises(PermissionDenied):  # nor do they free themselves of what the office knows
        actions.take_back_recusal(draw.pk, others.pk, actor=world.inspector)
    actions.take_back_recusal(draw.pk, others.pk, actor=world.supervision_head)
    assert not draw.recusals.exists()
    assert ["检示范" in entry.sentence for entry in told("draw.recusal_back")] == [True, True]
    with pytest.raises(Http404):
        actions.take_back_recusal(draw.pk, others.pk, actor=world.clerk)


def stands_in(deputy, person) -> None:
    day = TODAY()
    Deputy.objects.create(person=person, deputy=deputy, since=day, until=day + timedelta(days=5))


def pairs_frozen(world, draw: Draw) -> set[tuple[str, str]]:
    actions.freeze_draw(draw.pk, actor=world.clerk)
    manifest = read_manifest(Draw.objects.get(pk=draw.pk).frozen.manifest)
    return {(each.inspector, each.entry) for each in manifest.recusals}


def test_whoever_stands_in_for_an_inspector_declares_for_them(world):
    draw = prepared(world)
    stands_in(world.west_member, world.inspector)
    row = declared(world, draw, world.west_member, world.inspector)
    assert row.by == world.west_member
    with pytest.raises(PermissionDenied):  # as if they had said it themselves
        actions.take_back_recusal(draw.pk, row.pk, actor=world.clerk)
    actions.take_back_recusal(draw.pk, row.pk, actor=world.inspector)
    again = declared(world, draw, world.inspector, world.inspector)
    actions.take_back_recusal(draw.pk, again.pk, actor=world.west_member)
    assert not draw.recusals.exists()


def test_an_inspector_who_prepares_the_draw_is_not_freed_by_themselves_or_for_them(world):
    draw = prepared(world, inspectors=[world.inspector, world.clerk, world.audit_head])
    stands_in(world.audit_head, world.clerk)
    row = declared(world, draw, world.supervision_head, world.clerk)
    for actor in (world.clerk, world.audit_head):
        with pytest.raises(PermissionDenied):
            actions.take_back_recusal(draw.pk, row.pk, actor=actor)
    actions.take_back_recusal(draw.pk, row.pk, actor=world.supervision_head)
    assert not draw.recusals.exists()


def test_whoever_stands_in_for_the_clerk_does_not_take_back_what_the_clerk_declared_of_them(world):
    draw = prepared(world)
    stands_in(world.inspector, world.clerk)
    row = declared(world, draw, world.clerk, world.inspector)
    with pytest.raises(PermissionDenied):
        actions.take_back_recusal(draw.pk, row.pk, actor=world.inspector)


@pytest.mark.parametrize("order", [("clerk", "inspector"), ("inspector", "clerk")])
@pytest.mark.parametrize("back", ["clerk", "inspector"])
def test_what_two_declared_stands_until_both_take_it_back(world, order, back):
    draw = prepared(world)
    rows = {name: declared(world, draw, getattr(world, name), world.inspector) for name in order}
    assert [entry.actor for entry in told("draw.recused")] == [getattr(world, name) for name in order]
    actions.take_back_recusal(draw.pk, rows[back].pk, actor=getattr(world, back))
    assert (f"person:{world.inspector.pk}", f"unit:{world.east.pk}") in pairs_frozen(world, draw)


def test_said_twice_by_the_same_person_it_stands_once(world):
    draw = prepared(world)
    assert declared(world, draw, world.clerk, world.inspector) == declared(world, draw, world.clerk, world.inspector)
    assert len(told("draw.recused")) == 1


def test_what_an_inspector_declared_counts_again_when_they_are_put_back(world, client):
    draw = prepared(world)
    declared(world, draw, world.inspector, world.inspector)
    people = held(draw)["inspectors"]
    changed(draw, world.clerk, inspectors=[each for each in people if each != world.inspector])
    client.force_login(world.clerk)
    assert "亲属在该单位任职" not in client.get(draw.get_absolute_url()).content.decode().split("story")[0]
    changed(Draw.objects.get(pk=draw.pk), world.clerk, inspectors=people)
    assert (f"person:{world.inspector.pk}", f"unit:{world.east.pk}") in pairs_frozen(world, draw)


def test_an_inspector_declares_for_nobody_else(world, client):
    draw = prepared(world)
    client.force_login(world.inspector)
    address = reverse("inspections:recusal", args=[draw.pk])
    page = client.get(address).content.decode()
    assert "检示范" in page
    assert "纪示范" not in page
    data = {"person": world.audit_head.pk, "unit": world.east.pk, "reason": "代报"}
    assert client.post(address, data).status_code == 422
    with pytest.raises(PermissionDenied):
        declared(world, draw, world.inspector, world.audit_head)


def test_only_those_who_may_take_a_recusal_back_are_offered_to(world, client):
    draw = prepared(world)
    row = declared(world, draw, world.inspector, world.inspector)
    address = reverse("inspections:recusal_back", args=[draw.pk, row.pk])
    for person, offered in ((world.inspector, True), (world.clerk, False), (world.storage_head, False)):
        client.force_login(person)
        assert (address in client.get(draw.get_absolute_url()).content.decode()) == offered
    client.force_login(world.inspector)
    assert client.post(address).status_code == 302
    assert not Recusal.objects.exists()


def test_everybody_sees_what_is_drawn_from_and_what_was_done_until_the_dice_fall(world, client):
    draw = frozen(world, plan=planned(world))
    client.force_login(world.storage_head)
    page = client.get(draw.get_absolute_url()).content.decode()
    assert "1 of 2 units" in page
    assert "Froze 第一次抽查" in page
