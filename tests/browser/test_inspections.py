"""From a pack to a relapse, in Chinese: who looks at whom, a draw with dice, a visit on a phone, a finding, its look-back."""

import subprocess
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

from django.utils import timezone
from playwright.sync_api import expect

from duban.checklists.actions import Batch, Given, approve_edition, bring_into_force, record_answers
from duban.checklists.models import Edition
from duban.findings import actions as register
from duban.findings.models import Finding, FindingKind
from duban.inspections import actions
from duban.inspections.models import Draw, LookBack, Visit
from duban.ledger.actions import acknowledge_task, claim_completion
from duban.ledger.models import TaskType
from tests.browser.phone import kept, one_request_at_a_time, sent
from tests.browser.walk import pick, press, said

__all__ = ["one_request_at_a_time"]
DICE = {"审计部": ("纪示范", "14632254"), "财务部": ("财示范", "63455126"), "人力部": ("考示范", "22153646")}


def in_force(world) -> Edition:
    """Of the pack's drafts the one that this walk looks by; approved by another and in force."""
    draft = Edition.objects.get(checklist__code="GWZB")
    approve_edition(draft.pk, actor=world.supervision_head)
    return bring_into_force(draft.pk, actor=world.clerk, since=timezone.localdate(), document="示范港〔2026〕8号")


def passed_below(world, edition: Edition) -> None:
    """The layer in between looked at the tugs before, and found nothing."""
    visit = actions.plan_visit(
        actor=world.east_leader, kind="planned", unit=world.tugs, looking_unit=world.east, edition=edition,
        on=timezone.localdate(), team=[world.east_inspector],
    )  # fmt: skip
    response = actions.begin_visit(visit.pk, actor=world.east_inspector)
    given = [
        Given(uuid4(), response.device, item.pk, timezone.now(), value="yes", na=item.kind != "yes_no", reason="未涉及")
        for item in edition.items.all()
    ]
    record_answers(Batch(given=given), actor=world.east_inspector)
    actions.end_visit(visit.pk, actor=world.east_inspector)


def throw(page) -> None:
    """Freeze, write down what is published, and type in the dice as they fell. Returns when the result is sealed."""
    press(page, "冻结")
    page.locator("#confirm button[value=yes]").click()
    page.get_by_role("link", name="填写点数").click()
    for unit, (person, digits) in DICE.items():
        pick(page, f"{unit}：谁来掷", person, person)
        page.get_by_label(f"{unit}：点数").fill(digits)
    press(page, "抽签并封存")
    page.locator("#confirm button[value=yes]").click()
    expect(page.locator("main")).to_contain_text("封存码")


def test_from_the_pack_to_the_relapse(world, as_person, tmp_path):
    today = timezone.localdate()
    FindingKind.objects.get_or_create(name="隐患", defaults={"group": "hazard"})
    TaskType.objects.get_or_create(name="问题整改", defaults={"pattern": "整改〔{year}〕{serial}号"})
    desk = as_person(world.clerk, language="zh-CN")
    desk.goto("/checklists/packs/ten_aspects")
    pick(desk, "主管单位", "安全", "安全")
    press(desk, "载入为草案")
    expect(desk.locator("main")).to_contain_text("已载入10张清单")
    edition = in_force(world)

    for looker, looked_at in (("安全环保部", "东港公司"), ("东港公司", "东港拖轮公司")):
        desk.goto("/network/new")
        pick(desk, "督查单位", looker, looker)
        pick(desk, "受查单位", looked_at, looked_at)
        desk.get_by_label("依据文件").fill("督办〔2026〕9号")
        press(desk, "保存")
        said(desk, "已保存")
    desk.goto("/network?show=map")
    expect(desk.locator(".net-map")).to_contain_text("拖轮")
    passed_below(world, edition)

    desk.goto("/inspection-plans/new")
    desk.locator("input[name=title]").fill("三季度督查计划")
    desk.locator("textarea[name=strata]").fill("高风险\t1")
    desk.locator("textarea[name=shares]").fill("东港拖轮公司\t高风险\t2")
    press(desk, "保存草案")
    press(desk, "发布")
    desk.locator("#confirm button[value=yes]").click()
    desk.get_by_role("link", name="准备抽签").click()
    desk.get_by_label("抽签名称").fill("第一次抽查")
    desk.get_by_label("检查清单").select_option(str(edition.pk))
    desk.get_by_label("督查开始日期").fill(today.isoformat())
    desk.get_by_label("督查截止日期").fill((today + timedelta(days=30)).isoformat())
    desk.get_by_label("每组人数").fill("1")
    pick(desk, "督查人员", "检示范", "检示范")
    for unit in DICE:
        pick(desk, "掷骰子的单位", unit, unit)
    press(desk, "保存")
    throw(desk)
    draw_page = desk.url

    visit = Visit.objects.get(draw__isnull=False)
    failed = edition.items.order_by("section__order", "order").filter(kind="yes_no").first()
    phone = as_person(world.inspector, width=390, language="zh-CN")
    phone.goto("/field")
    kept(phone, f"/field/begin/visit/{visit.pk}")
    phone.get_by_role("link", name="拖轮").click()
    press(phone, "开始督查")
    phone.wait_for_url("**/field/*")
    for item in edition.items.all():
        ask = phone.locator(f"#i{item.pk}")
        if item.kind == "yes_no":
            press(ask, "否" if item.pk == failed.pk else "是")
        else:
            ask.locator("summary", has_text="不适用").click()
            ask.get_by_label("备注，或不适用的理由").fill("本次未涉及")
            press(ask, "不适用")
    sent(phone)
    phone.goto(f"/visits/{visit.pk}")
    press(phone, "列为问题")
    expect(phone.get_by_role("link", name="问题〔")).to_be_visible()
    phone.get_by_role("link", name="结束督查").click()
    phone.get_by_label("小结").fill("总体可控")
    press(phone, "结束督查")
    phone.get_by_role("link", name="签字").click()
    press(phone, "签字")
    unit = as_person(world.tugs_head, width=390, language="zh-CN")
    unit.goto(f"/visits/{visit.pk}")
    unit.get_by_role("link", name="代表本单位签字").click()
    press(unit, "签字")
    expect(unit.locator("main")).to_contain_text("双方已签字")

    # The result is opened, and verified by nothing but Python outside of this house.
    desk.goto(draw_page)
    press(desk, "启封")
    desk.locator("#confirm button[value=yes]").click()
    with desk.expect_download() as bundle:
        desk.get_by_role("link", name="下载复核包").click()
    bundle.value.save_as(tmp_path / "bundle.zip")
    ZipFile(BytesIO((tmp_path / "bundle.zip").read_bytes())).extract("verify.py", tmp_path)
    draw = Draw.objects.get()
    verified = subprocess.run(
        ["python3", "-I", "verify.py", "bundle.zip", draw.frozen.digest, draw.thrown.seal],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.count("相符") == 5

    # What the layer below had passed and this one failed is a miss.
    desk.goto("/findings/missed")
    expect(desk.locator("#rows")).to_contain_text(failed.code)

    finding = Finding.objects.get()
    register.accept_finding(finding.pk, actor=world.tugs_head)
    register.plan_rectification(
        finding.pk, actor=world.tugs_head, cause="未按清单核对", measures="逐人核对并公示",
        responsible=world.tugs_head, due_on=today + timedelta(days=7),
    )  # fmt: skip
    register.accept_plan(finding.pk, actor=world.clerk, looker=world.inspector)
    finding.refresh_from_db()
    acknowledge_task(finding.task_id, actor=world.tugs_head)
    claim_completion(finding.task_id, actor=world.tugs_head, statement="已逐人核对")
    phone.goto(f"/findings/{finding.pk}")
    phone.get_by_role("link", name="复查").first.click()
    phone.get_by_label("已整改到位").check()
    phone.get_by_label("核查了什么").fill("现场逐人核对属实")
    press(phone.locator("#sheet"), "复查")
    expect(phone.locator("main")).to_contain_text("已销号")

    desk.goto("/look-backs/new")
    desk.get_by_label("抽签名称").fill("三季度回头看")
    pick(desk, "组织单位", "督查办", "督查办")
    for name in ("纪示范", "财示范"):
        pick(desk, "回头看人员", name, name)
    for name in DICE:
        pick(desk, "掷骰子的单位", name, name)
    press(desk, "保存")
    throw(desk)
    row = LookBack.objects.get()
    stranger = as_person(row.checker, width=390, language="zh-CN")
    stranger.goto("/")
    stranger.get_by_role("link", name=row.title).first.click()
    stranger.get_by_role("link", name="回头看", exact=True).last.click()
    stranger.get_by_label("出现反弹：重启办理").check()
    stranger.get_by_label("核查了什么，情况如何").fill("现场抽问三人，清单仍与实际不符")
    press(stranger, "保存")
    expect(stranger.get_by_role("status").first).to_contain_text("已重启办理，原销号作废")
    # Opened again, the matter is none of the checker's any more.
    expect(stranger.get_by_role("link", name="查看该事项")).to_have_count(0)
    desk.goto(finding.get_absolute_url())
    expect(desk.locator("main")).to_contain_text("整改中")
    finding.refresh_from_db()
    assert (finding.state, finding.relapses, finding.task.state) == ("rectifying", 1, "underway")
