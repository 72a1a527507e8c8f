"""What is asked is on the ledger once: declared again it changes nothing, taken back it is gone, what is over stays."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from duban.burden import askers
from duban.burden.actions import declare, set_rates
from duban.burden.askers import Ask
from duban.burden.models import Charge
from duban.inspections import actions as inspections
from duban.inspections.models import VisitKind
from duban.journal.models import Entry
from duban.ledger import actions as ledger
from duban.ledger.models import Every
from duban.routines import actions as routines
from duban.routines.asking import charge as charge_duty
from duban.routines.making import make_ahead
from tests.burden.conftest import budget, duty, edition, minutes_of, visit

MARCH = timezone.make_aware(datetime(2026, 3, 2, 9))


def acts(noun: str, pk: int) -> dict[tuple[str, str], int]:
    rows = Charge.objects.filter(source_noun=noun, source_id=pk).select_related("bearer")
    return {(row.bearer.code, row.act): row.count for row in rows}


@pytest.fixture
def in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MARCH)
    return MARCH.date()


def test_a_task_asks_receipts_reports_deliverables_and_the_claim(world, order, in_march):
    task = order(
        due_on=date(2026, 3, 30), report_every=Every.WEEK, deliverables="方案\n清单", supporting_units=[world.west]
    )
    assert acts("task", task.pk) == {
        ("E", "receipt"): 1, ("W", "receipt"): 1, ("E", "report"): 4, ("E", "deliverable"): 2, ("E", "completion"): 1,
    }  # fmt: skip
    assert minutes_of("task", task.pk) == 2 + 2 + 4 * 15 + 2 * 30 + 20
    assert {row.asker for row in Charge.objects.all()} == {world.supervision}


def test_an_ask_falls_into_the_months_in_which_it_is_due(world, order, in_march):
    task = order(due_on=date(2026, 5, 20), report_every=Every.MONTH)
    months = Charge.objects.filter(source_id=task.pk).order_by("month", "act").values_list("month", "act")
    assert list(months) == [
        (date(2026, 3, 1), "receipt"), (date(2026, 4, 1), "report"),
        (date(2026, 5, 1), "completion"), (date(2026, 5, 1), "report"),
    ]  # fmt: skip


def test_a_later_due_date_a_cancellation_and_an_early_end_change_what_is_asked(world, order, in_march, monkeypatch):
    task = order(due_on=date(2026, 3, 20), report_every=Every.WEEK)
    ledger.acknowledge_task(task.pk, actor=world.east_liaison)
    asked = ledger.ask_extension(task.pk, actor=world.east_liaison, to=date(2026, 4, 3), reason="船期推迟")
    before = minutes_of("task", task.pk)
    ledger.decide_extension(asked.pk, actor=world.clerk, approve=True)
    assert minutes_of("task", task.pk) == before + 2 * 15
    ledger.cancel_task(task.pk, actor=world.clerk, reason="并入专项")
    assert acts("task", task.pk) == {("E", "receipt"): 1}


def test_what_months_that_are_over_were_charged_stays(world, order, in_march, monkeypatch):
    task = order(due_on=date(2026, 4, 20), report_every=Every.WEEK)
    march = minutes_of("task", task.pk, month=date(2026, 3, 1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: MARCH + timedelta(days=40))
    ledger.cancel_task(task.pk, actor=world.clerk, reason="并入专项")
    assert minutes_of("task", task.pk, month=date(2026, 3, 1)) == march
    assert minutes_of("task", task.pk, month=date(2026, 4, 1)) == 15  # until the eleventh


def test_declared_again_it_is_charged_once_and_what_is_no_longer_asked_is_taken_back(world):
    today = timezone.localdate()
    asks = [Ask(world.east.pk, "report", today, 15, times=2), Ask(world.west.pk, "receipt", today, 2)]
    for _again in range(3):
        declare(("task", 7), asks, asker_id=world.supervision.pk)
    assert acts("task", 7) == {("E", "report"): 2, ("W", "receipt"): 1}
    declare(("task", 7), asks[:1], asker_id=world.supervision.pk)
    assert acts("task", 7) == {("E", "report"): 2}


def test_a_form_sent_again_charges_once(world, client, kind):
    client.force_login(world.clerk)
    form = {
        "once": "same", "dispatch": "1", "type": kind.pk, "title": "整改", "lead_unit": world.east.pk,
        "responsible": f"id:{world.east_liaison.pk}", "looker": f"id:{world.safety_liaison.pk}", "criterion": "现场核对",
        "due_on": world.today + timedelta(days=20), "nature": "mandatory",
    }  # fmt: skip
    for _again in range(2):
        assert client.post("/tasks/new", form).status_code == 302
    assert Charge.objects.filter(act="receipt").count() == 1


def test_a_duty_asks_as_often_as_it_is_owed_and_making_it_again_adds_nothing(world, in_march):
    made = duty(world, since=in_march, minutes=6)
    row = Charge.objects.get(source_noun="duty", bearer=world.east, month=date(2026, 3, 1))
    assert (row.count, row.each, row.minutes, row.asker) == (30, 6, 180, world.supervision)
    make_ahead(made)
    assert Charge.objects.get(pk=row.pk).minutes == 180
    routines.pause_duty(made.pk, actor=world.clerk, since=in_march, until=date(2026, 3, 15), reason="台风")
    make_ahead(made)
    # Today is the first day of the pause.
    assert Charge.objects.get(pk=row.pk).count == 16


def test_what_is_excused_costs_nothing(world, in_march):
    made = duty(world, since=in_march, minutes=6)
    one = made.occurrences.filter(unit=world.east).order_by("day").first()
    routines.excuse_occurrence(one.pk, actor=world.clerk, reason="检修")
    charge_duty(made)
    assert Charge.objects.get(bearer=world.east, month=date(2026, 3, 1)).count == 29


def test_a_checklist_is_counted_item_by_item_by_the_rates_in_force(world, in_march):
    made = duty(world, since=in_march, form="checklist", checklist=edition(world).checklist)
    # Two yes or no, one number, one choice, one photo, one name.
    assert made.occurrences.exists()
    assert Charge.objects.filter(bearer=world.east).first().each == 2 * 0.5 + 1 + 0.5 + 1 + 0.5
    set_rates(actor=world.clerk, since=in_march, minutes={"item_photo": 3})
    make_ahead(made)
    assert Charge.objects.filter(bearer=world.east).first().each == 6


def test_a_visit_asks_both_sides_and_receives_once_a_day(world):
    first = visit(world, team=[world.inspector, world.safety_head])
    assert acts("visit", first.pk) == {
        ("E-TL", "visit_host"): 1, ("E-TL", "visit_beside"): 1, ("G-DC", "visit_travel"): 2, ("G-DC", "visit_look"): 2,
    }  # fmt: skip
    second = visit(world)
    assert ("E-TL", "visit_host") not in acts("visit", second.pk)
    inspections.cancel_visit(first.pk, actor=world.clerk, reason="改期")
    assert acts("visit", first.pk) == {}
    assert ("E-TL", "visit_host") in acts("visit", second.pk)


def test_a_visit_that_the_unit_may_not_know_of_is_charged_when_it_begins(world):
    hidden = visit(world, days=0, kind=VisitKind.UNANNOUNCED)
    assert acts("visit", hidden.pk) == {}
    inspections.begin_visit(hidden.pk, actor=world.inspector)
    assert ("E-TL", "visit_host") in acts("visit", hidden.pk)


def test_every_act_and_asker_is_registered_with_words():
    assert {each.noun for each in askers.askers()} == {"task", "support", "duty", "visit", "finding", "look_back"}
    assert all(str(act.label) for act in askers.acts())


# -- requests for support ------------------------------------------------------------------------------------------


@pytest.fixture
def blocked(world, order, in_march):
    """The safety department is asked to remove a block of the east's task."""
    task = order(due_on=date(2026, 4, 20))
    ledger.acknowledge_task(task.pk, actor=world.east_liaison)
    return ledger.request_support(
        task.pk, actor=world.east_liaison, need="请协调动火审批", unit=world.safety, due_on=date(2026, 3, 6)
    )


def test_whoever_is_asked_for_support_bears_the_answer_in_the_name_of_who_is_blocked(world, blocked):
    row = Charge.objects.get(source_noun="support")
    assert (row.source_id, row.act, row.minutes, row.month) == (blocked.pk, "support_answer", 20, date(2026, 3, 1))
    assert (row.asker, row.bearer) == (world.east, world.safety)
    assert acts("task", blocked.task_id) == {("E", "receipt"): 1, ("E", "completion"): 1}


def test_an_answered_request_stays_charged_and_a_withdrawn_one_does_not(world, blocked):
    ledger.answer_support(blocked.pk, actor=world.safety_liaison, answer="已协调，3日内办结")
    assert minutes_of("support", blocked.pk) == 20
    again = ledger.request_support(blocked.task_id, actor=world.east_liaison, need="请再协调吊机", unit=world.safety)
    assert minutes_of("support", again.pk) == 20
    ledger.withdraw_support(again.pk, actor=world.east_liaison)
    assert minutes_of("support", again.pk) == 0
    assert minutes_of("support", blocked.pk) == 20


@pytest.mark.parametrize("how", ["claimed", "cancelled"])
def test_what_is_not_needed_any_more_is_not_charged_any_more(world, blocked, how):
    if how == "claimed":
        ledger.claim_completion(blocked.task_id, actor=world.east_liaison, statement="已完成")
    else:
        ledger.cancel_task(blocked.task_id, actor=world.clerk, reason="并入专项")
    blocked.refresh_from_db()
    assert blocked.state == "withdrawn"
    assert minutes_of("support", blocked.pk) == 0


def test_the_row_of_a_request_leads_to_its_task_for_those_who_see_it(world, blocked, client):
    for person in (world.safety_liaison, world.east_liaison, world.clerk):
        client.force_login(person)
        rows = client.get("/burden/charges?noun=support&month=2026-03").content.decode()
        assert f'href="/tasks/{blocked.task_id}"' in rows
        assert "请协调动火审批" in rows


def test_asking_for_support_beyond_a_budget_wants_a_reason_seen_before(world, order, client):
    task = order()
    ledger.acknowledge_task(task.pk, actor=world.east_liaison)
    client.force_login(world.east_liaison)
    url = f"/tasks/{task.pk}/supports"
    asked = {"unit": world.safety.pk, "need": "请协调动火审批"}
    assert "stands here as soon as" in client.get(url).content.decode()
    cost = client.post(url, {**asked, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    assert "<b>20</b> minutes" in cost
    # A leader is asked in the unit that they lead.
    led = client.post(url, {"person": f"id:{world.leader.pk}", "need": "请协调", "cost": "1"}, HTTP_HX_REQUEST="true")
    assert str(world.group) in led.content.decode()
    assert not Charge.objects.filter(source_noun="support").exists()
    budget(world, 0, world.safety)
    assert client.post(url, asked).status_code == 422
    assert client.post(url, {**asked, "burden_reason": "等它开工"}).status_code == 302
    assert Charge.objects.get(source_noun="support").bearer == world.safety
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "等它开工"
