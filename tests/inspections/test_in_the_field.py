"""A team without a network: what its phones take along, begin by themselves, and hand in later."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from duban.checklists.abouts import ahead_of
from duban.checklists.access import responses
from duban.checklists.actions import Batch, Begun, Given, record_answers
from duban.checklists.models import Response
from duban.checklists.queries import coverage, open_of
from duban.findings.models import CheckFact, Finding
from duban.inspections import actions, fieldwork
from duban.inspections.fieldwork import device_of
from duban.inspections.models import Visit, VisitKind
from duban.inspections.recording import response_of
from duban.org.models import Person
from tests.checklists.conftest import ended as no_longer_in_force
from tests.checklists.test_answers import newer
from tests.inspections.conftest import sealed, sent
from tests.inspections.test_visit import ended


def begun(visit, minutes=0, **more):
    at = timezone.now() - timedelta(minutes=minutes)
    return Begun(device_of(visit.pk), visit.edition_id, visit.unit_id, at, about=("visit", visit.pk), **more)


def answered(visit, item=None, value="yes"):
    item = item or visit.edition.items.get(text__startswith="登轮")
    return Given(uuid4(), device_of(visit.pk), item.pk, timezone.now(), value=value)


def test_a_visit_begun_without_a_network_arrives_with_its_answers_and_its_time(world):
    visit = sent(world)
    batch = Batch(begun=[begun(visit, minutes=90)], given=[answered(visit, value="no")])
    assert [r.state for r in record_answers(batch, actor=world.inspector)] == ["kept", "kept"]
    assert [r.state for r in record_answers(batch, actor=world.inspector)] == ["known", "known"]
    visit.refresh_from_db()
    response = Response.objects.get()
    assert (visit.state, response.about_id, response.looking_unit) == ("underway", visit.pk, world.supervision)
    assert timedelta(minutes=89) < timezone.now() - visit.begun_at < timedelta(minutes=91)


def test_what_was_answered_leads_back_to_the_visit_to_end_and_sign_it(world, client):
    visit = sent(world)
    response = actions.begin_visit(visit.pk, actor=world.inspector)
    client.force_login(world.inspector)
    for page in ("checklists:response", "checklists:field"):
        shown = client.get(reverse(page, args=[response.pk])).content.decode()
        assert f'href="{visit.get_absolute_url()}"' in shown
    Response.objects.filter(pk=response.pk).update(finished_at=timezone.now())
    assert (
        reverse("inspections:visit_begin", args=[visit.pk]) not in client.get(visit.get_absolute_url()).content.decode()
    )


def test_two_phones_of_the_team_begin_the_same_visit_apart(world):
    visit = sent(world)
    for person, value in ((world.inspector, "yes"), (world.clerk, "no")):
        receipts = record_answers(Batch(begun=[begun(visit)], given=[answered(visit, value=value)]), actor=person)
        assert receipts[1].state == "kept"
    [response] = Response.objects.all()
    assert {answer.by for answer in response.answers.all()} == {world.inspector, world.clerk}


def test_only_the_team_takes_a_visit_along_and_begins_it(world):
    visit = sent(world, VisitKind.UNANNOUNCED)
    assert [a.noun_id for a in ahead_of(world.inspector)] == [visit.pk]
    for person in (world.tugs_head, world.safety_head):
        assert not list(ahead_of(person))
        [receipt] = record_answers(Batch(begun=[begun(visit)]), actor=person)
        assert (receipt.state, bool(receipt.why)) == ("refused", True)
    assert not Response.objects.exists()


def test_nobody_takes_the_number_of_a_visit_for_a_check_of_their_own(world):
    """Anybody can reckon it, and a team that finds it taken could not begin."""
    visit = sent(world, VisitKind.UNANNOUNCED)
    own = Begun(device_of(visit.pk), visit.edition_id, visit.unit_id, timezone.now())
    [receipt] = record_answers(Batch(begun=[own]), actor=world.tugs_head)
    assert receipt.state == "refused"
    assert actions.begin_visit(visit.pk, actor=world.inspector).about_id == visit.pk
    [receipt] = record_answers(
        Batch(begun=[Begun(uuid4(), visit.edition_id, visit.unit_id, timezone.now())]), actor=world.tugs_head
    )
    assert receipt.state == "kept"


def test_what_was_looked_at_of_a_visit_cancelled_meanwhile_is_kept_and_counts_as_no_check(world, client):
    visit = sent(world)
    actions.cancel_visit(visit.pk, actor=world.clerk, reason="台风停工")
    [receipt] = record_answers(Batch(begun=[begun(visit)]), actor=world.tugs_head)
    assert receipt.state == "refused"
    batch = Batch(begun=[begun(visit)], given=[answered(visit, value="no")])
    for person, beginning in ((world.inspector, "kept"), (world.clerk, "known")):
        assert [r.state for r in record_answers(batch, actor=person)] == [beginning, "kept"]
        batch = Batch(begun=batch.begun, given=[answered(visit)])
    visit.refresh_from_db()
    [response] = Response.objects.all()
    assert (visit.state, response.about_id, response.answers.count()) == ("cancelled", visit.pk, 2)
    assert not CheckFact.objects.exists()
    assert not Finding.objects.exists()
    assert not coverage(world.clerk)[1]
    assert not open_of(world.inspector)
    client.force_login(world.clerk)
    assert "counts as no check" in client.get(visit.get_absolute_url()).content.decode()
    assert "台风停工" in client.get(response.get_absolute_url()).content.decode()


def replaced(world):
    """A drawn visit, and somebody of its team who fell out."""
    draw = sealed(world)
    visit = draw.visits.first()
    who = visit.team.exclude(pk=world.clerk.pk).first()
    actions.declare_void(draw.pk, actor=world.clerk, role="inspector", what=f"person:{who.pk}", reason="病假")
    return visit, who


def test_what_a_replaced_inspector_brings_is_kept_apart_from_what_the_team_answers(world, client):
    visit, who = replaced(world)
    item = visit.edition.items.filter(kind="yes_no").first()
    late = Batch(begun=[begun(visit)], given=[answered(visit, item, value="no")])
    assert [r.state for r in record_answers(late, actor=who)] == ["kept", "kept"]
    assert [r.state for r in record_answers(late, actor=who)] == ["known", "known"]
    now = visit.team.first()
    theirs = actions.begin_visit(visit.pk, actor=now)
    record_answers(Batch(given=[answered(visit, item)]), actor=now)
    assert [a.by for a in theirs.answers.all()] == [now]
    apart = Response.objects.exclude(pk=theirs.pk).get()
    assert [(a.by, a.verdict) for a in apart.answers.all()] == [(who, "fail")]
    assert response_of(visit) == theirs
    client.force_login(world.clerk)
    assert apart.get_absolute_url() in client.get(visit.get_absolute_url()).content.decode()
    assert "no longer on the team" in client.get(apart.get_absolute_url()).content.decode()


def test_what_comes_of_a_hidden_visit_shows_the_unit_nothing_before_anybody_came(world):
    visit = sent(world, VisitKind.UNANNOUNCED)
    actions.cancel_visit(visit.pk, actor=world.clerk, reason="走漏了风声，改期再来")
    record_answers(Batch(begun=[begun(visit)], given=[answered(visit, value="no")]), actor=world.inspector)
    drawn, who = replaced(world)
    record_answers(Batch(begun=[begun(drawn)]), actor=who)
    unit_heads = [world.tugs_head, *Person.objects.filter(appointments__unit=drawn.unit_id).exclude(pk=who.pk)]
    assert Response.objects.count() == 2
    for head in unit_heads:
        assert not responses.visible_to(head).exists()
    assert responses.visible_to(world.clerk).count() == 2


def test_answers_alone_of_a_replaced_inspector_find_their_place_and_a_strangers_do_not(world):
    visit, who = replaced(world)
    theirs = actions.begin_visit(visit.pk, actor=visit.team.first())
    item = visit.edition.items.filter(kind="yes_no").first()
    [receipt] = record_answers(Batch(given=[answered(visit, item, value="no")]), actor=who)
    assert (receipt.state, theirs.answers.count()) == ("kept", 0)
    stranger = next(p for p in (world.assessor, world.storage_head) if p not in visit.team.all())
    [receipt] = record_answers(Batch(given=[answered(visit, item)]), actor=stranger)
    assert receipt.state == "refused"


def test_a_visit_that_has_ended_takes_what_comes(world):
    over = ended(world)
    assert coverage(world.clerk)[1]
    late = Batch(begun=[begun(over)], given=[answered(over, value="no")])
    assert [r.state for r in record_answers(late, actor=world.clerk)] == ["known", "kept"]


def test_one_looks_by_the_edition_in_force_or_by_what_the_phone_had(world):
    visit, other, offline = sent(world), sent(world), sent(world)
    present = newer(world, visit.edition)
    assert actions.begin_visit(visit.pk, actor=world.inspector).edition == present
    # None is in force any more: the visit is still made, and marked.
    no_longer_in_force(other.edition)
    response = actions.begin_visit(other.pk, actor=world.inspector)
    assert (response.edition, response.is_stale) == (other.edition, True)
    newer(world, offline.edition)
    record_answers(Batch(begun=[begun(offline)]), actor=world.inspector)
    assert Visit.objects.get(pk=offline.pk).edition == offline.edition


def test_a_device_does_not_pass_a_check_off_as_a_visit(world):
    visit = sent(world)
    wrong = Begun(uuid4(), visit.edition_id, visit.unit_id, timezone.now(), about=("visit", visit.pk))
    other = Begun(device_of(visit.pk), sent(world).edition_id, visit.unit_id, timezone.now(), about=("visit", visit.pk))
    nothing = Begun(uuid4(), visit.edition_id, visit.unit_id, timezone.now(), about=("moon", 1))
    receipts = record_answers(Batch(begun=[wrong, other, nothing]), actor=world.inspector)
    assert {receipt.state for receipt in receipts} == {"refused"}
    assert not Response.objects.exists()


def test_the_list_of_what_a_phone_takes_along_costs_the_same_for_one_and_many(
    world, client, django_assert_max_num_queries
):
    first = sent(world)
    client.force_login(world.inspector)
    page = client.get(reverse("checklists:field_home")).content.decode()
    assert reverse("checklists:field_begin", args=["visit", first.pk]) in page
    for _n in range(3):
        sent(world)
    actions.begin_visit(first.pk, actor=world.clerk)
    with django_assert_max_num_queries(22):
        page = client.get(reverse("checklists:field_home")).content.decode()
    gone_on_with = client.get(reverse("checklists:field_begin", args=["visit", first.pk]))
    assert gone_on_with.url in page


def test_every_visit_ahead_is_taken_along_and_the_list_holds_those_nearest_to_today(world, client, monkeypatch):
    monkeypatch.setattr(fieldwork, "MOST", 2)
    missed, late, today, far = (sent(world) for _n in range(4))
    for visit, days in ((missed, -90), (late, -1), (far, 30)):
        Visit.objects.filter(pk=visit.pk).update(on=timezone.localdate() + timedelta(days=days))
    assert [each.noun_id for each in ahead_of(world.inspector)] == [today.pk, late.pk]
    client.force_login(world.inspector)
    for visit in (missed, late, today, far):
        page = client.get(reverse("checklists:field_begin", args=["visit", visit.pk]))
        assert (page.status_code, page.context["ahead"].noun_id) == (200, visit.pk)
