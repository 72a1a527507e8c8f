"""Asks that meet at one unit are offered for merging: at once by whoever answers for them, else with consent."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from duban.burden.actions import consent_to_merge, merge_overlap, refuse_to_merge, set_rates
from duban.burden.models import Charge, MergeOffer, Saving
from duban.burden.overlaps import overlaps_for
from duban.burden.todos import todos
from duban.inspections import actions as inspections
from duban.inspections.models import Visit, VisitKind, VisitState
from duban.journal.models import Entry
from duban.ledger import actions as ledger
from duban.ledger.models import Every
from duban.org.models import Appointment
from duban.routines.actions import set_duty
from duban.routines.making import make_all
from duban.routines.models import Duty
from tests.burden.conftest import duty, edition, minutes_of, visit
from tests.checklists.conftest import in_force
from tests.ledger_pages.orders import a_type
from tests.routines.conftest import values
from tests.sheets import lines_of


def found(person, code=None):
    person.__dict__.pop("_standing", None)
    groups = {kind.code: rows for kind, rows in overlaps_for(person, timezone.localdate())}
    return groups.get(code, []) if code else groups


def saved() -> int:
    return sum(Saving.objects.filter(undone_at__isnull=True).values_list("minutes", flat=True))


# -- visits --------------------------------------------------------------------------------------------------------


def test_two_visits_by_one_checklist_become_one_and_the_unit_is_spared_the_second(world, client):
    first, second = visit(world, 2), visit(world, 4, team=[world.safety_head], looking_unit=world.safety)
    (one,) = found(world.clerk, "visits")
    assert (one.first.pk, one.second.pk, [way.code for way in one.ways]) == (first.pk, second.pk, ["join", "same_day"])
    client.force_login(world.clerk)
    [line] = lines_of(client, "/burden/overlaps.xlsx")
    assert (line[1], line[4], line[9]) == (one.first.title, one.second.title, one.minutes)
    before = minutes_of("visit", second.pk, bearer=world.tugs)
    assert merge_overlap("visits", first.pk, second.pk, "join", actor=world.clerk) is None
    second.refresh_from_db()
    assert second.state == VisitState.CANCELLED
    assert set(first.team.all()) == {world.inspector, world.safety_head}
    # What the inspectors spend they spend all the same.
    assert saved() == before == one.minutes
    assert {row.bearer for row in Saving.objects.all()} == {world.tugs}
    assert Entry.objects.get(kind="burden.merged").facts["minutes"] == before
    assert found(world.clerk) == {}


def test_two_visits_by_different_checklists_may_come_on_one_day_and_come_apart_again(world):
    other = in_force(world, "OTHER")
    first, second = visit(world, 2), visit(world, 4, edition=other)
    (one,) = found(world.clerk, "visits")
    assert [way.code for way in one.ways] == ["same_day"]
    merge_overlap("visits", first.pk, second.pk, "same_day", actor=world.clerk)
    second.refresh_from_db()
    assert second.on == first.on
    assert saved() == 30
    inspections.change_visit(second.pk, actor=world.clerk, on=first.on + timedelta(days=1))
    assert saved() == 0
    assert Charge.objects.filter(source_id=second.pk, act="visit_host").exists()


def test_visits_far_apart_or_to_others_are_not_offered_and_how_near_is_data(world):
    visit(world, 1), visit(world, 10), visit(world, 2, unit=world.west)
    assert found(world.clerk) == {}
    set_rates(actor=world.clerk, since=world.today, minutes={}, near_days=9)
    assert len(found(world.clerk, "visits")) == 1


def test_nobody_is_shown_what_they_may_not_see_or_have_no_say_in(world):
    visit(world, 2), visit(world, 3, kind=VisitKind.UNANNOUNCED)
    assert len(found(world.clerk, "visits")) == 1
    assert found(world.tugs_head) == {}
    assert found(world.east_leader) == {}
    assert found(world.outsider) == {}
    first, second = Visit.objects.order_by("pk").values_list("pk", flat=True)
    with pytest.raises(ValidationError):
        merge_overlap("visits", first, second, "same_day", actor=world.tugs_head)


def test_whoever_looks_at_themselves_does_not_go_along_with_those_who_look_at_them(world):
    """They would answer, end the visit and sign for the side that looks."""
    first, own = visit(world, 2), visit(world, 4, team=[world.tugs_head], looking_unit=world.tugs)
    (one,) = found(world.tugs_head, "visits")
    assert (one.second.pk, [way.code for way in one.ways]) == (own.pk, ["same_day"])
    with pytest.raises(ValidationError):
        merge_overlap("visits", first.pk, own.pk, "join", actor=world.tugs_head)
    assert list(first.team.all()) == [world.inspector]


def test_a_unit_that_looks_at_itself_is_not_told_of_an_unannounced_visit_by_an_offer_to_merge(world):
    kept = visit(world, 2, kind=VisitKind.UNANNOUNCED)
    own = visit(world, 4, team=[world.tugs_head], looking_unit=world.tugs)
    assert found(world.inspector) == {}
    with pytest.raises(ValidationError, match="no longer overlap"):
        merge_overlap("visits", kept.pk, own.pk, "same_day", actor=world.inspector)
    assert not MergeOffer.objects.exists()


def test_what_moved_meanwhile_is_said_and_nothing_is_done(world):
    first, second = visit(world, 2), visit(world, 4)
    inspections.change_visit(second.pk, actor=world.clerk, on=second.on + timedelta(days=30))
    with pytest.raises(ValidationError, match="no longer overlap"):
        merge_overlap("visits", first.pk, second.pk, "join", actor=world.clerk)
    with pytest.raises(Http404):
        merge_overlap("nothing", first.pk, second.pk, "join", actor=world.clerk)
    assert not Entry.objects.filter(kind="burden.merged").exists()


def test_two_teams_become_one_by_the_word_of_both(world):
    """Whoever calls off their own visit does not put its team into another's by themselves."""
    kept = visit(world, 2, team=[world.safety_head], looking_unit=world.safety)
    gone = visit(world, 4, team=[world.inspector], looking_unit=world.group)
    (one,) = found(world.inspector, "visits")
    assert (one.first.pk, one.second.pk) == (kept.pk, gone.pk)
    offer = merge_overlap("visits", kept.pk, gone.pk, "join", actor=world.inspector)
    assert (offer.to_unit, list(kept.team.all())) == (world.safety, [world.safety_head])
    for stranger in (world.inspector, world.tugs_head, world.safety_liaison):
        with pytest.raises((Http404, PermissionDenied)):
            consent_to_merge(offer.pk, actor=stranger)
    assert [todo.noun_id for todo in todos(world.safety_head, world.today)] == [offer.pk]
    consent_to_merge(offer.pk, actor=world.safety_head)
    gone.refresh_from_db()
    assert gone.state == VisitState.CANCELLED
    assert set(kept.team.all()) == {world.inspector, world.safety_head}


def test_the_team_that_gives_way_is_asked_by_the_one_it_goes_along_with(world):
    kept = visit(world, 2, team=[world.inspector], looking_unit=world.group)
    gone = visit(world, 4, team=[world.safety_head], looking_unit=world.safety)
    offer = merge_overlap("visits", kept.pk, gone.pk, "join", actor=world.inspector)
    assert offer.to_unit == world.safety
    # They see nothing of the visit that stays: who proposed it answers for that one.
    consent_to_merge(offer.pk, actor=world.safety_head)
    assert set(kept.team.all()) == {world.inspector, world.safety_head}


def test_who_proposed_a_joint_visit_has_a_say_in_it_still_when_it_is_consented_to(world):
    kept = visit(world, 2, team=[world.safety_head], looking_unit=world.safety)
    gone = visit(world, 4, team=[world.inspector], looking_unit=world.group)
    offer = merge_overlap("visits", kept.pk, gone.pk, "join", actor=world.inspector)
    gone.team.set([world.auditor])
    Appointment.objects.filter(person=world.inspector).update(until=world.today)
    with pytest.raises(PermissionDenied):
        consent_to_merge(offer.pk, actor=world.safety_head)
    assert list(kept.team.all()) == [world.safety_head]


def test_ones_own_visit_moves_to_the_day_of_another_without_asking(world):
    kept = visit(world, 2, team=[world.safety_head], looking_unit=world.safety)
    moved = visit(world, 4, team=[world.inspector], looking_unit=world.group)
    assert merge_overlap("visits", kept.pk, moved.pk, "same_day", actor=world.inspector) is None
    moved.refresh_from_db()
    assert moved.on == kept.on


# -- duties --------------------------------------------------------------------------------------------------------


def twice(world, **second):
    """The office asks the east and the west for a round; the east asks its own unit for the same one."""
    checklist = edition(world).checklist
    first = duty(world, name="集团巡查", form="checklist", checklist=checklist)
    given = {"owner": world.east, "units": [world.east], **second}
    return first, duty(world, name="东港巡查", form="checklist", checklist=checklist, **given)


def test_a_duty_gives_way_only_by_the_word_of_its_own_unit(world):
    first, second = twice(world)
    (one,) = found(world.clerk, "duties")
    assert (one.first.pk, one.second.pk, [way.code for way in one.ways]) == (first.pk, second.pk, ["drop"])
    before = minutes_of("duty", second.pk)
    offer = merge_overlap("duties", first.pk, second.pk, "drop", actor=world.clerk)
    assert (offer.to_unit, Duty.objects.get(pk=second.pk).until) == (world.east, None)
    with pytest.raises(ValidationError, match="proposed already"):
        merge_overlap("duties", first.pk, second.pk, "drop", actor=world.clerk)
    for stranger in (world.west_head, world.tugs_head):
        with pytest.raises(Http404):
            consent_to_merge(offer.pk, actor=stranger)
    with pytest.raises(PermissionDenied):
        consent_to_merge(offer.pk, actor=world.clerk)
    assert [todo.noun_id for todo in todos(world.east_head, world.today)] == [offer.pk]
    consent_to_merge(offer.pk, actor=world.east_head)
    assert Duty.objects.get(pk=second.pk).until == world.today
    assert saved() == before - minutes_of("duty", second.pk) > 0
    assert list(todos(world.east_head, world.today)) == []
    with pytest.raises(ValidationError, match="decided already"):
        consent_to_merge(offer.pk, actor=world.east_head)


def test_a_refusal_says_why_and_leaves_both_as_they_are(world):
    first, second = twice(world)
    offer = merge_overlap("duties", first.pk, second.pk, "drop", actor=world.clerk)
    with pytest.raises(ValidationError):
        refuse_to_merge(offer.pk, actor=world.east_head, reason=" ")
    refuse_to_merge(offer.pk, actor=world.east_head, reason="时段不同")
    assert Entry.objects.get(kind="burden.merge_refused").facts["reason"] == "时段不同"
    assert Duty.objects.get(pk=second.pk).until is None
    assert saved() == 0


def test_units_asked_twice_are_taken_out_of_a_duty_that_asks_others_too(world):
    first, second = twice(world, units=[world.east, world.tugs])
    (one,) = found(world.east_leader, "duties")
    assert [way.code for way in one.ways] == ["take_out"]
    assert merge_overlap("duties", first.pk, second.pk, "take_out", actor=world.east_leader) is None
    assert list(second.units.all()) == [world.tugs]
    assert saved() > 0
    assert not Charge.objects.filter(source_noun="duty", source_id=second.pk, bearer=world.east, minutes__gt=6).exists()


def test_short_reports_meet_on_the_same_day_only(world):
    today = timezone.localdate()
    first = duty(world, name="日报", rule="FREQ=DAILY")
    friday = duty(world, name="周五报", rule="FREQ=WEEKLY;BYDAY=FR", on_day_off="keep")
    duty(world, name="旧报", until=today - timedelta(days=1), since=today - timedelta(days=9))
    duty(world, name="晨会", form="morning")
    (one,) = found(world.clerk, "duties")
    assert (one.first.pk, one.second.pk) == (first.pk, friday.pk)


def test_who_owes_less_gives_way_even_when_it_was_there_first(world):
    small = duty(world, name="东港日报", units=[world.east])
    large = duty(world, name="集团日报")
    (one,) = found(world.clerk, "duties")
    assert (one.first.pk, one.second.pk) == (large.pk, small.pk)
    with pytest.raises(ValidationError):
        merge_overlap("duties", small.pk, large.pk, "drop", actor=world.clerk)


# -- reports -------------------------------------------------------------------------------------------------------


def parts(world, order):
    whole = order(report_every=Every.WEEK)
    ledger.acknowledge_task(whole.pk, actor=world.east_liaison)
    part = ledger.register_and_dispatch(
        actor=world.clerk, title="分项", type=a_type(), parent=whole, lead_unit=world.east, responsible=world.east_head,
        looker=world.safety_liaison, due_on=whole.due_on, criterion="现场核对", report_every=Every.WEEK,
    )  # fmt: skip
    return whole, part


def test_a_part_is_reported_on_with_its_whole(world, order):
    whole, part = parts(world, order)
    (one,) = found(world.clerk, "reports")
    assert (one.first.pk, one.second.pk, one.minutes) == (whole.pk, part.pk, 4 * 15)
    assert merge_overlap("reports", whole.pk, part.pk, "one_report", actor=world.clerk) is None
    part.refresh_from_db()
    assert (part.report_every, part.next_report_on) == ("", None)
    assert saved() == 60
    assert Entry.objects.get(kind="task.reports_joined").facts["other_id"] == whole.pk


def test_two_senders_agree_before_a_report_is_left_out(world, order):
    whole = order(report_every=Every.WEEK)
    ledger.acknowledge_task(whole.pk, actor=world.east_liaison)
    part = ledger.register_and_dispatch(
        actor=world.east_liaison, title="分项", type=a_type(), parent=whole, lead_unit=world.east,
        responsible=world.east_head, looker=world.safety_liaison, due_on=whole.due_on, criterion="现场核对",
        report_every=Every.WEEK,
    )  # fmt: skip
    assert found(world.safety_liaison) == {}
    (one,) = found(world.east_liaison, "reports")
    assert merge_overlap("reports", whole.pk, part.pk, "one_report", actor=world.east_liaison) is None
    assert one.second.pk == part.pk


def test_merging_pages_in_the_browser(world, client):
    first, second = visit(world, 2), visit(world, 4)
    client.force_login(world.clerk)
    page = client.get("/burden/overlaps").content.decode()
    url = f"/burden/overlaps/visits/{first.pk}/{second.pk}/join"
    assert url in page
    for _twice in range(2):
        assert client.post(url, {"once": "same"}).status_code == 302
    assert Entry.objects.filter(kind="burden.merged").count() == 1
    refused = client.post(url, {}, follow=True).content.decode()
    assert "no longer overlap" in refused
    one, other = twice(world)
    client.post(f"/burden/overlaps/duties/{one.pk}/{other.pk}/drop")
    offer = MergeOffer.objects.get()
    client.force_login(world.east_head)
    assert "/burden/overlaps" in client.get("/").content.decode()
    assert client.post(f"/burden/offers/{offer.pk}/refusal", {"reason": ""}).status_code == 422
    assert client.post(f"/burden/offers/{offer.pk}/consent").status_code == 302
    assert MergeOffer.objects.get().accepted


def test_the_list_of_overlaps_costs_the_same_for_few_and_many(world, order, client, django_assert_max_num_queries):
    def fill(start):
        for n in range(3):
            visit(world, start + n)
            set_duty(**values(world, name=f"日报{start + n}", units=[world.storage]))
            parts(world, order)

    fill(1)
    make_all()
    client.force_login(world.clerk)
    shown = found(world.clerk)
    with django_assert_max_num_queries(40) as few:
        client.get("/burden/overlaps")
    fill(5)
    make_all()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/burden/overlaps")
    more = found(world.clerk)
    assert set(shown) == set(more) == {"visits", "duties", "reports"}
    assert all(len(more[code]) > len(shown[code]) for code in shown)
