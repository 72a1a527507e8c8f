"""The life of an order through the pages, by different people, as plain forms without JavaScript."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from duban.files import actions
from duban.journal.models import Entry
from duban.ledger import actions as do
from duban.ledger.models import Category, Programme, State, Task, TaskType
from duban.ui import once
from tests.files.samples import PDF, sent_ahead, uploaded
from tests.ledger_pages import orders


@pytest.fixture
def as_person(world):
    def login(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return login


def reload(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def order_of(world, **more):
    return {
        "type": orders.a_type().pk,
        "title": orders.TITLE,
        "lead_unit": "东港装卸公司",
        "responsible": "装示范",
        "looker": "检示范",
        "due_on": (world.today + timedelta(days=20)).isoformat(),
        "criterion": "全部点亮",
        "nature": "mandatory",
        **more,
    }


def test_from_registering_to_closed_by_five_people(as_person, world):
    clerk, head, looker = as_person(world.clerk), as_person(world.stevedores_head), as_person(world.inspector)
    finance, west = as_person(world.finance_head), as_person(world.west_head)

    answer = clerk.post("/tasks/new", order_of(world, dispatch="1", supporting_units="财务部", once="1"))
    task = Task.objects.get()
    assert answer.url == f"/tasks/{task.pk}"
    assert task.state == State.DISPATCHED
    base = f"/tasks/{task.pk}"
    assert west.get(base).status_code == 404

    assert head.post(f"{base}/receipt", {"once": "2"}).status_code == 302
    assert head.post(f"{base}/report", {"done": "采购已完成", "progress": "40", "once": "3"}).status_code == 302
    later = (task.due_on + timedelta(days=10)).isoformat()
    assert f"Until now it is due on {task.due_on}" in head.get(f"{base}/extensions").content.decode()
    head.post(f"{base}/extensions", {"to": later, "reason": "到货晚", "once": "4"})
    asked = task.extensions.get()
    clerk.post(f"/extensions/{asked.pk}/decision", {"approve": "yes", "once": "5"})
    assert reload(task).due_on.isoformat() == later
    assert reload(task).original_due_on == task.original_due_on

    head.post(f"{base}/supports", {"unit": "财务部", "need": "请拨款", "once": "6"})
    finance.post(f"/supports/{task.support_requests.get().pk}/answer", {"answer": "已拨款", "once": "7"})
    proof = BytesIO(b"%PDF-1.4 report")
    proof.name = "检测报告.pdf"
    head.post(f"{base}/completion", {"statement": "已全部点亮", "evidence": proof, "once": "8"})
    looker.post(f"{base}/verification", {"verdict": "returned", "note": "缺照度数据", "once": "9"})
    assert reload(task).state == State.UNDERWAY
    head.post(f"{base}/completion", {"statement": "已补照度数据", "once": "10"})
    assert head.post(f"{base}/verification", {"verdict": "verified", "note": "好"}).status_code == 403
    looker.post(f"{base}/verification", {"verdict": "verified", "note": "合格", "once": "11"})
    clerk.post(f"{base}/closure", {"once": "12"})
    assert reload(task).state == State.CLOSED

    page = clerk.get(base).content.decode()
    for words in ("采购已完成", "到货晚", "请拨款", "已拨款", "检测报告.pdf", "缺照度数据", "已补照度数据", "合格"):
        assert words in page
    kinds = list(Entry.objects.filter(noun="task", noun_id=task.pk).order_by("id").values_list("kind", flat=True))
    assert kinds[0] == "task.dispatched"
    assert kinds[-1] == "task.closed"


def test_a_double_click_reports_once(as_person, world):
    task = orders.underway(world)
    head = as_person(world.stevedores_head)
    for _ in range(2):
        answer = head.post(f"/tasks/{task.pk}/report", {"done": "已更换一半", "once": "same"})
        assert answer.url == f"/tasks/{task.pk}"
    assert task.reports.count() == 1


def test_what_was_typed_is_kept_when_something_is_missing(as_person, world):
    task = orders.underway(world)
    answer = as_person(world.stevedores_head).post(
        f"/tasks/{task.pk}/extensions", {"to": world.today.isoformat(), "reason": "到货晚了一周"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "到货晚了一周" in page
    assert "later" in page or "after" in page


def test_registering_names_every_missing_field_beside_it(as_person, world):
    answer = as_person(world.clerk).post(
        "/tasks/new", order_of(world, responsible="", looker="", criterion="", dispatch="1")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Name the responsible person.", "Name the looker.", "everybody will see"):
        assert words in page
    assert orders.TITLE in page
    assert not Task.objects.exists()


def test_an_unknown_unit_is_said_and_kept(as_person, world):
    page = as_person(world.clerk).post("/tasks/new", order_of(world, lead_unit="没有的公司")).content.decode()
    assert "没有的公司" in page
    assert "There is no unit called" in page


def test_a_unit_out_of_reach_is_said_at_the_field_and_what_was_typed_is_kept(as_person, world):
    west = as_person(world.west_head)
    answer = west.post("/tasks/new", order_of(world, dispatch="1"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"lead_unit": ["You cannot give tasks to 东港装卸公司."]}
    assert orders.TITLE in answer.content.decode()
    assert not Task.objects.exists()


def test_a_draft_for_a_unit_out_of_reach_is_changed_but_not_dispatched(as_person, world):
    west = as_person(world.west_head)
    west.post("/tasks/new", order_of(world))
    edit = f"/tasks/{Task.objects.get().pk}/edit"
    dispatches = 'name="dispatch"'
    assert dispatches not in west.get(edit).content.decode()
    assert dispatches in as_person(world.clerk).get(edit).content.decode()
    # A page that still shows the button, opened while the draft was for a unit within reach.
    answer = west.post(edit, order_of(world, title="改过的题目", dispatch="1"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"lead_unit": ["You cannot give tasks to 东港装卸公司."]}
    assert "改过的题目" in answer.content.decode()
    assert Task.objects.get().title == orders.TITLE


def test_a_sheet_gets_the_form_alone_and_is_told_where_to_go(as_person, world):
    task = orders.underway(world)
    head = as_person(world.stevedores_head)
    sheet = head.get(f"/tasks/{task.pk}/report", headers={"X-Sheet": "1"}).content.decode()
    assert "<html" not in sheet
    assert "sheet-body" in sheet
    answer = head.post(f"/tasks/{task.pk}/report", {"done": "已更换一半"}, headers={"X-Sheet": "1"})
    assert (answer.status_code, answer.headers["X-Location"]) == (204, f"/tasks/{task.pk}")


def test_the_report_form_starts_with_a_draft_and_keeps_what_was_corrected(as_person, world):
    task = orders.underway(world)
    head = as_person(world.stevedores_head)
    head.post(f"/tasks/{task.pk}/comments", {"text": "已更换三盏灯"})
    form = head.get(f"/tasks/{task.pk}/report").content.decode()
    assert "已更换三盏灯</textarea>" in form
    assert "Drafted from what happened" in form
    answer = head.post(f"/tasks/{task.pk}/report", {"done": "已更换五盏灯", "progress": "400"})
    assert answer.status_code == 422
    assert "已更换五盏灯</textarea>" in answer.content.decode()
    assert "已更换三盏灯</textarea>" not in answer.content.decode()


def test_too_late_an_act_is_explained_not_forbidden(as_person, world):
    """Somebody else was faster: the state moved on between the page and the button."""
    task = orders.claimed(world)
    looker = as_person(world.inspector)
    first = looker.post(f"/tasks/{task.pk}/verification", {"verdict": "returned", "note": "缺数据"})
    assert first.status_code == 302
    second = looker.post(f"/tasks/{task.pk}/verification", {"verdict": "verified", "note": "合格"})
    assert second.status_code in (403, 422)
    assert reload(task).state == State.UNDERWAY


def test_a_verdict_counts_for_the_claim_that_was_read(as_person, world):
    """The looker's page stands open while the claim is returned from another one and the unit claims anew."""
    task = orders.claimed(world)
    looker, url = as_person(world.inspector), f"/tasks/{task.pk}/verification"

    def read():
        return looker.get(url).context["form"]["claim_id"].value()

    said = {"verdict": "verified", "note": "合格", "claim_id": read()}
    do.verify_completion(task.pk, actor=world.inspector, verdict="returned", note="缺照片")
    do.claim_completion(task.pk, actor=world.stevedores_head, statement="照片已补")
    assert looker.post(url, said).status_code == 422
    assert looker.post(url, {**said, "claim_id": read()}).status_code == 302


def test_a_draft_is_edited_and_a_stale_form_is_refused(as_person, world):
    task = orders.draft(world)
    clerk = as_person(world.clerk)
    page = clerk.get(f"/tasks/{task.pk}/edit").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    clerk.post(f"/tasks/{task.pk}/edit", order_of(world, title="新标题", version=version))
    assert reload(task).title == "新标题"
    stale = clerk.post(f"/tasks/{task.pk}/edit", order_of(world, title="旧标题", version=version))
    assert stale.status_code == 422
    assert "旧标题" in stale.content.decode()
    assert reload(task).title == "新标题"


def test_breaking_down_saves_all_or_nothing(as_person, world):
    task = orders.underway(world)
    head = as_person(world.stevedores_head)
    line = {
        "part-0-title": "更换一号泊位灯具",
        "part-0-lead_unit": "东港装卸公司",
        "part-0-responsible": "吊示范",
        "part-0-looker": "装示范",
        "part-0-due_on": (task.due_on - timedelta(days=3)).isoformat(),
        "part-0-criterion": "点亮",
    }
    blank = {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0", "step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0"}
    late = {"step-0-title": "竣工", "step-0-due_on": (task.due_on + timedelta(days=1)).isoformat()}
    refused = head.post(f"/tasks/{task.pk}/parts", {**blank, **line, **late, "keep": "1"})
    assert refused.status_code == 422
    assert "更换一号泊位灯具" in refused.content.decode()
    assert not task.children.exists()
    # Every line is told what is wrong with it, and what was sent is said.
    both = head.post(f"/tasks/{task.pk}/parts", {**blank, **line, **late, "part-0-due_on": late["step-0-due_on"]})
    assert [bool(form.errors) for form in (both.context["parts"][0], both.context["milestones"][0])] == [True, True]
    good = {"step-0-title": "竣工", "step-0-due_on": task.due_on.isoformat()}
    sent = head.post(f"/tasks/{task.pk}/parts", {**blank, **line, "dispatch": "1"}, follow=True)
    assert "1 part is dispatched." in sent.content.decode()
    task.children.all().delete()
    assert head.post(f"/tasks/{task.pk}/parts", {**blank, **line, **good, "keep": "1"}).status_code == 302
    assert task.children.get().title == "更换一号泊位灯具"
    assert task.milestones.get().title == "竣工"


def test_an_empty_breakdown_asks_for_a_line(as_person, world):
    task = orders.underway(world)
    blank = {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0", "step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0"}
    answer = as_person(world.stevedores_head).post(f"/tasks/{task.pk}/parts", {**blank, "keep": "1"})
    assert answer.status_code == 422
    assert "at least one part" in answer.content.decode()


def test_more_lines_keep_what_was_typed(as_person, world):
    task = orders.underway(world)
    data = {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0", "step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0"}
    page = (
        as_person(world.stevedores_head)
        .post(f"/tasks/{task.pk}/parts", {**data, "part-0-title": "半行", "more": "1"})
        .content.decode()
    )
    assert 'value="半行"' in page
    assert 'name="part-3-title"' in page


def test_an_acceptance_project_counts_what_has_passed(as_person, world):
    made = orders.proof_handed_in(world)
    looker = as_person(world.inspector)
    assert "readiness" in looker.get(f"/tasks/{made.task_id}").content.decode()
    looker.post(f"/proofs/{made.pk}/judgement", {"passed": "yes"})
    assert "<b>100%</b>" in looker.get(f"/tasks/{made.task_id}").content.decode()


def test_a_criterion_is_judged_by_the_proof_that_was_read(as_person, world):
    """A unit that supports may hand in other proof while the looker's page stands open."""
    made = orders.proof_handed_in(world)
    looker, url = as_person(world.inspector), f"/proofs/{made.pk}/judgement"

    def read() -> str:
        return looker.get(url).context["form"]["seen"].value()

    before = read()
    do.hand_in_proof(made.pk, actor=world.stevedores_head, note="另一份检测报告")
    refused = looker.post(url, {"passed": "yes", "seen": before})
    assert refused.status_code == 422
    assert "Other proof was handed in meanwhile" in refused.content.decode()
    assert looker.post(url, {"passed": "yes", "seen": read()}).status_code == 302


def test_sorting_keeps_a_closed_programme_and_a_retired_category(as_person, world):
    programme, clerk = orders.programme(world), as_person(world.clerk)
    category = Category.objects.create(name="旧类别")
    task = orders.underway(world, programme=programme, category=category)
    Programme.objects.update(closed=True)
    Category.objects.filter(pk=category.pk).update(retired=True)
    page = clerk.get(f"/tasks/{task.pk}/place").content.decode()
    assert f'<option value="{programme.pk}" selected>' in page
    assert f'<option value="{category.pk}" selected>' in page
    clerk.post(f"/tasks/{task.pk}/place", {"programme": programme.pk, "category": ""})
    task = reload(task)
    assert (task.programme, task.category) == (programme, None)


def test_a_draft_keeps_its_retired_type(as_person, world):
    kept = TaskType.objects.create(name="旧类型", order=9)
    TaskType.objects.create(name="新类型", order=0)
    task = orders.draft(world, type=kept)
    TaskType.objects.filter(pk=kept.pk).update(retired=True)
    clerk = as_person(world.clerk)
    assert f'<option value="{kept.pk}" selected>' in clerk.get(f"/tasks/{task.pk}/edit").content.decode()
    clerk.post(f"/tasks/{task.pk}/edit", order_of(world, type=kept.pk, title="改过"))
    assert (reload(task).type, reload(task).title) == (kept, "改过")


def test_nothing_is_said_to_be_changed_when_nothing_was(as_person, world):
    task = orders.underway(world, accountable=world.east_leader)
    clerk = as_person(world.clerk)
    named = {each: f"id:{getattr(task, each).pk}" for each in ("responsible", "looker", "accountable")}
    for where, said in ((f"/tasks/{task.pk}/owner", {**named, "reason": "再想想"}), (f"/tasks/{task.pk}/place", {})):
        assert "Fill in what is to change." in clerk.post(where, said).content.decode()


def test_a_lead_unit_changes_its_responsible_person_though_the_leader_has_left(as_person, world):
    task = orders.underway(world, accountable=world.east_leader)
    world.east_leader.is_active = False
    world.east_leader.save()
    head, clerk, where = as_person(world.stevedores_head), as_person(world.clerk), f"/tasks/{task.pk}/owner"
    assert "accountable" not in head.get(where).content.decode()
    assert head.post(where, {"responsible": f"id:{world.stevedore.pk}"}).status_code == 302
    assert (reload(task).responsible, reload(task).accountable) == (world.stevedore, world.east_leader)
    kept = {"looker": f"id:{world.inspector.pk}", "accountable": f"id:{world.east_leader.pk}"}
    assert clerk.post(where, {"responsible": f"id:{world.stevedores_head.pk}", **kept}).status_code == 302
    assert (reload(task).responsible, reload(task).accountable) == (world.stevedores_head, world.east_leader)
    refused = clerk.post(where, {"responsible": f"id:{world.east_leader.pk}", **kept})
    assert refused.status_code == 422
    assert "has left" in refused.content.decode()
    assert f"id:{world.east_leader.pk}”" not in refused.content.decode()


def test_closing_is_not_offered_after_a_relapse_before_the_looker_has_verified_again(as_person, world):
    task = orders.closed(world)
    clerk, head = as_person(world.clerk), as_person(world.stevedores_head)
    day = (world.today + timedelta(days=9)).isoformat()
    clerk.post(f"/tasks/{task.pk}/relapse", {"reason": "又熄灭", "due_on": day})
    head.post(f"/tasks/{task.pk}/completion", {"statement": "再次更换"})
    assert reload(task).state == State.CLAIMED
    assert f"/tasks/{task.pk}/closure" not in clerk.get(f"/tasks/{task.pk}").content.decode()


def test_a_declined_order_is_sent_again_with_a_new_day(as_person, world):
    task = orders.dispatched(world)
    as_person(world.stevedores_head).post(f"/tasks/{task.pk}/decline", {"reason": "不属本单位职责"})
    clerk, day = as_person(world.clerk), (world.today + timedelta(days=40)).isoformat()
    assert "to be acknowledged by" not in clerk.get(f"/tasks/{task.pk}").content.decode()
    assert 'name="due_on"' in clerk.get(f"/tasks/{task.pk}/dispatch").content.decode()
    clerk.post(f"/tasks/{task.pk}/dispatch", {"due_on": day})
    assert (reload(task).state, reload(task).due_on.isoformat()) == (State.DISPATCHED, day)
    assert reload(task).original_due_on == task.due_on


def test_a_declined_order_goes_to_another_unit(as_person, world):
    task = orders.dispatched(world)
    clerk, head, where = as_person(world.clerk), as_person(world.stevedores_head), f"/tasks/{task.pk}/owner"
    assert 'name="lead_unit"' not in clerk.get(where).content.decode()
    head.post(f"/tasks/{task.pk}/decline", {"reason": "不属本单位职责"})
    assert 'name="lead_unit"' in clerk.get(where).content.decode()
    assert "To send it to another unit" in clerk.get(f"/tasks/{task.pk}/dispatch").content.decode()
    said = {
        "lead_unit": world.finance.pk, "responsible": f"id:{world.finance_head.pk}", "looker": f"id:{world.inspector.pk}",
    }  # fmt: skip
    # Whoever declined may name somebody else of theirs, but hands it to no other unit.
    assert 'name="lead_unit"' not in head.get(where).content.decode()
    head.post(where, {**said, "responsible": f"id:{world.stevedores_head.pk}"})
    assert reload(task).lead_unit == world.stevedores
    assert clerk.post(where, said).status_code == 302
    clerk.post(f"/tasks/{task.pk}/dispatch", {"burden_reason": ""})
    sent = reload(task)
    assert (sent.state, sent.lead_unit, sent.responsible) == (State.DISPATCHED, world.finance, world.finance_head)
    assert [receipt.unit for receipt in sent.receipts.all()] == [world.finance]


def test_a_declined_order_goes_to_another_unit_and_out_in_one_step(as_person, world):
    task = orders.dispatched(world)
    as_person(world.stevedores_head).post(f"/tasks/{task.pk}/decline", {"reason": "不属本单位职责"})
    clerk, where = as_person(world.clerk), f"/tasks/{task.pk}/owner"
    form = clerk.get(where).content.decode()
    assert form.index('name="then" value="dispatch"') < form.index("Change only")
    said = {
        "lead_unit": world.finance.pk, "responsible": f"id:{world.finance_head.pk}", "looker": f"id:{world.inspector.pk}",
        "due_on": (world.today + timedelta(days=40)).isoformat(), "then": "dispatch",
    }  # fmt: skip
    assert "Send it elsewhere</h" in form
    # Both or neither: what cannot go out is not changed either.
    assert clerk.post(where, {**said, "due_on": "2020-01-01"}).status_code == 422
    # Whoever was responsible at the unit that declined does not answer for another.
    left = clerk.post(where, {**said, "responsible": f"id:{world.stevedores_head.pk}"})
    assert left.context["form"].errors["responsible"]
    assert (reload(task).state, reload(task).lead_unit) == (State.DECLINED, world.stevedores)
    assert clerk.post(where, said).status_code == 302
    sent = reload(task)
    assert (sent.state, sent.lead_unit, sent.responsible) == (State.DISPATCHED, world.finance, world.finance_head)
    assert sent.due_on == world.today + timedelta(days=40)
    assert [receipt.unit for receipt in sent.receipts.all()] == [world.finance]


def test_whoever_declined_is_not_offered_to_dispatch_it_to_their_own_unit_again(as_person, world):
    task = orders.dispatched(world)
    head = as_person(world.stevedores_head)
    head.post(f"/tasks/{task.pk}/decline", {"reason": "不属本单位职责"})
    assert f"/tasks/{task.pk}/dispatch" not in head.get(f"/tasks/{task.pk}").content.decode()
    assert head.get(f"/tasks/{task.pk}/dispatch").status_code == 403
    # The unit above hands it on, as does the sender.
    assert as_person(world.east_leader).get(f"/tasks/{task.pk}/dispatch").status_code == 200


def test_whoever_declined_does_not_send_it_there_again_as_the_office_either(as_person, world):
    made = orders.draft(world, lead_unit=world.supervision, responsible=world.supervision_head)
    task = do.dispatch_task(made.pk, actor=world.clerk)
    office = as_person(world.supervision_head)
    office.post(f"/tasks/{task.pk}/decline", {"reason": "不属本单位职责"})
    page = office.get(f"/tasks/{task.pk}").content.decode()
    assert f"/tasks/{task.pk}/dispatch" not in page
    assert f"/tasks/{task.pk}/cancellation" not in page
    assert "Send it elsewhere" in page
    with pytest.raises(PermissionDenied):
        do.dispatch_task(task.pk, actor=world.supervision_head)
    where, said = f"/tasks/{task.pk}/owner", {"looker": f"id:{world.inspector.pk}", "then": "dispatch"}
    refused = office.post(where, {**said, "lead_unit": world.supervision.pk})
    assert refused.status_code == 422
    assert "You declined it for this unit" in refused.content.decode()
    # To another unit it goes by the same hand, and to this one by somebody else's.
    assert as_person(world.clerk).get(f"/tasks/{task.pk}/dispatch").status_code == 200
    sent = {**said, "lead_unit": world.finance.pk, "responsible": f"id:{world.finance_head.pk}"}
    assert office.post(where, sent).status_code == 302
    assert (reload(task).state, reload(task).lead_unit) == (State.DISPATCHED, world.finance)


def test_who_sends_to_their_own_units_only_is_told_so_when_naming_another(as_person, world):
    task = do.register_and_dispatch(
        actor=world.east_head, title="清理泊位", type=orders.a_type(), lead_unit=world.tugs,
        responsible=world.tugs_head, looker=world.inspector, due_on=world.today + timedelta(days=30), criterion="清理完毕",
    )  # fmt: skip
    do.decline_task(task.pk, actor=world.tugs_head, reason="不属本单位")
    head, where = as_person(world.east_head), f"/tasks/{task.pk}/owner"
    refused = head.post(where, {"lead_unit": world.finance.pk})
    assert refused.status_code == 422
    assert "to those below it" in refused.content.decode()
    assert head.post(where, {"lead_unit": world.stevedores.pk, "looker": f"id:{world.inspector.pk}"}).status_code == 302
    assert reload(task).lead_unit == world.stevedores


def test_declined_orders_go_to_another_unit_together(as_person, world):
    declined, running = orders.dispatched(world), orders.underway(world)
    do.decline_task(declined.pk, actor=world.stevedores_head, reason="不属本单位")
    as_person(world.clerk).post(
        "/tasks/bulk",
        {
            "act": "charge", "task": [declined.pk, running.pk], "said": "1", "next": "/tasks",
            "lead_unit": world.finance.pk, "responsible": f"id:{world.finance_head.pk}",
        },
    )  # fmt: skip
    assert (reload(declined).lead_unit, reload(declined).responsible) == (world.finance, world.finance_head)
    assert (reload(running).lead_unit, reload(running).responsible) == (world.stevedores, world.stevedores_head)


def test_a_report_stores_its_files_before_its_transaction(as_person, world, monkeypatch):
    task = orders.underway(world)
    done: list[str] = []
    perform = once.perform
    monkeypatch.setattr(actions, "_store", lambda *_: done.append("stored"))
    monkeypatch.setattr(once, "perform", lambda *args, **more: done.append("begun") or perform(*args, **more))
    evidence = uploaded("b.pdf", PDF)
    as_person(world.stevedores_head).post(f"/tasks/{task.pk}/report", {"done": "换了一半", "evidence": evidence})
    assert done[:2] == ["stored", "begun"]


@pytest.mark.parametrize("path", ["report", "completion"])
def test_files_sent_ahead_stay_when_something_is_wrong(as_person, world, path):
    task, head = orders.underway(world), as_person(world.stevedores_head)
    number = sent_ahead(head, "照度.pdf")
    answer = head.post(f"/tasks/{task.pk}/{path}", {"evidence_uploads": number})
    assert answer.status_code == 422
    assert f'name="evidence_uploads" value="{number}"' in answer.content.decode()
    assert "照度.pdf" in answer.content.decode()
