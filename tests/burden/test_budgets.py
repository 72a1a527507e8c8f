"""The sender sees the cost before sending; beyond a budget a reason is wanted, and nothing is forbidden."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from duban.burden import standing
from duban.burden.actions import set_budget, set_rates
from duban.burden.askers import Ask
from duban.burden.foreseen import foresee
from duban.burden.models import Budget, Charge, Rates
from duban.burden.standing import budgets_in, minutes_of, rates_on, this_month
from duban.checklists.costs import estimate
from duban.inspections import asking
from duban.inspections.models import Draw, Visit
from duban.journal.models import Entry
from duban.ledger.actions import decline_task
from duban.ledger.models import Task
from duban.org.actions.units import move_unit
from duban.routines.models import Duty
from tests.burden.conftest import budget, edition, visit
from tests.burden.conftest import minutes_of as minutes_charged
from tests.inspections.conftest import planned
from tests.ledger_pages import orders


def test_a_unit_has_its_own_budget_or_that_of_the_nearest_unit_above(world):
    budget(world, 40)
    budget(world, 10, world.east)
    found = budgets_in(this_month())
    assert {found[u.pk] for u in (world.group, world.west, world.bonded)} == {2400}
    assert {found[u.pk] for u in (world.east, world.tugs, world.stevedores_branch)} == {600}
    budget(world, None, world.east)
    assert budgets_in(this_month())[world.tugs.pk] == 2400


def test_a_reorganisation_does_not_rewrite_last_months_budgets(world):
    earlier = (this_month() - timedelta(days=1)).replace(day=1)
    budget(world, 10, world.east)
    Budget.objects.update(since=earlier)
    standing.forget()
    move_unit(world.tugs.pk, actor=world.administrator, parent=world.west, since=world.today)
    assert budgets_in(earlier)[world.tugs.pk] == 600
    assert world.tugs.pk not in budgets_in(this_month())


def test_budgets_begin_this_month_or_later_and_are_set_by_the_office(world):
    with pytest.raises(PermissionDenied):
        set_budget(actor=world.east_head, unit=world.east, since=world.today, hours=3)
    with pytest.raises(ValidationError):
        set_budget(actor=world.clerk, unit=world.east, since=world.today - timedelta(days=40), hours=3)
    budget(world, 5, world.east)
    budget(world, 6, world.east)
    assert budgets_in(this_month())[world.east.pk] == 360
    assert Entry.objects.filter(kind="burden.budget_set").count() == 2


def test_editions_of_the_rates_follow_each_other(world):
    later = world.today + timedelta(days=30)
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 4}, source="试算")
    set_rates(actor=world.clerk, since=later, minutes={"report": 10})
    assert (minutes_of("receipt", world.today), minutes_of("report", world.today)) == (4, 15)
    assert (minutes_of("receipt", later), minutes_of("report", later)) == (4, 10)
    assert rates_on(world.today).source == "试算"
    for wrong in ({"since": world.today}, {"minutes": {"report": -1}}, {"minutes": {"unheard_of": 1}}):
        with pytest.raises(ValidationError):
            set_rates(**{"actor": world.clerk, "since": later + timedelta(days=1), "minutes": {}, **wrong})
    with pytest.raises(PermissionDenied):
        set_rates(actor=world.east_head, since=later + timedelta(days=1), minutes={})
    assert Rates.objects.count() == 2


def test_the_preview_says_people_minutes_and_where_it_leaves_the_month(world):
    budget(world, 10)
    Charge.objects.create(
        source_noun="task", source_id=1, bearer=world.east, month=this_month(), act="report", count=1, each=492, minutes=492
    )  # fmt: skip
    asks = [
        Ask(world.east.pk, "round", world.today, 12, people=3, times=3),
        Ask(world.west.pk, "receipt", world.today, 2),
    ]
    found = foresee(asks)
    assert (found.people, found.minutes, found.hours) == (4, 38, "0.6")
    east = next(bearer for bearer in found.bearers if bearer.unit == world.east)
    assert (east.used, east.after, east.over) == (82, 88, False)
    assert foresee([Ask(world.east.pk, "round", world.today, 120)]).over[0].unit == world.east
    # The charges of what it takes the place of are not counted twice.
    assert not foresee([Ask(world.east.pk, "round", world.today, 120)], replacing=("task", 1)).over


def test_beyond_a_budget_a_reason_is_wanted_and_kept(world, order):
    budget(world, 0, world.east)
    with pytest.raises(ValidationError) as caught:
        order(burden_reason="  ")
    assert "burden_reason" in caught.value.message_dict
    assert not Task.objects.exists()
    assert not Charge.objects.exists()
    task = order(burden_reason="汛期前必须完成")
    entry = Entry.objects.get(kind="burden.exceeded")
    assert (entry.noun_id, entry.facts["reason"]) == (task.pk, "汛期前必须完成")
    order(title="机器发的")  # whoever was not shown it is not asked
    assert Entry.objects.filter(kind="burden.exceeded").count() == 1


def test_what_was_over_before_and_is_not_asked_more_wants_no_reason(world, order):
    budget(world, 0, world.east)
    order(lead_unit=world.west, responsible=world.west_liaison, burden_reason="")
    assert Task.objects.count() == 1


def test_what_goes_beyond_a_budget_of_nothing_once_more_wants_a_reason_once_more(world, order):
    budget(world, 0, world.east)
    order(burden_reason="汛期前必须完成")
    with pytest.raises(ValidationError):
        order(title="又一项", burden_reason="")
    assert not foresee([Ask(world.east.pk, "receipt", world.today, 0)]).over


def leads_to_the_reason(refused) -> bool:
    page = refused.content.decode()
    link, field = page.find('href="#burden_reason">This goes beyond'), page.find('id="burden_reason"')
    return refused.status_code == 422 and 0 < link < field


def test_the_dispatch_page_shows_the_cost_and_keeps_what_was_typed(world, client):
    task = orders.draft(world)
    client.force_login(world.clerk)
    url = f"/tasks/{task.pk}/dispatch"
    assert "<b>1</b> people" in client.get(url).content.decode()
    budget(world, 0)
    page = client.post(url, {"burden_reason": " "})
    assert page.status_code == 422
    assert "beyond the burden budget" in page.content.decode()
    assert leads_to_the_reason(page)
    assert client.post(url, {"burden_reason": "急"}).status_code == 302
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "急"


@pytest.mark.parametrize("url", ["/tasks/{}/dispatch", "/tasks/bulk"])
def test_what_was_declined_is_weighed_as_it_will_be_asked(world, client, url):
    task = orders.dispatched(world)
    decline_task(task.pk, actor=world.stevedores_head, reason="不属本单位")
    # It was declined after its receipt; sent again, it also asks for its completion.
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 2, "completion": 120})
    budget(world, 1, task.lead_unit)
    client.force_login(world.clerk)
    url = url.format(task.pk)
    ask = {"act": "dispatch", "task": [task.pk], "next": "/tasks", "said": "1"} if "bulk" in url else {}
    refused = client.post(url, {**ask, "burden_reason": ""})
    assert leads_to_the_reason(refused)
    assert client.post(url, {**ask, "burden_reason": "必须办"}).status_code == 302
    assert Task.objects.get(pk=task.pk).state == "dispatched"


def test_many_drafts_are_weighed_together(world, client):
    first, second = orders.draft(world), orders.draft(world)
    # One hour each, and one hour is all there is.
    set_rates(actor=world.clerk, since=world.today, minutes={"receipt": 60, "completion": 0})
    budget(world, 1, first.lead_unit)
    client.force_login(world.clerk)
    ask = {"act": "dispatch", "task": [first.pk, second.pk], "next": "/tasks"}
    assert client.post("/tasks/bulk", ask).status_code == 200
    refused = client.post("/tasks/bulk", {**ask, "said": "1"})
    assert refused.status_code == 422
    assert leads_to_the_reason(refused)
    assert client.post("/tasks/bulk", {**ask, "said": "1", "burden_reason": "一并下达"}).status_code == 302
    assert Task.objects.filter(state="dispatched").count() == 2


def test_the_cost_of_a_duty_and_of_a_visit_is_counted_from_what_is_typed(world, client):
    budget(world, 0)
    client.force_login(world.clerk)
    duty = {
        "name": "巡查", "owner": world.supervision.pk, "who": "units", "units": world.east.pk, "form": "short",
        "often": "FREQ=DAILY", "on_day_off": "keep", "since": world.today, "minutes": 6,
    }  # fmt: skip
    cost = client.post(reverse("routines:new"), {**duty, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    assert "<b>6</b> minutes" not in cost  # of thirty days, not of one
    assert "burden_reason" in cost
    assert leads_to_the_reason(client.post(reverse("routines:new"), duty))
    assert client.post(reverse("routines:new"), {**duty, "burden_reason": "防汛"}).status_code == 302
    assert Duty.objects.count() == 1

    asked = {
        "kind": "planned", "unit": world.tugs.pk, "looking_unit": world.supervision.pk, "edition": edition(world).pk,
        "on": timezone.localdate() + timedelta(days=2), "team": f"id:{world.inspector.pk}",
    }  # fmt: skip
    url = reverse("inspections:visit_new")
    whole = client.post(url, {**asked, "cost": "1"})  # a browser without scripts
    assert (whole.status_code, Visit.objects.count()) == (200, 0)
    assert "<html" in whole.content.decode()
    assert "burden_reason" in whole.content.decode()
    empty = client.post(url, {"cost": "1"}, HTTP_HX_REQUEST="true")
    assert empty.status_code == 200
    assert leads_to_the_reason(client.post(url, asked))
    assert client.post(url, {**asked, "burden_reason": "专项"}).status_code == 302


def test_a_visit_moved_to_a_month_without_room_wants_a_reason_and_within_its_own_none(world, client):
    client.force_login(world.clerk)
    made = visit(world, days=1)
    budget(world, 0, world.tugs)
    url = reverse("inspections:visit_change", args=[made.pk])
    month = [made.on.replace(day=day) for day in (1, 28)]
    assert client.post(url, {"on": next(day for day in month if day != made.on)}).status_code == 302
    far = {"on": made.on + timedelta(days=62)}
    assert "burden_reason" in client.post(url, {**far, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert leads_to_the_reason(client.post(url, far))
    assert client.post(url, {**far, "burden_reason": "专项"}).status_code == 302
    made.refresh_from_db()
    assert made.on == far["on"]


def test_the_parts_of_a_breakdown_are_counted_together_and_want_one_reason(world, client, underway):
    client.force_login(world.east_liaison)
    url = f"/tasks/{underway.pk}/parts"
    part = {
        "part-TOTAL_FORMS": 2, "part-INITIAL_FORMS": 0, "step-TOTAL_FORMS": 0, "step-INITIAL_FORMS": 0,
        **{f"part-{n}-{name}": value for n, unit, who in ((0, world.tugs, world.tugs_head), (1, world.stevedores, world.stevedores_head))
           for name, value in {"title": f"分项{n}", "lead_unit": unit.pk, "responsible": f"id:{who.pk}", "looker": f"id:{world.east_liaison.pk}",
                               "due_on": underway.due_on, "criterion": "现场核对"}.items()},
    }  # fmt: skip
    assert "stands here as soon as" in client.get(url).content.decode()
    cost = client.post(url, {**part, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    assert "<b>2</b> people" in cost
    assert str(world.tugs) in cost
    assert "burden_reason" not in cost
    whole = client.post(url, {**part, "cost": "1"})  # a browser without scripts
    assert (whole.status_code, Task.objects.count()) == (200, 1)
    budget(world, 0)
    refused = client.post(url, {**part, "dispatch": "1"})
    assert refused.status_code == 422
    assert "Say why it is asked all the same." in refused.content.decode()
    assert 'name="burden_reason"' in refused.content.decode()
    assert Task.objects.count() == 1
    assert client.post(url, {**part, "dispatch": "1", "burden_reason": "汛前必须完成"}).status_code == 302
    assert Task.objects.filter(parent=underway, state="dispatched").count() == 2
    reasons = Entry.objects.filter(kind="burden.exceeded")
    assert {entry.facts["reason"] for entry in reasons} == {"汛前必须完成"}


def test_parts_kept_as_drafts_cost_nothing_yet(world, client, underway):
    budget(world, 0)
    client.force_login(world.east_liaison)
    part = {
        "part-TOTAL_FORMS": 1, "part-INITIAL_FORMS": 0, "step-TOTAL_FORMS": 0, "step-INITIAL_FORMS": 0,
        "part-0-title": "分项", "part-0-lead_unit": world.tugs.pk, "part-0-responsible": f"id:{world.tugs_head.pk}",
        "part-0-looker": f"id:{world.east_liaison.pk}", "part-0-due_on": underway.due_on, "part-0-criterion": "现场核对", "keep": "1",
    }  # fmt: skip
    before = Charge.objects.count()
    assert client.post(f"/tasks/{underway.pk}/parts", part).status_code == 302
    assert Charge.objects.count() == before


def test_a_draw_counts_each_unit_by_its_chance_and_its_budget_as_if_it_was_drawn(world, client):
    plan = planned(world)
    checklist = edition(world)
    asks = asking.asks_of_draw(plan, checklist, on=world.today, team=2, inspectors=4)
    found = foresee(asks)
    one = estimate(checklist, world.today)
    # One of two units at high risk and one of four others: two visits by teams of two.
    assert found.minutes == round(2 * (30 + one) + 2 * 2 * (60 + one))
    assert found.people == 2 + 4
    chances = {bearer.unit: bearer.chance for bearer in found.bearers}
    assert (chances[world.east], chances[world.tugs], chances[world.supervision]) == (0.5, 0.25, 1)

    budget(world, 0, world.tugs)
    client.force_login(world.clerk)
    url = reverse("inspections:draw_new", args=[plan.pk])
    draw = {
        "named": "一季度抽查", "edition": checklist.pk, "since": world.today, "until": world.today + timedelta(days=9), "team": 2,
        "cap": 2, "inspectors": [f"id:{p.pk}" for p in (world.inspector, world.safety_head, world.audit_head, world.finance_member)],
        "throwers": [world.audit.pk, world.finance.pk, world.hr.pk],
    }  # fmt: skip
    cost = client.post(url, {**draw, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    assert "if it is drawn" in cost
    assert 'name="burden_reason"' in cost
    assert client.post(url, {**draw, "cost": "1"}).status_code == 200
    assert client.post(url, draw).status_code == 422
    assert not Draw.objects.exists()
    assert client.post(url, {**draw, "burden_reason": "节前抽查"}).status_code == 302
    made = Draw.objects.get()
    entry = Entry.objects.get(kind="burden.exceeded")
    assert (entry.noun, entry.noun_id, entry.facts["reason"]) == ("draw", made.pk, "节前抽查")
    # Nobody is charged: whom the dice will take nobody knows.
    assert not Charge.objects.exists()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "What it costs" in page
    assert 'name="burden_reason"' not in page
    client.force_login(world.tugs_head)
    assert "What it costs" not in client.get(made.get_absolute_url()).content.decode()


def test_a_draw_of_all_units_is_certain_and_who_looks_at_itself_receives_nobody(world):
    plan = planned(world, strata=[("高风险", 2), ("一般", 4)])
    plan.unit = world.east
    found = foresee(asking.asks_of_draw(plan, edition(world), on=world.today, team=1, inspectors=9))
    assert {bearer.chance for bearer in found.bearers} == {1}
    asks = {ask.act for ask in asking.asks_of_draw(plan, edition(world), on=world.today, team=1, inspectors=9) if ask.bearer_id == world.east.pk}  # fmt: skip
    assert asks == {"visit_travel", "visit_look"}


def test_accepting_a_plan_of_rectification_shows_what_its_task_costs(world, client, planned_finding):
    finding = planned_finding()
    client.force_login(world.clerk)
    url = f"/findings/{finding.pk}/plan-acceptance"
    assert "<b>1</b> people × <b>22</b> minutes" in client.get(url).content.decode()
    budget(world, 0)
    refused = client.post(url, {"looker": f"id:{world.inspector.pk}"})
    assert refused.status_code == 422
    assert "Say why it is asked all the same." in refused.content.decode()
    finding.refresh_from_db()
    assert (finding.task, finding.state) == (None, "accepted")
    assert client.post(url, {"looker": f"id:{world.inspector.pk}", "burden_reason": "隐患不能等"}).status_code == 302
    finding.refresh_from_db()
    assert minutes_charged("task", finding.task_id) == 22
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "隐患不能等"
