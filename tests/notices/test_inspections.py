"""Who is told about visits, look-backs and suggestions; and that nobody is who may not know of them."""

from datetime import timedelta

from django.utils import timezone

from duban.inspections import actions
from duban.inspections.actions.lookbacks import send_checkers
from duban.inspections.forms.plans import prepared as held
from duban.journal.queries import timeline
from duban.journal.sealer import seal_pending
from duban.ledger.models import TaskType
from duban.notices.models import Notice
from duban.notices.telling import tell_new
from tests.inspections.conftest import closed, prepared, sealed, sent
from tests.inspections.test_look_back import drawn


def told(kind):
    seal_pending()
    while tell_new():
        pass
    return {notice.person for notice in Notice.objects.filter(kind=kind).select_related("person")}


def suggest(world, **more):
    return actions.send_suggestion(
        actor=world.stevedore, unit=world.safety, title="加装照明", text="夜间作业看不清", **more
    )


def test_a_suggestion_is_told_to_who_answers_and_the_answer_to_who_sent_it(world):
    TaskType.objects.get_or_create(name="意见建议")
    adopted, declined = suggest(world), suggest(world)
    assert told("suggestion.sent") == {world.safety_head, world.safety_liaison}
    due = timezone.localdate() + timedelta(days=20)
    actions.answer_suggestion(adopted.pk, actor=world.safety_liaison, adopted=True, answer="月底前装好", due_on=due)
    actions.answer_suggestion(declined.pk, actor=world.safety_liaison, adopted=False, answer="已另有安排")
    assert told("suggestion.adopted") == {world.stevedore}
    assert told("suggestion.declined") == {world.stevedore}
    assert Notice.objects.get(kind="suggestion.adopted").url == adopted.get_absolute_url()


def test_the_answer_to_an_anonymous_suggestion_is_told_to_nobody(world):
    row = suggest(world, anonymous=True, token="a" * 32)
    assert told("suggestion.sent") == {world.safety_head, world.safety_liaison}
    actions.answer_suggestion(row.pk, actor=world.safety_liaison, adopted=False, answer="已派人到场")
    assert told("suggestion.declined") == set()


def test_a_visit_is_told_to_who_is_sent_and_not_to_the_unit(world):
    visit = sent(world)
    assert told("visit.planned") == {world.inspector}  # the clerk goes as well, and planned it
    actions.cancel_visit(visit.pk, actor=world.clerk, reason="台风停工")
    assert told("visit.cancelled") == {world.inspector}


def test_a_draw_is_told_to_its_inspectors_while_they_may_declare_where_they_must_not_go(world):
    draw = prepared(world, inspectors=[world.inspector, world.audit_head, world.clerk])
    assert told("draw.made") == {world.inspector, world.audit_head}  # the clerk prepared it
    people = [world.inspector, world.finance_member, world.safety_head]
    actions.change_draw(draw.pk, actor=world.clerk, **{**held(draw), "inspectors": people})
    assert told("draw.changed") == {world.finance_member, world.safety_head}
    assert told("draw.left") == {world.audit_head}  # the clerk took themselves out
    actions.drop_draw(draw.pk, actor=world.clerk)
    assert told("draw.dropped") == set(people)
    assert Notice.objects.filter(kind="draw.dropped").first().url == draw.plan.get_absolute_url()


def test_a_drawn_visit_is_told_to_the_team_that_was_drawn(world):
    draw = sealed(world)
    teams = {person for visit in draw.visits.all() for person in visit.team.all()}
    assert teams
    assert told("visit.planned") == teams - {world.clerk}


def test_whoever_is_replaced_and_whoever_goes_instead_are_both_told(client, world):
    draw = sealed(world)
    visit = draw.visits.first()
    gone = visit.team.exclude(pk=world.clerk.pk).first()
    theirs = {each.pk: set(each.team.all()) for each in draw.visits.filter(team=gone)}
    actions.declare_void(draw.pk, actor=world.clerk, role="inspector", what=f"person:{gone.pk}", reason="病假")
    assert told("visit.left") == {gone}
    notices = Notice.objects.filter(kind="visit.left")
    assert sorted(notice.facts["unit"] for notice in notices) == sorted(
        str(each.unit) for each in draw.visits.filter(pk__in=theirs)
    )
    assert gone.name in notices.latest("pk").text
    # The visit they do not see any more: the draw they were called to is what they may open, also from a mail.
    client.force_login(gone)
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert {notice.url for notice in notices} == {draw.get_absolute_url()}
    assert client.get(draw.get_absolute_url()).status_code == 200
    assert timeline("visit", visit.pk).filter(kind="visit.left").exists()
    new = {person for each in draw.visits.filter(pk__in=theirs) for person in set(each.team.all()) - theirs[each.pk]}
    assert new
    assert new - {world.clerk} <= told("visit.changed")


def test_a_look_back_is_told_to_its_checker_when_it_is_given_and_to_both_when_it_changes_hands(client, world):
    task = closed(world)
    row = drawn(world, task)
    assert told("look_back.given") == {row.checker}
    assert Notice.objects.get(kind="look_back.given").url == row.get_absolute_url()
    other = next(p for p in (world.inspector, world.audit_head, world.supervision_head) if p != row.checker)
    send_checkers(row.draw, {f"task:{task.pk}": other.pk}, actor=world.clerk)
    assert told("look_back.given") == {row.checker, other}
    assert told("look_back.left") == {row.checker}
    notice = Notice.objects.get(kind="look_back.left")
    assert notice.text == f"{world.clerk} {row.checker} is not to look back at {row.title} any more"
    client.force_login(row.checker)
    assert client.get(notice.url).status_code == 200


def test_a_look_back_that_falls_out_is_told_to_its_checker(world):
    row = drawn(world, closed(world))
    send_checkers(row.draw, {}, actor=world.clerk)
    assert told("look_back.left") == {row.checker}
    assert Notice.objects.get(kind="look_back.left").url == row.draw.get_absolute_url()
