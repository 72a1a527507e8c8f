"""Urging, the claim board, acceptance, targets, bulk acts, rules and templates."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.files.actions import keep
from duban.journal.models import Entry
from duban.ledger import actions, jobs, kinds, queries, terms
from duban.ledger.access import tasks
from duban.ledger.actions import urging
from duban.ledger.exports import notice_sheet
from duban.ledger.models import Category, Nature, Programme, RuleEdition, State, Task, TaskTemplate, Urge
from duban.org.models import Appointment, Deputy, Person, Role
from duban.org.todos import todos_of
from tests.world import World


def at(year: int, month: int, day: int) -> "time_machine.travel":
    return time_machine.travel(datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


@pytest.fixture
def monday():
    with at(2026, 3, 2):
        yield


def test_one_urging_a_day_names_all_tasks_of_a_person(monday, order, world: World) -> None:
    due = date(2026, 4, 1)
    first, second, third = order(due_on=due), order(due_on=due), order(due_on=due, responsible=world.east_head)
    urging = actions.urge_tasks([first.pk, second.pk, third.pk], actor=world.clerk, note="请抓紧")
    assert sorted(urge.tasks.count() for urge in urging.urges) == [1, 2]
    with pytest.raises(ValidationError, match="urged today already"):
        actions.urge_tasks([first.pk], actor=world.supervision_head)
    with at(2026, 3, 3):
        actions.urge_tasks([first.pk], actor=world.supervision_head)
    assert Urge.objects.filter(person=world.east_liaison).count() == 2


def test_nobody_is_urged_on_a_day_off(order, world: World) -> None:
    with at(2026, 2, 28):
        RuleEdition.objects.update(urges_per_day=1)
    with at(2026, 3, 1), pytest.raises(ValidationError, match="day off"):
        actions.urge_tasks([order(due_on=date(2026, 4, 1)).pk], actor=world.clerk)


def test_a_claimed_task_urges_its_looker(monday, order, world: World) -> None:
    task = order(due_on=date(2026, 4, 1))
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="完成")
    assert actions.urge_tasks([task.pk], actor=world.clerk).urges[0].person == world.safety_liaison


def test_an_open_task_is_claimed_from_the_board_by_a_branch(world: World, kind) -> None:
    draft = actions.register_task(
        actor=world.clerk, title="夜间值守", type=kind, lead_unit=world.supervision, looker=world.safety_liaison,
        criterion="值守记录齐全", due_on=world.today + timedelta(days=20),
    )  # fmt: skip
    actions.open_for_claim(draft.pk, actor=world.clerk, scope=world.east, note="党员先锋")
    assert not queries.on_the_board(world.west_member).exists()
    assert [offer.task for offer in queries.on_the_board(world.stevedore)] == [draft]
    taken = actions.claim_task(draft.pk, actor=world.stevedore, unit=world.stevedores_branch)
    assert (taken.state, taken.lead_unit, taken.responsible) == (
        State.UNDERWAY,
        world.stevedores_branch,
        world.stevedore,
    )
    assert taken.number
    assert taken.receipts.get().acknowledged_by == world.stevedore
    assert not queries.on_the_board(world.stevedore).exists()


def test_the_board_takes_only_drafts_that_need_nothing_but_a_doer(world: World, kind) -> None:
    draft = actions.register_task(actor=world.clerk, title="值守", type=kind, lead_unit=world.east, due_on=world.today)
    with pytest.raises(ValidationError) as caught:
        actions.open_for_claim(draft.pk, actor=world.clerk)
    assert set(caught.value.message_dict) == {"looker", "criterion"}


def test_the_looker_cannot_take_what_they_will_look_at(world: World, kind) -> None:
    draft = actions.register_task(
        actor=world.clerk, title="夜间值守", type=kind, lead_unit=world.supervision, looker=world.stevedore,
        criterion="值守记录齐全", due_on=world.today + timedelta(days=20),
    )  # fmt: skip
    actions.open_for_claim(draft.pk, actor=world.clerk)
    with pytest.raises(ValidationError, match="does not verify"):
        actions.claim_task(draft.pk, actor=world.stevedore)


def test_an_acceptance_is_claimed_only_when_every_criterion_has_passed(order, world: World) -> None:
    task = order(is_acceptance=True)
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    proofs = [actions.set_proof(task.pk, actor=world.clerk, standard=f"标准{n}", needed="照片") for n in (1, 2, 3)]
    with pytest.raises(ValidationError, match="No proof waits"):
        actions.judge_proof(proofs[0].pk, actor=world.safety_liaison, passed=True)
    actions.hand_in_proof(proofs[0].pk, actor=world.east_liaison, note="见附件")
    with pytest.raises(PermissionDenied):
        actions.judge_proof(proofs[0].pk, actor=world.east_liaison, passed=True)
    actions.judge_proof(proofs[0].pk, actor=world.safety_liaison, passed=True)
    with pytest.raises(ValidationError, match="acceptance criteria"):
        actions.claim_completion(task.pk, actor=world.east_liaison, statement="已达标")
    mock = actions.plan_mock_acceptance(task.pk, actor=world.clerk, on=task.due_on - timedelta(days=5))
    held = actions.hold_mock_acceptance(mock.pk, actor=world.clerk, outcome="两项未达标")
    assert (held.passed, held.total) == (1, 3)


def test_proofs_that_wait_stand_on_the_today_page_of_who_must_act(order, world: World) -> None:
    task = order(is_acceptance=True, supporting_units=[world.finance])
    for person in (world.east_liaison, world.finance_head):
        actions.acknowledge_task(task.pk, actor=person)
    mine = [actions.set_proof(task.pk, actor=world.clerk, standard=f"标准{n}", unit=world.finance) for n in (1, 2)]
    other = actions.set_proof(task.pk, actor=world.clerk, standard="标准3", unit=world.west)

    def waits_for(person: Person) -> list[str]:
        return [todo.what for todo in todos_of(person, world.today) if "proof" in todo.what]

    for proof in mine:
        actions.hand_in_proof(proof.pk, actor=world.finance_head, note="见附件")
    assert waits_for(world.safety_liaison) == ["Judge the proof of 2 criteria"]
    assert waits_for(world.finance_head) == waits_for(world.east_liaison) == []
    actions.judge_proof(mine[0].pk, actor=world.safety_liaison, passed=False, note="缺照片")
    assert waits_for(world.safety_liaison) == ["Judge the proof of 1 criterion"]
    assert waits_for(world.finance_head) == waits_for(world.east_liaison) == ["Hand in proof again for 1 criterion"]
    actions.judge_proof(mine[1].pk, actor=world.safety_liaison, passed=True)
    # A unit that neither leads nor helps cannot hand it in: who is responsible does.
    actions.hand_in_proof(other.pk, actor=world.east_liaison, note="见附件")
    actions.judge_proof(other.pk, actor=world.safety_liaison, passed=False, note="不清")
    assert waits_for(world.west_head) == waits_for(world.safety_liaison) == []
    assert waits_for(world.east_liaison) == ["Hand in proof again for 2 criteria"]
    actions.suspend_task(task.pk, actor=world.clerk, reason="待料", look_again_on=world.today + timedelta(days=3))
    assert waits_for(world.east_liaison) == waits_for(world.finance_head) == []


def test_whoever_stands_in_for_who_handed_a_proof_in_does_not_judge_it(order, world: World) -> None:
    task = order(is_acceptance=True, looker=world.east_deputy)
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    proof = actions.set_proof(task.pk, actor=world.clerk, standard="标准", needed="照片")
    actions.hand_in_proof(proof.pk, actor=world.east_head, note="见附件")
    with pytest.raises(ValidationError, match="does not verify"):
        actions.judge_proof(proof.pk, actor=world.east_deputy, passed=True)
    actions.judge_proof(proof.pk, actor=world.clerk, passed=True)


@pytest.fixture
def programme(world: World) -> Programme:
    return actions.keep_programme(
        actor=world.clerk, name="改革攻坚年", year=2026, since=date(2026, 1, 1), until=date(2026, 12, 31),
        owner=world.reform, description="",
    )  # fmt: skip


def test_a_target_is_read_and_a_wrong_reading_is_corrected_not_erased(programme, world: World) -> None:
    target = actions.set_target(
        actor=world.reform_head, programme=programme, name="跨境电商货值", measure="亿元",
        baseline=Decimal(10), baseline_on=date(2026, 1, 1), goal=Decimal(30), by_on=date(2026, 12, 31),
        units=[world.west, world.bonded],
    )  # fmt: skip
    with at(2026, 7, 2):
        assert queries.standpoint_of(target).behind
        reading = actions.record_reading(target.pk, actor=world.bonded_head, on=date(2026, 7, 1), value=Decimal(25))
        with pytest.raises(ValidationError, match="already"):
            actions.record_reading(target.pk, actor=world.west_head, on=date(2026, 7, 1), value=Decimal(26))
        point = queries.standpoint_of(target)
        assert (point.percent, point.behind) == (Decimal("75.0"), False)
        actions.correct_reading(reading.pk, actor=world.west_head, value=Decimal(15), note="口径更正")
        assert queries.standpoint_of(target).percent == Decimal("25.0")
        assert target.readings.count() == 2
        assert [r.value for r in queries.readings_of(target)] == [Decimal(15)]
        with pytest.raises(PermissionDenied):
            actions.record_reading(target.pk, actor=world.tugs_head, on=date(2026, 7, 2), value=Decimal(1))


def test_bulk_acts_answer_for_each_task(order, programme, world: World) -> None:
    first, second = order(), order()
    actions.cancel_task(second.pk, actor=world.clerk, reason="合并")
    results = actions.do_each(
        [first.pk, second.pk, 999_999, first.pk],
        lambda pk: actions.sort_task(pk, actor=world.clerk, programme=programme, nature=Nature.ELECTIVE),
    )
    assert [(r.task_id, r.done) for r in results] == [(first.pk, True), (second.pk, False), (999_999, False)]
    assert all(r.message for r in results if not r.done)
    assert Task.objects.get(pk=first.pk).programme == programme


def test_new_rules_take_effect_on_their_day_and_relight_open_tasks(
    order, world: World, django_capture_on_commit_callbacks
) -> None:
    with at(2026, 3, 2):
        task = order(due_on=date(2026, 3, 20))
        with pytest.raises(ValidationError, match="never in the past"):
            actions.keep_rules(actor=world.clerk, since=date(2026, 3, 1), source="督〔2026〕1号")
        with pytest.raises(PermissionDenied):
            actions.keep_rules(actor=world.east_head, since=date(2026, 3, 2), source="督〔2026〕1号")
        with django_capture_on_commit_callbacks(execute=True):
            actions.keep_rules(actor=world.clerk, since=date(2026, 3, 2), source="督〔2026〕1号", yellow_days=5)
        assert terms.rules_on(date(2026, 3, 2)).yellow_days == 5
        assert terms.rules_on(date(2026, 3, 1)).yellow_days == 3
    task.refresh_from_db()
    assert task.yellow_from == date(2026, 3, 13)


def test_a_local_day_off_moves_what_counts_as_a_working_day(
    order, world: World, django_capture_on_commit_callbacks
) -> None:
    with at(2026, 3, 2):
        task = order(due_on=date(2026, 3, 20))
        with django_capture_on_commit_callbacks(execute=True):
            actions.keep_day(actor=world.clerk, day=date(2026, 3, 18), working=False, why="台风停工")
    task.refresh_from_db()
    assert task.yellow_from == date(2026, 3, 16)


def test_categories_named_by_the_documents_come_with_the_ledger(db) -> None:
    # Other tests empty all tables, so the migration's own step is asked again.
    first = import_module("duban.ledger.migrations.0002_triggers_and_first_rules")
    Category.objects.all().delete()
    first.fill(apps, None)
    shipped = {"融资闭环", "五新港口", "项目组织实施", "改革", "遗留问题处置"}
    assert shipped <= set(Category.objects.values_list("name", flat=True))


def test_a_recurring_order_registers_itself_once_a_period(order, world: World, kind) -> None:
    with at(2026, 3, 2):
        template = actions.keep_template(
            actor=world.clerk, name="月度安全自查", type=kind, title="开展月度安全自查", criterion="自查报告经核查",
            lead_unit=world.east, responsible=world.east_liaison, looker=world.safety_liaison, term_days=10,
            again_every="month", next_on=date(2026, 3, 2), milestones=[{"title": "自查", "before_days": 5}],
        )  # fmt: skip
        assert jobs.register_due_templates() == 1
        assert jobs.register_due_templates() == 0
        task = Task.objects.get(origin_noun="tasktemplate")
        assert (task.state, task.due_on, task.milestones.get().due_on) == (
            State.DISPATCHED, date(2026, 3, 16), date(2026, 3, 9),
        )  # fmt: skip
    assert TaskTemplate.objects.get(pk=template.pk).next_on == date(2026, 4, 2)


def test_the_today_page_hears_what_each_owes(order, world: World) -> None:
    task = order(supporting_units=[world.finance])

    def waits_for(person) -> list[str]:
        return [todo.what for todo in todos_of(person, world.today) if todo.noun_id == task.pk]

    assert waits_for(world.east_liaison) == ["Acknowledge"]
    assert waits_for(world.finance_head) == ["Acknowledge"]
    assert waits_for(world.clerk) == []
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    assert waits_for(world.east_liaison) == ["Finish and claim completion"]
    asked = actions.request_support(task.pk, actor=world.east_liaison, person=world.vice, need="协调用地")
    assert waits_for(world.vice) == ["Answer a request for support"]
    actions.answer_support(asked.pk, actor=world.vice, answer="已协调")
    extension = actions.ask_extension(task.pk, actor=world.east_liaison, to=task.due_on + timedelta(9), reason="缺料")
    assert waits_for(world.clerk) == ["Decide on an extension"]
    actions.decide_extension(extension.pk, actor=world.clerk, approve=True)
    actions.claim_completion(task.pk, actor=world.east_liaison, statement="完成")
    assert waits_for(world.safety_liaison) == ["Verify completion"]
    actions.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
    assert (waits_for(world.safety_liaison), waits_for(world.clerk)) == ([], ["Close"])
    actions.close_task(task.pk, actor=world.clerk)
    assert waits_for(world.clerk) == []


def _waiting(person: Person, on: date) -> list[tuple[str, int | None]]:
    return sorted((str(todo.what), todo.noun_id) for todo in todos_of(person, on))


@pytest.mark.parametrize("how", ["inactive", "posts ended", "moved to where nobody sends"])
def test_what_a_sender_who_has_left_would_decide_waits_for_the_office(order, world: World, how: str) -> None:
    declined, stretched, verified, iced = (order() for _ in range(4))
    actions.decline_task(declined.pk, actor=world.east_liaison, reason="不属本单位")
    for task in (stretched, verified):
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
    actions.ask_extension(stretched.pk, actor=world.east_liaison, to=stretched.due_on + timedelta(9), reason="缺料")
    actions.claim_completion(verified.pk, actor=world.east_liaison, statement="完成")
    actions.verify_completion(verified.pk, actor=world.safety_liaison, verdict="verified")
    later = world.today + timedelta(days=3)
    actions.suspend_task(iced.pk, actor=world.clerk, reason="等待批复", look_again_on=later)
    decisions = sorted([
        ("Declined: send it elsewhere or cancel it", declined.pk),
        ("Decide on an extension", stretched.pk),
        ("Close", verified.pk),
        ("Look again: resume or cancel", iced.pk),
    ])  # fmt: skip
    with CaptureQueriesContext(connection) as before:
        assert _waiting(world.supervision_head, later) == []
    assert _waiting(world.clerk, later) == decisions
    if how == "inactive":
        Person.objects.filter(pk=world.clerk.pk).update(is_active=False)
    elif how == "posts ended":
        Appointment.objects.filter(person=world.clerk).update(until=world.today)
    else:
        Appointment.objects.filter(person=world.clerk).update(unit=world.finance, role=Role.MEMBER)
    with CaptureQueriesContext(connection) as asked:
        assert _waiting(world.supervision_head, later) == decisions
    assert len(asked) <= len(before)
    for outsider in (world.east_liaison, world.inspector, world.leader):
        assert not set(_waiting(outsider, later)) & set(decisions)


def test_the_office_is_not_asked_about_parts_whose_sender_answers_for_the_whole(order, world: World) -> None:
    whole = order(responsible=world.stevedore)
    part = order(actor=world.stevedore, parent=whole, lead_unit=world.tugs, responsible=world.tugs_head)
    actions.decline_task(part.pk, actor=world.tugs_head, reason="不属本单位")
    declined = ("Declined: send it elsewhere or cancel it", part.pk)
    assert declined in _waiting(world.stevedore, world.today)
    assert declined not in _waiting(world.clerk, world.today)
    Person.objects.filter(pk=world.stevedore.pk).update(is_active=False)
    assert declined in _waiting(world.clerk, world.today)


def test_nobody_of_the_office_is_asked_to_decide_on_what_they_do_themselves(order, world: World) -> None:
    task = order(actor=world.east_head, responsible=world.clerk)
    actions.acknowledge_task(task.pk, actor=world.clerk)
    actions.ask_extension(task.pk, actor=world.east_liaison, to=task.due_on + timedelta(9), reason="缺料")
    Person.objects.filter(pk=world.east_head.pk).update(is_active=False)
    asked = ("Decide on an extension", task.pk)
    assert asked not in _waiting(world.clerk, world.today)
    assert asked in _waiting(world.supervision_head, world.today)


def test_a_report_is_drafted_from_what_the_parts_reported(underway: Task, order, world: World) -> None:
    part = order(
        actor=world.clerk, parent=underway, title="拖轮检修", lead_unit=world.tugs, responsible=world.tugs_head,
        due_on=underway.due_on,
    )  # fmt: skip
    actions.acknowledge_task(part.pk, actor=world.tugs_head)
    actions.report_on_task(part.pk, actor=world.tugs_head, done="完成两艘", problem="缺备件", progress=40)
    step = actions.set_milestone(underway.pk, actor=world.east_liaison, title="方案批复", due_on=underway.due_on)
    actions.set_milestone(underway.pk, actor=world.east_liaison, title="竣工", due_on=underway.due_on)
    actions.reach_milestone(step.pk, actor=world.east_liaison)
    draft = queries.draft_report(underway, world.east_liaison)
    assert draft.done == f"Reached: 方案批复 ({world.today})\n拖轮检修：完成两艘"
    assert (draft.problem, draft.progress) == ("拖轮检修：缺备件", 40)
    assert draft.next_step == f"By {underway.due_on}: 竣工"
    actions.report_on_task(underway.pk, actor=world.east_liaison, done=draft.done)
    assert queries.draft_report(underway, world.east_liaison).done == ""


def test_silent_is_who_was_not_heard_of_for_as_long_as_the_rules_say(order, world: World) -> None:
    with at(2026, 3, 2):
        quiet, loud = order(due_on=date(2026, 6, 1)), order(due_on=date(2026, 6, 1))
        for task in (quiet, loud):
            actions.acknowledge_task(task.pk, actor=world.east_liaison)
    with at(2026, 3, 17):
        actions.report_on_task(loud.pk, actor=world.east_liaison, done="有进展")
    for day, found in ((17, []), (18, [quiet])):
        with at(2026, 3, day):
            assert list(queries.tasks_for(world.leader, {"silent": "1"})) == found


def test_comments_and_followers(underway: Task, world: World) -> None:
    assert actions.follow_task(underway.pk, actor=world.auditor)
    assert not actions.follow_task(underway.pk, actor=world.auditor)
    actions.comment_on_task(underway.pk, actor=world.auditor, text="请附合同")
    assert actions.unfollow_task(underway.pk, actor=world.auditor)
    assert underway.comments.get().by == world.auditor


def test_following_shows_nothing_that_one_does_not_see_otherwise(underway: Task, world: World) -> None:
    assert actions.follow_task(underway.pk, actor=world.east_deputy)
    Appointment.objects.filter(person=world.east_deputy).update(unit=world.west)
    Deputy.objects.filter(deputy=world.east_deputy).delete()
    moved = Person.objects.get(pk=world.east_deputy.pk)
    assert not tasks.visible_to(moved).filter(pk=underway.pk).exists()
    assert not tasks.sees(moved, underway)
    assert underway not in queries.tasks_for(moved, {})


def test_a_draft_tells_evidence_comments_of_mine_extensions_and_support_since_the_last_report(
    underway: Task, world: World
) -> None:
    me = world.east_liaison
    actions.comment_on_task(underway.pk, actor=me, text="泊位已清场")
    actions.comment_on_task(underway.pk, actor=world.clerk, text="请抓紧")
    keep(BytesIO(b"checked"), "验收单.txt", actor=me, noun="task", noun_id=underway.pk, unit_id=None)
    asked = actions.ask_extension(underway.pk, actor=me, to=underway.due_on + timedelta(days=9), reason="设备未到")
    actions.decide_extension(asked.pk, actor=world.clerk, approve=False, reason="可先做其他")
    help_ = actions.request_support(underway.pk, actor=me, unit=world.finance, need="拨付尾款")
    draft = queries.draft_report(underway, me)
    assert draft.done == "Evidence added: 验收单.txt\n泊位已清场"
    refused = f"Extension to {underway.due_on + timedelta(days=9)} (设备未到) was refused: 可先做其他"
    assert draft.problem == f"{refused}\nWaiting for {world.finance}: 拨付尾款"
    assert queries.draft_report(underway, world.east_head).done == "Evidence added: 验收单.txt"
    actions.answer_support(help_.pk, actor=world.finance_head, answer="本周拨付")
    assert f"{world.finance} answered: 本周拨付" in queries.draft_report(underway, me).done
    actions.report_on_task(underway.pk, actor=me, done=queries.draft_report(underway, me).done)
    again = queries.draft_report(underway, me)
    assert (again.done, again.problem, again.since) == ("", "", world.today)


def test_a_milestone_reached_on_the_day_of_a_report_is_told_by_one_report(underway: Task, world: World) -> None:
    me = world.east_liaison
    first, second = (
        actions.set_milestone(underway.pk, actor=me, title=title, due_on=underway.due_on) for title in ("招标", "施工")
    )
    actions.reach_milestone(first.pk, actor=me)
    actions.report_on_task(underway.pk, actor=me, done=queries.draft_report(underway, me).done)
    actions.reach_milestone(second.pk, actor=me)
    assert queries.draft_report(underway, me).done == f"Reached: 施工 ({world.today})"


def test_a_supporting_unit_drafts_from_its_own_doing(order, world: World) -> None:
    task = order(supporting_units=[world.finance])
    actions.acknowledge_task(task.pk, actor=world.east_liaison)
    step = actions.set_milestone(task.pk, actor=world.east_liaison, title="招标", due_on=task.due_on)
    actions.reach_milestone(step.pk, actor=world.east_liaison)
    actions.comment_on_task(task.pk, actor=world.finance_head, text="资金已到位")
    assert queries.draft_report(task, world.finance_head).done == "资金已到位"
    assert queries.draft_report(task, world.east_liaison).done.startswith("Reached: 招标")


def test_a_draft_does_not_promise_what_is_late_already(order, world: World) -> None:
    with at(2026, 3, 2):
        task = order(due_on=date(2026, 4, 1))
        actions.acknowledge_task(task.pk, actor=world.east_liaison)
        actions.set_milestone(task.pk, actor=world.east_liaison, title="招标", due_on=date(2026, 3, 6))
    for day, said in ((6, "By 2026-03-06: 招标"), (9, "Make up for: 招标 (was due 2026-03-06)")):
        with at(2026, 3, day):
            assert queries.draft_report(task, world.east_liaison).next_step == said


def test_a_part_is_taken_from_the_board_as_it_would_be_dispatched(underway: Task, world: World, kind) -> None:
    def offer() -> Task:
        draft = actions.register_task(
            actor=world.east_liaison, title="夜间值守", type=kind, lead_unit=world.east, looker=world.safety_liaison,
            criterion="值守记录齐全", due_on=world.today + timedelta(days=20), parent=underway,
        )  # fmt: skip
        actions.open_for_claim(draft.pk, actor=world.east_liaison)
        return draft

    part = offer()
    with pytest.raises(ValidationError, match="A part goes to"):
        actions.claim_task(part.pk, actor=world.west_head)
    assert actions.claim_task(part.pk, actor=world.tugs_head).lead_unit == world.tugs
    late = offer()
    Task.objects.filter(pk=underway.pk).update(state=State.CANCELLED, ended_on=world.today)
    with pytest.raises(ValidationError, match="not open"):
        actions.claim_task(late.pk, actor=world.tugs_head)


def monthly(world: World, kind, **fields) -> TaskTemplate:
    given = {
        "actor": world.clerk, "name": "月度安全自查", "type": kind, "title": "开展月度安全自查", "criterion": "自查报告经核查",
        "lead_unit": world.east, "responsible": world.east_liaison, "looker": world.safety_liaison, "term_days": 10,
        "again_every": "month", "next_on": date(2026, 3, 2),
    }  # fmt: skip
    return actions.keep_template(**{**given, **fields})


def test_a_recurring_order_that_fails_stops_no_other_and_is_taken_over(order, world: World, kind) -> None:
    with at(2026, 3, 2):
        failing = monthly(world, kind, name="甲")
        monthly(world, kind, name="乙", actor=world.supervision_head)
        world.clerk.appointments.update(until=date(2026, 3, 1))
        assert jobs.register_due_templates() == 1
        assert TaskTemplate.objects.get(pk=failing.pk).next_on == date(2026, 3, 2)
        actions.keep_template(actor=world.supervision_head, template=failing, take_over=True)
        assert jobs.register_due_templates() == 1
    assert set(Task.objects.values_list("dispatched_by", flat=True)) == {world.supervision_head.pk}


def test_a_recurring_order_that_fails_is_told_once_a_period_and_says_why_until_it_succeeds(world: World, kind) -> None:
    def told() -> list[str]:
        entries = Entry.objects.filter(kind=kinds.TEMPLATE_FAILED.code, noun="tasktemplate", noun_id=failing.pk)
        return [entry.facts["reason"] for entry in entries.order_by("pk")]

    with at(2026, 3, 2):
        failing = monthly(world, kind)
        world.clerk.appointments.update(until=date(2026, 3, 1))
        assert jobs.register_due_templates() == jobs.register_due_templates() == 0
        assert (len(told()), str(world.clerk) in told()[0]) == (1, True)
        assert TaskTemplate.objects.get().held_up == told()[0]
    with at(2026, 3, 3):
        actions.keep_template(actor=world.supervision_head, template=failing, take_over=True, lead_unit=None)
        assert jobs.register_due_templates() == 0
        assert len(told()) == 1
        assert TaskTemplate.objects.get().held_up not in ("", told()[0])
        actions.keep_template(actor=world.supervision_head, template=failing, lead_unit=world.east)
        assert jobs.register_due_templates() == 1
        assert TaskTemplate.objects.get().held_up == ""
        actions.keep_template(actor=world.supervision_head, template=failing, lead_unit=None)
    with at(2026, 4, 2):
        assert jobs.register_due_templates() == 0
        assert len(told()) == 2


def test_a_recurring_order_waits_as_a_draft_when_it_cannot_be_sent(world: World, kind) -> None:
    with at(2026, 3, 2):
        monthly(world, kind)
        world.east_liaison.is_active = False
        world.east_liaison.save()
        assert jobs.register_due_templates() == 1
        assert Task.objects.get().state == State.DRAFT


def test_rules_whose_first_day_was_slept_through_are_relit_later(order, world: World) -> None:
    with at(2026, 3, 2):
        task = order(due_on=date(2026, 3, 20))
        actions.keep_rules(actor=world.clerk, since=date(2026, 3, 5), source="督〔2026〕1号", yellow_days=5)
    with at(2026, 3, 9):
        terms.forget()
        assert jobs.relight_when_rules_begin() == 1
        assert jobs.relight_when_rules_begin() == 0
    task.refresh_from_db()
    assert task.yellow_from == date(2026, 3, 13)


def test_what_ended_meanwhile_is_not_urged(monday, order, world: World, monkeypatch) -> None:
    first, second = order(due_on=date(2026, 4, 1)), order(due_on=date(2026, 4, 1))
    seen, take = [], urging.tasks.take

    def slow(person, pk, verb):
        if pk not in seen:
            seen.append(pk)
            return take(person, pk, verb)
        if verb == "urge" and pk == first.pk:
            actions.cancel_task(pk, actor=world.clerk, reason="合并")
        return take(person, pk, verb)

    monkeypatch.setattr(urging.tasks, "take", slow)
    came = actions.urge_tasks([first.pk, second.pk], actor=world.clerk)
    assert [task.pk for task in came.urges[0].tasks.all()] == [second.pk]
    assert [(r.task_id, r.done) for r in came.results] == [(first.pk, False), (second.pk, True)]


def test_who_loses_a_turn_to_another_takes_the_next(monday, order, world: World, monkeypatch) -> None:
    actions.keep_rules(actor=world.clerk, since=date(2026, 3, 2), source="督〔2026〕1号", urges_per_day=2)
    terms.forget()
    task, other = order(due_on=date(2026, 4, 1)), order(due_on=date(2026, 4, 1))
    actions.urge_tasks([other.pk], actor=world.supervision_head)
    counted = Urge.objects.filter

    def too_early(**_asked):
        # Counted a moment before the other one was there.
        monkeypatch.setattr(Urge.objects, "filter", counted)
        return Urge.objects.none()

    monkeypatch.setattr(Urge.objects, "filter", too_early)
    assert actions.urge_tasks([task.pk], actor=world.clerk).urges[0].turn == 2


def test_a_notice_bears_the_local_day(order, world: World) -> None:
    with time_machine.travel(datetime(2026, 3, 3, 7, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        task = Task.objects.get(pk=order(due_on=date(2026, 3, 20)).pk)
        assert notice_sheet(task, reader=world.clerk).signed_on == date(2026, 3, 3)
