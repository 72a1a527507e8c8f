"""Who hears of what in the life of a task, written out by hand."""

from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from duban.journal.sealer import seal_pending
from duban.ledger import actions
from duban.ledger.jobs import register_due_templates
from duban.notices.models import Notice
from duban.notices.telling import tell_new
from duban.org.models import Appointment, Person
from tests.ledger.conftest import kind, order, task, underway  # noqa: F401


@pytest.fixture
def told(world):
    """Names of those told since the last time, by attribute of the world."""
    names = {person.pk: name for name, person in world.people.items()}

    def since() -> dict[str, set[str]]:
        before = Notice.objects.order_by("-id").values_list("id", flat=True).first() or 0
        while seal_pending():
            pass
        tell_new()
        found: dict[str, set[str]] = {}
        for notice in Notice.objects.filter(id__gt=before):
            found.setdefault(notice.kind, set()).add(names[notice.person_id])
        return found

    return since


def test_an_order_is_told_to_everybody_it_concerns_and_to_nobody_else(told, order, world):  # noqa: F811
    order(supporting_units=[world.west], accountable=world.vice)
    assert told() == {
        "task.dispatched": {
            "east_liaison",  # responsible, and the unit's liaison
            "east_leader",
            "east_head",
            "safety_liaison",  # looker
            "vice",  # accountable
            "west_leader",
            "west_head",
            "west_liaison",
        }
    }


def test_reports_and_claims_go_to_who_looks_and_who_sent(told, underway, world):  # noqa: F811
    told()
    actions.report_on_task(underway.pk, actor=world.east_liaison, done="一半")
    assert told() == {"task.reported": {"safety_liaison", "clerk"}}
    actions.claim_completion(underway.pk, actor=world.east_liaison, statement="完成")
    assert told() == {"task.completion_claimed": {"safety_liaison", "clerk"}}
    actions.verify_completion(underway.pk, actor=world.safety_liaison, verdict="returned", note="缺照片")
    assert told() == {"task.returned": {"east_liaison", "east_leader", "east_head"}}


def test_who_answers_for_the_whole_hears_of_the_parts_that_they_see(told, order, world):  # noqa: F811
    whole = order(supporting_units=[world.bonded])
    near, far = (
        order(parent=whole, lead_unit=unit, responsible=person)
        for unit, person in ((world.tugs, world.tugs_head), (world.bonded, world.bonded_head))
    )
    for part in (near, far):
        actions.acknowledge_task(part.pk, actor=part.responsible)
    told()
    actions.report_on_task(near.pk, actor=world.tugs_head, done="一半")
    assert told() == {"task.reported": {"safety_liaison", "clerk", "east_liaison"}}
    actions.report_on_task(far.pk, actor=world.bonded_head, done="一半")
    assert told() == {"task.reported": {"safety_liaison", "clerk"}}


def test_who_asked_for_an_extension_hears_the_answer(told, underway, world):  # noqa: F811
    told()
    to = underway.due_on + timedelta(days=7)
    asked = actions.ask_extension(underway.pk, actor=world.east_liaison, to=to, reason="设备未到货")
    assert told() == {"task.extension_asked": {"clerk", "safety_liaison"}}
    actions.decide_extension(asked.pk, actor=world.clerk, approve=True, reason="同意")
    assert told() == {"task.extension_approved": {"east_liaison", "safety_liaison"}}


def test_a_request_for_support_and_its_withdrawal_are_told_to_whom_it_went(told, underway, world):  # noqa: F811
    told()
    ask = partial(actions.request_support, underway.pk)
    asked = ask(actor=world.east_liaison, unit=world.finance, need="预付款")
    ask(actor=world.east_leader, unit=world.bonded, need="借用两台叉车")
    assert told() == {"task.support_asked": {"finance_head", "bonded_head", "safety_liaison"}}
    actions.withdraw_support(asked.pk, actor=world.east_liaison)
    assert told() == {"task.support_withdrawn": {"finance_head"}}


def test_the_answer_is_told_to_who_asked_for_this_one(told, underway, world):  # noqa: F811
    ask = partial(actions.request_support, underway.pk)
    asked = ask(actor=world.east_head, unit=world.finance, need="预付款")
    ask(actor=world.east_leader, unit=world.bonded, need="借用两台叉车")
    told()
    actions.answer_support(asked.pk, actor=world.finance_head, answer="已拨付")
    assert told() == {"task.support_answered": {"east_head", "east_liaison"}}


def test_what_a_sender_who_has_left_would_decide_is_told_to_the_office(told, order, world):  # noqa: F811
    declined, stretched = order(), order()
    actions.acknowledge_task(stretched.pk, actor=world.east_liaison)
    told()
    Person.objects.filter(pk=world.clerk.pk).update(is_active=False)
    actions.decline_task(declined.pk, actor=world.east_liaison, reason="不属本单位")
    assert told() == {"task.declined": {"supervision_head", "safety_liaison"}}
    to = stretched.due_on + timedelta(days=7)
    asked = actions.ask_extension(stretched.pk, actor=world.east_liaison, to=to, reason="设备未到货")
    assert told() == {"task.extension_asked": {"supervision_head", "safety_liaison"}}
    actions.decide_extension(asked.pk, actor=world.supervision_head, approve=True)
    actions.claim_completion(stretched.pk, actor=world.east_liaison, statement="完成")
    told()
    actions.verify_completion(stretched.pk, actor=world.safety_liaison, verdict="verified")
    assert told() == {"task.verified": {"east_liaison", "supervision_head"}}


def test_the_urged_person_is_told_and_the_line_says_by_whom_and_of_what(told, underway, world):  # noqa: F811
    told()
    day = timezone.localtime().replace(hour=10)
    while day.weekday() > 3:
        day += timedelta(days=1)
    with time_machine.travel(day, tick=False):
        from duban.ledger import terms

        terms.forget()
        if not terms.calendar().is_working_day(day.date()):
            day = datetime.combine(terms.calendar().next_working_day(day.date()), day.time(), tzinfo=day.tzinfo)
    with time_machine.travel(day, tick=False):
        actions.urge_tasks([underway.pk], actor=world.clerk)
        assert told() == {"task.urged": {"east_liaison"}}
    notice = Notice.objects.get(kind="task.urged")
    assert notice.subject == f"{underway.number} {underway.title}"
    assert notice.text.startswith(world.clerk.name)
    assert notice.url == f"/tasks/{underway.pk}"


def test_followers_hear_what_matters(told, underway, world):  # noqa: F811
    actions.follow_task(underway.pk, actor=world.leader)
    told()
    actions.comment_on_task(underway.pk, actor=world.clerk, text="请抓紧")
    assert told() == {"task.commented": {"east_liaison", "safety_liaison", "leader"}}
    # Whoever does not see the task any more hears no more of it.
    Appointment.objects.filter(person=world.leader).update(unit=world.west)
    actions.comment_on_task(underway.pk, actor=world.clerk, text="再抓紧")
    assert told() == {"task.commented": {"east_liaison", "safety_liaison"}}


def test_followers_hear_of_a_sentence_joined_to_the_task(told, underway, world):  # noqa: F811
    actions.follow_task(underway.pk, actor=world.leader)
    said = {"actor": world.clerk, "source": "《例会纪要》", "words": "东港区要做好防台准备。"}
    told()
    actions.join_sentence(underway.pk, **said)
    assert told() == {"task.sentence_joined": {"east_liaison", "safety_liaison", "leader"}}
    actions.leave_sentence(underway.pk, **said)
    assert told() == {"task.sentence_left": {"east_liaison", "safety_liaison", "leader"}}
    # Whom a draft names does not see it yet.
    draft = actions.register_task(
        actor=world.clerk, title="防台检查", type=underway.type, lead_unit=world.east, due_on=world.today,
        responsible=world.east_liaison, looker=world.safety_liaison,
    )  # fmt: skip
    actions.join_sentence(draft.pk, **said)
    assert told() == {}


def test_a_recurring_order_that_cannot_be_registered_is_told_to_the_office_once(told, kind, world):  # noqa: F811
    actions.keep_template(
        actor=world.clerk, name="月度安全自查", type=kind, title="开展月度安全自查", criterion="自查报告经核查",
        again_every="month", next_on=world.today,
    )  # fmt: skip
    told()
    register_due_templates()
    assert told() == {"ledger.template_failed": {"clerk", "supervision_head"}}
    register_due_templates()
    assert told() == {}
