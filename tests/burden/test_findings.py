"""A finding asks the unit for a plan: seen before it is issued, charged once, spared when it is withdrawn, measured."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from duban.burden.actions import measure, settle
from duban.burden.models import Charge, Measurement
from duban.burden.views import opened
from duban.findings import actions as do
from duban.findings.models import Finding
from duban.inspections import actions as inspections
from duban.inspections.recording import failed_items
from duban.journal.models import Entry
from tests.burden.conftest import budget, minutes_of, visit
from tests.findings.conftest import conduct, kind, picture, pixels
from tests.inspections.test_visit import answered


def charges(finding: Finding) -> list[Charge]:
    return list(Charge.objects.filter(source_noun="finding", source_id=finding.pk))


def test_an_issued_finding_asks_a_plan_of_the_unit_in_the_name_of_who_found_it(world, found):
    finding = found()
    [row] = charges(finding)
    assert (row.bearer, row.asker, row.act, row.minutes) == (
        world.stevedores, finding.found_unit, "finding_plan", 30,
    )  # fmt: skip
    # The answer is due first, the plan after it.
    assert row.month >= finding.answer_by.replace(day=1)
    do.accept_finding(finding.pk, actor=world.stevedores_head)
    assert [each.pk for each in charges(finding)] == [row.pk]


def test_sent_again_by_a_device_it_is_charged_once(world, found):
    device = "0d4ac7a0-6d6e-4f43-8f0a-6e3d0a0f9b23"
    for _again in range(2):
        finding = found(device=device)
    assert len(charges(finding)) == 1


def test_what_is_only_reported_asks_nothing_until_somebody_confirms_it(world, found):
    finding = found(actor=world.west_member)
    assert finding.state == "reported"
    assert charges(finding) == []
    do.confirm_finding(finding.pk, actor=world.east_leader, kind=finding.kind, severity="minor")
    [row] = charges(finding)
    assert row.asker == world.east


def test_a_finding_that_is_withdrawn_or_ends_without_a_plan_asks_it_no_more(world, found):
    withdrawn, fixed, talked = found(), found(), found(kind=conduct())
    do.dispute_finding(withdrawn.pk, actor=world.stevedores_head, reason="不属实")
    do.rule_on_dispute(withdrawn.pk, actor=world.clerk, upheld=True, ruling="经查不属实")
    for noun in ("finding", "finding_after"):
        picture(fixed, world.inspector, noun)
    do.fix_on_spot(fixed.pk, actor=world.inspector, note="当场装回")
    do.accept_finding(talked.pk, actor=world.stevedores_head)
    do.record_outcome(talked.pk, actor=world.clerk, outcome="education", outcome_words="谈话提醒", closes=True)
    assert not Charge.objects.filter(source_noun="finding").exists()
    do.relapse_finding(fixed.pk, actor=world.clerk, reason="又松动了")
    [row] = charges(fixed)
    assert (row.asker, row.minutes) == (world.supervision, 30)


def test_a_plan_that_was_handed_in_stays_charged(world, planned_finding):
    finding = planned_finding()
    for noun in ("finding", "finding_after"):
        picture(finding, world.inspector, noun)
    do.fix_on_spot(finding.pk, actor=world.inspector, note="当场装回")
    assert minutes_of("finding", finding.pk) == 30


def test_whoever_reports_sees_the_cost_and_says_why_it_goes_beyond_the_budget(world, client):
    client.force_login(world.inspector)
    url = reverse("findings:new")
    said = {"condition": "护栏缺失", "unit": world.stevedores.pk, "kind": kind().pk, "severity": "minor"}
    assert "stands here as soon as" in client.get(url).content.decode()
    cost = client.post(url, {**said, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert cost.lstrip().startswith("<section")
    assert "<b>1</b> people × <b>30</b> minutes" in cost
    whole = client.post(url, {**said, "cost": "1"})  # a browser without scripts
    assert (whole.status_code, Finding.objects.count()) == (200, 0)
    assert "<html" in whole.content.decode()
    # Whoever may not issue there asks nothing of the unit, and what is put right already asks nothing either.
    assert "minutes" not in client.post(
        url, {**said, "fix_note": "已装回", "cost": "1"}, HTTP_HX_REQUEST="true"
    ).content.decode()  # fmt: skip
    client.force_login(world.west_member)
    assert "minutes" not in client.post(url, {**said, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    client.force_login(world.inspector)
    budget(world, 0, world.stevedores)
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "Say why it is asked all the same." in refused.content.decode()
    assert 'name="burden_reason"' in refused.content.decode()
    assert not Finding.objects.exists()
    assert client.post(url, {**said, "burden_reason": "隐患不能等"}).status_code == 302
    entry = Entry.objects.get(kind="burden.exceeded")
    assert (entry.noun, entry.noun_id, entry.facts["reason"]) == ("finding", Finding.objects.get().pk, "隐患不能等")
    # The reporter that may not issue is not asked.
    client.force_login(world.west_member)
    assert client.post(url, said).status_code == 302


def test_whoever_reports_on_their_own_unit_is_asked_no_reason(world, client):
    budget(world, 0, world.stevedores)
    client.force_login(world.stevedore)
    url = reverse("findings:new")
    said = {"condition": "护栏缺失", "unit": world.stevedores.pk, "kind": kind().pk, "severity": "minor"}
    assert "minutes" not in client.post(url, {**said, "cost": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert client.post(url, said).status_code == 302
    assert charges(Finding.objects.get())  # what it takes is counted all the same


def test_what_was_put_right_on_the_spot_wants_no_reason(world, client):
    budget(world, 0, world.stevedores)
    client.force_login(world.inspector)
    said = {
        "condition": "护栏缺失", "unit": world.stevedores.pk, "kind": kind().pk, "severity": "minor", "fix_note": "已装回",
        **{name: SimpleUploadedFile("现场.png", pixels().read(), "image/png") for name in ("photos", "after")},
    }  # fmt: skip
    assert client.post(reverse("findings:new"), said).status_code == 302
    assert Finding.objects.get().state == "closed"
    assert not Charge.objects.filter(source_noun="finding").exists()


def test_whoever_confirms_sees_the_cost_first(world, found, client):
    finding = found(actor=world.west_member)
    client.force_login(world.east_leader)
    url = f"/findings/{finding.pk}/confirmation"
    assert "<b>1</b> people × <b>30</b> minutes" in client.get(url).content.decode()
    budget(world, 0)
    said = {"kind": finding.kind_id, "severity": "minor"}
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, "burden_reason": "须立即整改"}).status_code == 302
    assert Entry.objects.get(kind="burden.exceeded").facts["reason"] == "须立即整改"


def test_the_tap_on_a_failed_item_shows_the_cost_and_takes_the_reason(world, client):
    made = visit(world, days=0, team=[world.inspector])
    answered(world, made)
    inspections.end_visit(made.pk, actor=world.inspector)
    [item] = failed_items(made)
    client.force_login(world.inspector)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Each item that you make a finding asks the unit for a plan:" in page
    assert "<b>30</b> minutes" in page
    assert 'name="burden_reason"' not in page
    budget(world, 0, world.tugs)
    assert 'name="burden_reason"' in client.get(made.get_absolute_url()).content.decode()
    url = reverse("inspections:visit_finding", args=[made.pk, item])
    shown = client.post(url, {"kind": kind().pk}, follow=True).content.decode()
    assert "Say why it is asked all the same." in shown
    assert not Finding.objects.exists()
    assert client.post(url, {"kind": kind().pk, "burden_reason": "现场已告知"}).status_code == 302
    assert charges(Finding.objects.get())[0].asker == made.looking_unit
    # The unit sees what was found, and nothing of costs.
    client.force_login(world.tugs_head)
    assert "asks the unit for a plan" not in client.get(made.get_absolute_url()).content.decode()


def test_how_long_a_plan_takes_corrects_what_the_next_finding_of_the_kind_is_told(world, found, client):
    finding = found()
    do.accept_finding(finding.pk, actor=world.stevedores_head)
    client.force_login(world.stevedores_head)
    url = f"/findings/{finding.pk}/plan"
    assert 'name="opened_at"' in client.get(url).content.decode()
    said = {
        "cause": "检修后未复装", "measures": "重新安装", "responsible": f"id:{world.stevedore.pk}",
        "due_on": world.today + timedelta(days=7),
    }  # fmt: skip
    shown = opened.signed("plan", finding.pk, timezone.now().timestamp() - 240)
    assert client.post(url, {**said, "opened_at": shown}).status_code == 302
    row = Measurement.objects.get()
    assert (row.of_noun, row.of_id, round(row.minutes)) == ("finding_kind", finding.kind_id, 4)
    for n in range(5):
        measure(("finding_kind", finding.kind_id), seen=("plan", 1000 + n), minutes=12)
    settle()
    again = found(place="5号泊位")
    assert charges(again)[0].each == 12
    assert found(kind=kind("短板")).pk
    assert charges(Finding.objects.latest("pk"))[0].each == 30


@pytest.mark.parametrize("moment", ["", "garbage", "1:2:3"])
def test_a_plan_whose_form_says_nothing_teaches_nothing(world, found, client, moment):
    finding = found()
    do.accept_finding(finding.pk, actor=world.stevedores_head)
    client.force_login(world.stevedores_head)
    said = {
        "cause": "检修后未复装", "measures": "重新安装", "responsible": f"id:{world.stevedore.pk}",
        "due_on": world.today + timedelta(days=7), "opened_at": moment,
    }  # fmt: skip
    assert client.post(f"/findings/{finding.pk}/plan", said).status_code == 302
    assert not Measurement.objects.exists()


def test_the_row_leads_to_the_finding_for_those_who_see_it(world, found, client):
    finding = found()
    month = f"{charges(finding)[0].month:%Y-%m}"
    for person in (world.stevedores_head, world.clerk):
        client.force_login(person)
        rows = client.get(f"/burden/charges?noun=finding&month={month}").content.decode()
        assert f'href="/findings/{finding.pk}"' in rows
    assert "Findings" in client.get(f"/burden?month={month}").content.decode()
