"""The ceremony: what is frozen stays, the dice fall once, nothing is drawn again, anybody can verify."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from duban.draws import open_bundle, verify
from duban.inspections import actions
from duban.inspections.access import draws
from duban.inspections.manifests import read_manifest
from duban.inspections.models import Draw, Frozen, Step, Thrown, Visit, VisitState
from duban.inspections.queries.plans import shown_of
from duban.journal.models import Entry
from duban.org.models import Appointment, Role
from tests.inspections.conftest import frozen, planned, prepared, sealed, thrown_by


def visited(draw):
    return {visit.unit for visit in draw.visits.exclude(state="cancelled")}


def finish_all(draw):
    draw.visits.filter(state="ahead").update(state=VisitState.SIGNED)


def test_the_digest_is_published_and_journaled_before_the_dice(world):
    draw = frozen(world)
    entry = Entry.objects.get(kind="draw.frozen")
    assert draw.frozen.digest in entry.body
    assert draw.step == Step.FROZEN
    assert not draw.visits.exists()


def test_the_dice_draw_seal_and_send_teams_at_once(world):
    draw = sealed(world)
    assert draw.step == Step.SEALED
    assert len(visited(draw)) == 2
    assert len(visited(draw) & {world.east, world.west}) == 1
    for visit in draw.visits.all():
        assert visit.team.count() == 2


def test_what_was_drawn_is_not_told_before_the_opening(world, client):
    draw = sealed(world)
    names = [unit.name for unit in visited(draw)]
    for person in (world.east_leader, world.auditor, world.storage_head):
        client.force_login(person)
        page = client.get(reverse("inspections:draw", args=[draw.pk])).content.decode()
        assert not any(name in page for name in names)
        assert draw.thrown.seal in page
        listed = client.get(reverse("inspections:visits")).content.decode()
        assert not any(f'">{unit}</a>' in listed for unit in visited(draw))
    with pytest.raises(PermissionDenied):
        draws.get_for(world.east_leader, draw.pk, "bundle")


def test_nobody_freezes_or_throws_twice(world):
    draw = sealed(world)
    for act in (
        lambda: actions.freeze_draw(draw.pk, actor=world.clerk),
        lambda: actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world)),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ValidationError, match="not made again"):
        prepared(world, plan=draw.plan)


@pytest.mark.parametrize("model", [Frozen, Thrown])
def test_the_database_refuses_to_change_a_step(world, model):
    sealed(world)
    for act in (lambda: model.objects.update(at=timezone.now()), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_it_opens_only_after_the_visits_and_anybody_then_verifies_the_bundle(world, client):
    draw = sealed(world)
    with pytest.raises(ValidationError):
        actions.open_draw(draw.pk, actor=world.clerk)
    finish_all(draw)
    actions.open_draw(draw.pk, actor=world.clerk)
    client.force_login(world.west_member)
    answer = client.get(reverse("inspections:bundle", args=[draw.pk]))
    content = b"".join(answer.streaming_content)
    assert {"verify.py", "verify.html"} <= set(ZipFile(BytesIO(content)).namelist())
    assert verify(content, draw.frozen.digest, draw.thrown.seal).good
    opened = open_bundle(content)
    assert opened.manifest.digest == draw.frozen.digest
    assert opened.seal == draw.thrown.seal


def test_who_falls_out_is_followed_by_the_reserve_and_stays_visible(world, client):
    draw = sealed(world)
    gone = draw.visits.filter(unit__in=[world.stevedores, world.tugs, world.bonded, world.storage]).get()
    actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=f"unit:{gone.unit_id}", reason="停产检修")
    gone.refresh_from_db()
    assert gone.state == VisitState.CANCELLED
    assert gone.unit not in visited(draw)
    assert len(visited(draw)) == 2
    draw = Draw.objects.get(pk=draw.pk)
    finish_all(draw)
    actions.open_draw(draw.pk, actor=world.clerk)
    client.force_login(world.storage_head)
    page = client.get(reverse("inspections:draw", args=[draw.pk])).content.decode()
    assert "停产检修" in page
    assert gone.unit.name in page
    content = b"".join(client.get(reverse("inspections:bundle", args=[draw.pk])).streaming_content)
    assert verify(content, draw.frozen.digest, draw.thrown.seal).good


def test_the_plans_page_does_not_tell_why_something_fell_out_of_a_sealed_draw(world, client):
    draw = sealed(world)
    unit = draw.visits.first().unit
    actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=f"unit:{unit.pk}", reason="停产检修")
    client.force_login(world.storage_head)
    page = client.get(draw.plan.get_absolute_url()).content.decode()
    assert "停产检修" not in page
    assert "Published the plan" in page


def test_an_inspector_who_falls_out_is_replaced(world):
    draw = sealed(world)
    visit = draw.visits.first()
    who = visit.team.first()
    actions.declare_void(draw.pk, actor=world.clerk, role="inspector", what=f"person:{who.pk}", reason="病假")
    visit.refresh_from_db()
    assert who not in visit.team.all()
    assert visit.team.count() == 2


def test_inspectors_never_go_where_they_declared_not_to_or_belong(world):
    draw = prepared(world, inspectors=[world.inspector, world.audit_head, world.finance_member, world.west_member])
    for unit in (world.east, world.tugs, world.stevedores, world.bonded, world.storage):
        actions.recuse(draw.pk, actor=world.inspector, person=world.inspector, unit=unit, reason="亲属在该单位任职")
    with pytest.raises(PermissionDenied):
        actions.recuse(draw.pk, actor=world.inspector, person=world.audit_head, unit=world.east, reason="代报")
    actions.freeze_draw(draw.pk, actor=world.clerk)
    actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    for visit in Visit.objects.filter(draw=draw):
        team = set(visit.team.all())
        assert world.inspector not in team or visit.unit == world.west
        assert world.west_member not in team or visit.unit != world.west


def test_whoever_holds_several_posts_is_recused_by_each_of_them_and_seated_at_the_highest(world):
    # The path of a company of the east sorts before that of the west itself.
    Appointment.objects.create(person=world.tugs_head, unit=world.west, role=Role.MEMBER, since=world.today)
    assert world.tugs.path < world.west.path
    draw = prepared(world, inspectors=[world.inspector, world.tugs_head, world.audit_head, world.finance_member])
    assert draw.seats.get(person=world.tugs_head).unit == world.west
    actions.freeze_draw(draw.pk, actor=world.clerk)
    manifest = read_manifest(Frozen.objects.get(draw=draw).manifest)
    away = {recusal.entry for recusal in manifest.recusals if recusal.inspector == f"person:{world.tugs_head.pk}"}
    assert away == {f"unit:{unit.pk}" for unit in (world.tugs, world.east, world.west)}


def test_too_few_inspectors_are_told_before_the_dice(world):
    draw = prepared(world, inspectors=[world.inspector], team=2)
    with pytest.raises(ValidationError):
        actions.freeze_draw(draw.pk, actor=world.clerk)
    assert Draw.objects.get(pk=draw.pk).step == Step.PREPARING


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        (lambda w, t: t.pop(w.hr.pk), "missing", "dice"),
        (lambda w, t: t.update({w.hr.pk: (w.assessor, "1270")}), "1 to 6", "dice"),
        (lambda w, t: t.update({w.hr.pk: (w.assessor, " ")}), "missing", "dice"),
        (lambda w, t: t.update({w.hr.pk: (w.assessor, "12")}), "At least 20", ""),
        (lambda w, t: t.update({w.hr.pk: (w.tugs_head, "2215364")}), "is not of", "who"),
    ],
)
def test_dice_that_cannot_be_right_are_refused_at_their_field_and_nothing_is_kept(world, change, words, field):
    draw, throws = frozen(world), thrown_by(world)
    change(world, throws)
    with pytest.raises(ValidationError, match=words) as refused:
        actions.throw_dice(draw.pk, actor=world.clerk, throws=throws)
    if field:
        assert list(refused.value.message_dict) == [f"{field}{world.hr.pk}"]
    else:
        assert not hasattr(refused.value, "error_dict")  # of them all together
    assert not Thrown.objects.exists()


def test_inspectors_that_do_not_suffice_after_the_dice_leave_a_draw_that_has_failed(world):
    # Both may visit the west only, and each one only once: enough seats on paper, none for who is drawn.
    plan = planned(world, strata=[("高风险", 2), ("一般", 0)])
    draw = prepared(
        world, plan=plan, inspectors=[world.inspector, world.audit_head, world.finance_member], team=1, cap=1
    )
    for person in (world.inspector, world.audit_head):
        actions.recuse(draw.pk, actor=world.clerk, person=person, unit=world.east, reason="回避")
        actions.recuse(draw.pk, actor=world.clerk, person=person, unit=world.west, reason="回避")
    actions.freeze_draw(draw.pk, actor=world.clerk)
    thrown = actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    assert thrown.failed
    assert Draw.objects.get(pk=draw.pk).step == Step.FAILED
    assert not Visit.objects.exists()


def test_a_published_plan_is_not_changed_and_a_draft_not_drawn_from(world):
    draft = planned(world, published=False)
    with pytest.raises(PermissionDenied):
        prepared(world, plan=draft)
    actions.publish_plan(draft.pk, actor=world.clerk)
    with pytest.raises(PermissionDenied):
        actions.change_plan(draft.pk, actor=world.clerk, title="改", year=2026, strata=[("一般", 0)], shares=[])


def test_the_whole_ceremony_in_the_browser_without_scripts(world, client):
    client.force_login(world.clerk)
    draw = prepared(world)
    at = {"pk": draw.pk}
    assert client.post(reverse("inspections:freeze", kwargs=at)).status_code == 302
    bad = client.post(reverse("inspections:dice", kwargs=at), {f"dice{world.audit.pk}": "777"})
    assert bad.status_code == 422
    assert b"777" in bad.content
    data = {}
    for unit, (person, digits) in thrown_by(world).items():
        data |= {f"who{unit}": f"id:{person.pk}", f"dice{unit}": f"{digits[:3]} {digits[3:]}"}
    assert client.post(reverse("inspections:dice", kwargs=at), data).status_code == 302
    shown = shown_of(Draw.objects.get(pk=draw.pk))
    entry = shown.strata[0][1][0][0]
    falls = client.post(reverse("inspections:void", kwargs=at), {"what": f"entry {entry}", "reason": "停业"})
    assert falls.status_code == 302
    page = client.get(reverse("inspections:draw", kwargs=at))
    assert "停业" in page.content.decode()
    early = client.post(reverse("inspections:opening", kwargs=at))
    assert early.status_code == 302
    assert Draw.objects.get(pk=draw.pk).step == Step.SEALED


def test_the_plan_page_costs_the_same_for_one_unit_and_many(world, client, plan, django_assert_max_num_queries):
    client.force_login(world.clerk)
    with django_assert_max_num_queries(16):
        assert client.get(plan.get_absolute_url()).status_code == 200
