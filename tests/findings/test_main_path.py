"""From issued to closed and back: the finding follows its task, and the task its finding."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from duban.findings import actions as do
from duban.findings.access import findings
from duban.findings.models import Finding, Recheck
from duban.findings.todos import todos
from duban.inspections.actions.exposures import is_settled
from duban.journal.models import Entry
from duban.ledger.actions import cancel_task, close_task, reassign_task, verify_completion
from duban.ledger.origins import origin_of
from duban.notices import audience
from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Role
from tests.findings.conftest import conduct, picture
from tests.world import World


def test_what_is_issued_gets_the_next_number_of_the_year_and_a_term(world: World, found: Callable[..., Finding]):
    first, second = found(), found()
    assert [first.number, second.number] == [f"问题〔{world.today.year}〕{n}号" for n in (1, 2)]
    assert first.state == "issued"
    assert first.answer_by > world.today
    assert first.title == "3号泊位护栏缺失"
    assert first.found_layer == 1
    assert first.source_noun == "check"


def rules(world: World, **given: object) -> dict[str, object]:
    return {
        "actor": world.clerk, "since": world.today, "source": "督〔2026〕1号", "accept_days": 3, "ruling_days": 5,
        "plan_days": 5, "interim_days": 10, "repeat_days": 180, "missed_days": 30, "drawn_share": 20, "task_type": None,
        **given,
    }  # fmt: skip


def test_numbers_follow_the_pattern_of_the_rules_in_force(world: World, found: Callable[..., Finding], client):
    first = found()
    do.keep_rules(**rules(world, pattern="查{year}-{serial}"))
    assert [first.number, found().number] == [f"问题〔{world.today.year}〕1号", f"查{world.today.year}-2"]
    # Serials begin anew each year: a pattern without it would give a number twice.
    with pytest.raises(ValidationError) as refused:
        do.keep_rules(**rules(world, pattern="查{serial}"))
    assert "pattern" in refused.value.message_dict
    client.force_login(world.clerk)
    # Its readers are shown a number that it makes, not its braces.
    page = client.get(reverse("findings:rules")).content.decode()
    assert f"查{world.today.year}-12" in page
    assert "{serial}" not in page


def test_a_plan_becomes_a_task_with_the_findings_criterion(world: World, planned: Callable[..., Finding]):
    finding = do.accept_plan(planned().pk, actor=world.clerk, looker=world.inspector)
    task = finding.task
    assert task is not None
    assert finding.state == "rectifying"
    assert (task.lead_unit, task.responsible, task.looker) == (world.stevedores, world.stevedore, world.inspector)
    assert task.criterion == finding.criterion
    assert task.state == "dispatched"
    origin = origin_of(task.origin_noun, task.origin_id, world.clerk)
    assert origin is not None
    assert origin.url == finding.get_absolute_url()


def test_claimed_on_the_task_rechecked_on_the_finding_and_closed_in_one(world: World, claimed: Callable[..., Finding]):
    finding = claimed()
    assert finding.state == "claimed"
    finding = do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="现场看过")
    finding.task.refresh_from_db()
    assert (finding.state, finding.task.state, finding.ended_on) == ("closed", "closed", world.today)
    kinds = list(Entry.objects.filter(noun="finding").order_by("pk").values_list("kind", flat=True))
    assert kinds == [f"finding.{k}" for k in (
        "issued", "accepted", "planned", "plan_accepted", "claimed", "rechecked", "closed")]  # fmt: skip


def test_what_is_done_on_the_tasks_page_moves_the_finding(world: World, claimed: Callable[..., Finding]):
    finding = claimed()
    verify_completion(finding.task_id, actor=world.inspector, verdict="returned", note="还差一段")
    finding.refresh_from_db()
    assert (finding.state, finding.returns) == ("rectifying", 1)
    assert finding.rechecks.get().passed is False


def test_verified_and_closed_on_the_tasks_page_closes_the_finding(world: World, claimed: Callable[..., Finding]):
    finding = claimed()
    verify_completion(finding.task_id, actor=world.inspector, verdict="verified", note="好")
    finding.refresh_from_db()
    assert finding.state == "rechecked"
    close_task(finding.task_id, actor=world.clerk)
    finding.refresh_from_db()
    assert finding.state == "closed"


def test_a_recheck_from_a_lower_layer_is_refused_even_on_the_tasks_page(world: World, claimed: Callable[..., Finding]):
    finding = claimed()
    reassign_task(finding.task_id, actor=world.clerk, looker=world.stevedores_liaison)
    with pytest.raises(ValidationError, match="layer no lower"):
        verify_completion(finding.task_id, actor=world.stevedores_liaison, verdict="verified", note="好")
    finding.refresh_from_db()
    assert finding.state == "claimed"
    assert not Recheck.objects.exists()


def test_a_looker_from_a_lower_layer_is_not_taken(world: World, planned: Callable[..., Finding]):
    with pytest.raises(ValidationError) as error:
        do.accept_plan(planned().pk, actor=world.clerk, looker=world.stevedores_liaison)
    assert "looker" in error.value.message_dict


def test_whoever_does_it_does_not_recheck_it(world: World, claimed: Callable[..., Finding]):
    with pytest.raises(PermissionDenied):
        do.recheck_finding(claimed().pk, actor=world.stevedore, passed=True, note="好")


def test_a_relapse_opens_finding_and_task(world: World, claimed: Callable[..., Finding]):
    finding = claimed()
    do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="好")
    due = world.today + timedelta(days=5)
    finding = do.relapse_finding(finding.pk, actor=world.clerk, reason="又缺了", due_on=due)
    finding.task.refresh_from_db()
    assert (finding.state, finding.task.state, finding.relapses) == ("rectifying", "underway", 1)
    assert finding.ended_on is None
    assert finding.relapsed.get().closed_on == world.today


def test_a_cancelled_task_does_not_make_the_finding_go_away(world: World, planned: Callable[..., Finding]):
    finding = do.accept_plan(planned().pk, actor=world.clerk, looker=world.inspector)
    cancel_task(finding.task_id, actor=world.clerk, reason="另案处理")
    finding.refresh_from_db()
    assert (finding.state, finding.task) == ("accepted", None)
    assert finding.answer_by is not None


def test_a_dispute_is_ruled_by_neither_finder_nor_accused(world: World, found: Callable[..., Finding]):
    finding = found(actor=world.clerk)
    do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="已有临时护栏")
    for person in (world.clerk, world.stevedores_head):
        with pytest.raises(PermissionDenied):
            do.rule_on_dispute(finding.pk, actor=person, upheld=False, ruling="不成立")
    do.rule_on_dispute(finding.pk, actor=world.east_leader, upheld=True, ruling="临时护栏合格")
    finding.refresh_from_db()
    assert finding.state == "withdrawn"
    assert finding.ended_on == world.today


def test_a_dispute_after_the_term_is_too_late(world: World, found: Callable[..., Finding]):
    finding = found()
    Finding.objects.filter(pk=finding.pk).update(answer_by=world.today - timedelta(days=1))
    with pytest.raises(ValidationError, match="ended"):
        do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="晚了")


def late(finding: Finding, world: World) -> Finding:
    Finding.objects.filter(pk=finding.pk).update(answer_by=world.today - timedelta(days=1))
    return finding


def test_silence_is_taken_as_accepted_only_after_the_term_and_with_a_reason(
    world: World, found: Callable[..., Finding]
):
    finding = found()
    with pytest.raises(ValidationError, match="may answer until"):
        do.deem_accepted(finding.pk, actor=world.clerk, reason="逾期未答复")
    late(finding, world)
    with pytest.raises(ValidationError, match="reason"):
        do.deem_accepted(finding.pk, actor=world.clerk, reason=" ")
    for own in (world.stevedores_head, world.stevedores_liaison):
        with pytest.raises(PermissionDenied):
            do.deem_accepted(finding.pk, actor=own, reason="逾期未答复")
    deemed = do.deem_accepted(finding.pk, actor=world.clerk, reason="逾期未答复")
    assert (deemed.state, deemed.is_unanswered(world.today)) == ("accepted", False)
    entry = Entry.objects.get(kind="finding.deemed_accepted")
    assert (entry.actor_id, entry.facts["reason"], entry.unit_id) == (world.clerk.pk, "逾期未答复", world.stevedores.pk)
    assert {world.stevedores_head.pk, world.stevedores_liaison.pk, world.inspector.pk} == audience.of(entry)


def test_what_was_taken_as_accepted_may_still_be_disputed_until_its_plan(world: World, found, planned):
    first, second, third, own = (late(found(condition=words), world) for words in "甲乙丙丁")
    do.accept_finding(own.pk, actor=world.stevedores_head)
    for finding in (first, second, third):
        do.deem_accepted(finding.pk, actor=world.clerk, reason="逾期未答复")
        assert not is_settled(Finding.objects.get(pk=finding.pk))
    do.dispute_finding(first.pk, actor=world.stevedores_head, reason="不属实")
    do.rule_on_dispute(first.pk, actor=world.east_leader, upheld=False, ruling="属实")
    do.plan_rectification(
        second.pk, actor=world.stevedores_head, cause="因", measures="改", responsible=world.stevedore,
        due_on=world.today + timedelta(days=3),
    )  # fmt: skip
    late(third, world)
    for finding in (first, second, third, own):  # ruled, planned, too late, accepted by the unit itself
        with pytest.raises(ValidationError):
            do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="不属实")


def test_what_was_taken_as_accepted_is_not_ended_while_the_unit_may_still_dispute_it(world: World, found):
    conducts = [late(found(kind=conduct(), person=world.stevedore, condition=words), world) for words in "甲乙"]
    loose = late(found(), world)
    for finding in (*conducts, loose):
        do.deem_accepted(finding.pk, actor=world.clerk, reason="逾期未答复")
        for noun in ("finding", "finding_after"):
            picture(finding, world.inspector, noun)
    said = {"outcome": "penalty", "outcome_words": "通报"}
    for closes in (True, False):
        with pytest.raises(ValidationError, match="may still dispute it until"):
            do.record_outcome(conducts[0].pk, actor=world.clerk, closes=closes, **said)
    with pytest.raises(ValidationError, match="may still dispute it until"):
        do.fix_on_spot(loose.pk, actor=world.inspector, note="放回")
    assert "record_outcome" not in findings.verbs_for(world.clerk, Finding.objects.get(pk=conducts[0].pk))
    assert not findings.allows(standing_of(world.inspector), "fix", Finding.objects.get(pk=loose.pk))
    do.dispute_finding(conducts[0].pk, actor=world.stevedores_head, reason="不属实")
    late(conducts[1], world)
    assert do.record_outcome(conducts[1].pk, actor=world.clerk, closes=True, **said).state == "closed"
    assert do.fix_on_spot(loose.pk, actor=world.stevedores_head, note="放回").state == "closed"  # the unit gives it up


def test_its_finder_does_not_take_it_as_accepted_and_whoever_did_does_not_rule(world: World, found):
    finding = late(found(actor=world.clerk), world)
    with pytest.raises(PermissionDenied):
        do.deem_accepted(finding.pk, actor=world.clerk, reason="逾期未答复")
    do.deem_accepted(finding.pk, actor=world.east_leader, reason="逾期未答复")
    do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="不属实")
    with pytest.raises(PermissionDenied):
        do.rule_on_dispute(finding.pk, actor=world.east_leader, upheld=False, ruling="属实")
    assert "rule" not in findings.verbs_for(world.east_leader, Finding.objects.get(pk=finding.pk))


def test_the_office_is_asked_to_rule_only_where_it_may(world: World, found):
    one, other = late(found(condition="甲"), world), late(found(condition="乙"), world)
    do.deem_accepted(one.pk, actor=world.clerk, reason="逾期未答复")
    do.deem_accepted(other.pk, actor=world.supervision_head, reason="逾期未答复")
    for finding in (one, other):
        do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="不属实")

    def asked(person):
        return {todo.noun_id for todo in todos(person, world.today) if str(todo.what) == "Rule on a dispute"}

    assert asked(world.clerk) == {other.pk}
    assert asked(world.supervision_head) == {one.pk}


def test_a_long_term_needs_interim_control(world: World, found: Callable[..., Finding], planned):
    finding = found()
    with pytest.raises(ValidationError) as error:
        planned(finding, due_on=world.today + timedelta(days=60))
    assert "interim_control" in error.value.message_dict


def test_a_repeat_is_marked_and_asks_for_its_deeper_cause(world: World, found: Callable[..., Finding], planned):
    first = found(item_code="X-1")
    again = found(item_code="X-1")
    elsewhere = found(item_code="X-1", place="4号泊位")
    assert (again.repeat_of, elsewhere.repeat_of) == (first, None)
    with pytest.raises(ValidationError) as error:
        planned(again)
    assert "deeper_cause" in error.value.message_dict
    do.plan_rectification(
        again.pk, actor=world.stevedores_head, cause="又未复装", deeper_cause="检修工单无复装确认", measures="改工单",
        responsible=world.stevedore, due_on=world.today + timedelta(days=3),
    )  # fmt: skip


def test_longer_ago_than_the_period_is_no_repeat(world: World, found: Callable[..., Finding]):
    found(item_code="X-1", found_on=world.today - timedelta(days=181))
    assert found(item_code="X-1").repeat_of is None


def test_a_member_elsewhere_reports_and_somebody_above_confirms(world: World, found: Callable[..., Finding]):
    finding = found(actor=world.west_member)
    assert (finding.state, finding.number, finding.source_noun) == ("reported", "", "complaint")
    with pytest.raises(PermissionDenied):
        do.confirm_finding(finding.pk, actor=world.west_member, kind=finding.kind, severity="minor")
    finding = do.confirm_finding(finding.pk, actor=world.east_leader, kind=finding.kind, severity="minor")
    assert finding.state == "issued"
    assert finding.number


def test_fixed_on_the_spot_needs_both_pictures(world: World, found: Callable[..., Finding]):
    finding = found()
    with pytest.raises(ValidationError) as error:
        do.fix_on_spot(finding.pk, actor=world.inspector, note="当场装回")
    assert "before" in error.value.message_dict
    picture(finding, world.inspector, "finding")
    picture(finding, world.inspector, "finding_after")
    finding = do.fix_on_spot(finding.pk, actor=world.inspector, note="当场装回")
    assert finding.state == "closed"
    assert finding.fixed_on_spot


@pytest.mark.parametrize(("share", "drawn"), [(0, False), (100, True)])
def test_fixes_are_drawn_with_the_share_of_the_rules(world: World, found, share: int, drawn: bool):
    do.keep_rules(**rules(world, drawn_share=share))
    finding = found()
    for noun in ("finding", "finding_after"):
        picture(finding, world.inspector, noun)
    finding = do.fix_on_spot(finding.pk, actor=world.inspector, note="当场装回")
    assert (finding.recheck_drawn_on is not None) is drawn
    if drawn:
        with pytest.raises(PermissionDenied):
            do.recheck_fix(finding.pk, actor=world.inspector, passed=True, note="自己看")
        do.recheck_fix(finding.pk, actor=world.clerk, passed=False, note="又松了")
        finding.refresh_from_db()
        assert (finding.state, finding.relapses) == ("accepted", 1)


def test_conduct_is_closed_only_with_an_outcome(world: World, found, claimed):
    finding = claimed(found(kind=conduct(), person=world.stevedore))
    finding = do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="已改")
    assert finding.state == "rechecked"
    with pytest.raises(ValidationError, match="outcome"):
        close_task(finding.task_id, actor=world.clerk)
    do.record_outcome(finding.pk, actor=world.clerk, outcome="education", outcome_words="批评教育")
    finding = do.close_finding(finding.pk, actor=world.inspector)
    assert finding.state == "closed"


def test_the_task_about_conduct_does_not_tell_the_unit_whose_and_what(world: World, planned, found, client):
    finding = found(
        kind=conduct(), person=world.stevedore, title="吊示范当班饮酒", condition="吊示范当班饮酒，有照片。"
    )
    planned(finding, responsible=world.stevedores_liaison, measures="与吊示范谈话")
    do.accept_plan(finding.pk, actor=world.clerk)
    finding.refresh_from_db()
    colleague = Person.objects.create_user("colleague", "邻示范")
    Appointment.objects.create(person=colleague, unit=world.stevedores, role=Role.MEMBER, since=world.today)
    for person, told in ((colleague, False), (world.stevedores_liaison, True)):
        client.force_login(person)
        html = client.get(f"/tasks/{finding.task_id}").content.decode()
        assert finding.number in html
        for word in ("饮酒", "谈话"):
            assert told or word not in html
        assert (finding.get_absolute_url() in html) == told


def test_conduct_may_end_with_its_outcome(world: World, found):
    finding = found(kind=conduct(), person=world.stevedore)
    do.accept_finding(finding.pk, actor=world.stevedores_head)
    with pytest.raises(PermissionDenied):
        do.record_outcome(
            finding.pk, actor=world.stevedores_head, outcome="education", outcome_words="谈话", closes=True
        )
    do.record_outcome(finding.pk, actor=world.east_leader, outcome="education", outcome_words="谈话", closes=True)
    finding.refresh_from_db()
    assert finding.state == "closed"


def test_only_conduct_is_held_against_a_person(world: World, found):
    with pytest.raises(ValidationError) as error:
        found(person=world.stevedore)
    assert "person" in error.value.message_dict


def test_a_device_that_sends_twice_leaves_one_finding(world: World, found):
    from uuid import uuid4

    device = uuid4()
    assert found(device=device).pk == found(device=device).pk
    assert Finding.objects.count() == 1
    assert Entry.objects.filter(kind="finding.issued").count() == 1


def test_a_kind_in_use_keeps_its_group_and_may_be_retired(world: World, found):
    finding = found()
    with pytest.raises(ValidationError):
        do.keep_kind(actor=world.clerk, kind=finding.kind, group="conduct")
    do.keep_kind(actor=world.clerk, kind=finding.kind, retired=True)
    with pytest.raises(ValidationError):
        found(kind=type(finding.kind).objects.get(pk=finding.kind_id))
    with pytest.raises(PermissionDenied):
        do.keep_kind(actor=world.east_head, kind=None, name="新", group="hazard")
