"""A team without a network: what its phones take along, begin by themselves, and hand in later."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from duban.checklists.abouts import ahead_of
from duban.checklists.actions import Batch, Begun, Given, record_answers
from duban.checklists.models import Response
from duban.inspections import actions
from duban.inspections.fieldwork import device_of
from duban.inspections.models import Visit, VisitKind
from tests.checklists.conftest import ended as no_longer_in_force
from tests.checklists.test_answers import newer
from tests.inspections.conftest import sent
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


def test_a_visit_cancelled_meanwhile_says_so_and_one_that_has_ended_takes_what_comes(world):
    visit = sent(world)
    actions.cancel_visit(visit.pk, actor=world.clerk, reason="台风停工")
    [receipt] = record_answers(Batch(begun=[begun(visit)]), actor=world.inspector)
    assert (receipt.state, "台风停工" in receipt.why) == ("refused", True)
    over = ended(world)
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
