"""Going there: who sees it when, answering together, findings in one tap, both sides sign."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.checklists.models import Response
from duban.files.models import Evidence
from duban.findings.actions import accept_finding
from duban.findings.models import CheckFact, Finding
from duban.inspections import actions
from duban.inspections.access import visits
from duban.inspections.actions.exposures import pictures_of
from duban.inspections.models import VisitKind, VisitState
from duban.inspections.recording import lines_of
from duban.inspections.todos import todos
from duban.journal.models import Entry
from duban.likeness.jobs import sweep
from duban.likeness.models import Hint
from duban.org.models import Appointment, Person
from tests.checklists.test_alike import photographed
from tests.inspections.conftest import sent
from tests.inspections.exposure_path import changed
from tests.likeness.closings import claimed, jpeg, scene


def answered(world, visit, actor=None, failing=("安全网",)):
    """Everything answered as passing, except items whose text holds one of the words."""
    actor = actor or world.inspector
    response = actions.begin_visit(visit.pk, actor=actor)
    given = []
    for item in response.edition.items.all():
        fails = any(word in item.text for word in failing)
        value = {"yes_no": "no" if fails else "yes", "number": "-19", "choice": "完好"}.get(item.kind, "")
        na = item.kind in ("photo", "person")
        given.append(
            Given(uuid4(), response.device, item.pk, timezone.now(), value=value, na=na, reason="不在场" if na else "")
        )
    receipts = record_answers(Batch(given=given), actor=actor)
    assert {receipt.state for receipt in receipts} == {"kept"}
    return response


def ended(world, **given):
    visit = sent(world, **given)
    answered(world, visit)
    return actions.end_visit(visit.pk, actor=world.inspector, summary="总体可控")


def test_an_unannounced_visit_is_unseen_by_the_unit_until_it_begins(world):
    visit = sent(world, VisitKind.UNANNOUNCED)
    for person in (world.tugs_head, world.east_leader, world.auditor):
        with pytest.raises(Http404):
            visits.get_for(person, visit.pk)
    actions.begin_visit(visit.pk, actor=world.inspector)
    assert visits.get_for(world.tugs_head, visit.pk).state == VisitState.UNDERWAY


def test_a_planned_visit_is_seen_by_the_unit_before(world):
    visit = sent(world)
    assert visits.get_for(world.tugs_head, visit.pk)
    with pytest.raises(Http404):
        visits.get_for(world.storage_head, visit.pk)


def test_the_whole_team_answers_one_response(world):
    visit = sent(world)
    first = actions.begin_visit(visit.pk, actor=world.inspector)
    assert actions.begin_visit(visit.pk, actor=world.clerk).pk == first.pk
    assert Response.objects.count() == 1


def test_a_failed_item_becomes_one_finding_however_often_it_is_tapped(world, client):
    visit = ended(world)
    line = next(line for line in lines_of(visit, Response.objects.get()) if line.result.verdict == "fail")
    client.force_login(world.inspector)
    for _turn in range(2):
        answer = client.post(reverse("inspections:visit_finding", args=[visit.pk, line.item.pk]))
        assert answer.status_code == 302
    finding = Finding.objects.get()
    assert (finding.unit, finding.item, finding.source_noun, finding.source_id) == (
        world.tugs, line.item, "visit", visit.pk,
    )  # fmt: skip
    assert finding.number
    # What should be is what the item asks for, with its limits; how one looks at it is guidance.
    assert finding.criterion.startswith(line.item.text)
    assert finding.condition == f"“{line.item.text}” was not met."  # a plain no says nothing more
    page = client.get(visit.get_absolute_url()).content.decode()
    assert finding.number in page


def test_a_finding_made_of_a_failed_item_shows_the_photo_taken_with_it(world, client):
    visit = sent(world)
    response = actions.begin_visit(visit.pk, actor=world.inspector)
    item = response.edition.items.get(text__startswith="跳板下")
    for picture in (0, 1):  # the second in place of the first
        file = ContentFile(jpeg(scene(picture)), name="缺口.jpg")
        given = Given(uuid4(), response.device, item.pk, timezone.now(), value="no", files=[file])
        assert record_answers(Batch(given=[given]), actor=world.inspector)[0].state == "kept"
    finding = actions.issue_from_item(visit.pk, item.pk, actor=world.inspector)
    photo = Evidence.objects.filter(noun="answer").latest("pk")
    client.force_login(world.tugs_head)
    assert photo.thumbnail_url in client.get(finding.get_absolute_url()).content.decode()
    # It may be shown to others as well, once it is masked.
    accept_finding(finding.pk, actor=world.tugs_head)
    notice = actions.draft_exposure(actor=world.clerk, office=world.supervision, finding_ids=[finding.pk])
    assert pictures_of(notice, world.clerk) == [photo]
    changed(world, notice, photo_ids=[photo.pk])
    actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.clerk, boxes=[], nobody=True)


def test_a_visit_leads_to_its_notice_once_it_lists_something_and_to_what_follows_it(world, client):
    visit = ended(world)
    client.force_login(world.clerk)
    notice = reverse("inspections:notice", args=[visit.pk])
    assert notice not in client.get(visit.get_absolute_url()).content.decode()
    line = next(line for line in lines_of(visit, Response.objects.get()) if line.result.verdict == "fail")
    actions.issue_from_item(visit.pk, line.item.pk, actor=world.inspector)
    again = actions.plan_visit(
        actor=world.clerk, kind=VisitKind.FOLLOW_UP, unit=visit.unit, looking_unit=visit.looking_unit, edition=visit.edition,
        on=visit.on, team=[world.inspector], follows=visit,
    )  # fmt: skip
    page = client.get(visit.get_absolute_url()).content.decode()
    assert notice in page
    assert again.get_absolute_url() in page
    actions.cancel_visit(again.pk, actor=world.clerk, reason="合并")
    assert "Nothing was answered." in client.get(again.get_absolute_url()).content.decode()


def test_an_item_that_passed_becomes_no_finding(world):
    visit = ended(world)
    passed = next(line for line in lines_of(visit, Response.objects.get()) if line.result.verdict == "pass")
    with pytest.raises(ValidationError):
        actions.issue_from_item(visit.pk, passed.item.pk, actor=world.inspector)


def test_the_unit_makes_no_findings_of_its_own_visit(world):
    visit = ended(world)
    failed = next(line for line in lines_of(visit, Response.objects.get()) if line.result.verdict == "fail")
    with pytest.raises(PermissionDenied):
        actions.issue_from_item(visit.pk, failed.item.pk, actor=world.tugs_head)


def test_ending_keeps_what_the_layer_passed_and_failed(world):
    visit = ended(world)
    facts = CheckFact.objects.filter(source_noun="visit", source_id=visit.pk)
    assert {(fact.passed, fact.looking_unit) for fact in facts} == {
        (True, world.supervision),
        (False, world.supervision),
    }
    assert facts.filter(passed=False).count() == 1


def test_it_does_not_end_before_it_was_answered(world):
    visit = sent(world)
    actions.begin_visit(visit.pk, actor=world.inspector)
    with pytest.raises(ValidationError):
        actions.end_visit(visit.pk, actor=world.inspector)


def test_whoever_ends_the_visit_signs_in_their_own_name_and_each_answer_keeps_its_author(world):
    visit = sent(world)
    response = answered(world, visit)  # by the inspector, who began it
    actions.end_visit(visit.pk, actor=world.clerk)
    response.refresh_from_db()
    assert (response.by, response.finished_by) == (world.inspector, world.clerk)
    assert {answer.by for answer in response.answers.all()} == {world.inspector}
    ends = Entry.objects.filter(kind__in=["response.finished", "visit.ended"])
    assert [entry.actor_id for entry in ends] == [world.clerk.pk, world.clerk.pk]


def test_what_a_phone_hands_in_after_the_end_is_kept_and_counts_where_nobody_had_looked(world):
    visit = sent(world)
    response = answered(world, visit)
    # The clerk's phone was away: it has an item of which the inspector said that it does not apply.
    actions.end_visit(visit.pk, actor=world.inspector)
    facts = CheckFact.objects.filter(source_noun="visit", source_id=visit.pk).count()
    item = response.edition.items.get(kind="person")
    late = Given(uuid4(), response.device, item.pk, timezone.now(), value=world.clerk.pk)
    [receipt] = record_answers(Batch(given=[late]), actor=world.clerk)
    assert receipt.state == "kept"
    assert CheckFact.objects.filter(source_noun="visit", source_id=visit.pk).count() == facts + 1


def test_the_unit_looked_at_reads_what_is_said_of_it_and_does_not_say_it(world, client):
    visit = sent(world)
    response = actions.begin_visit(visit.pk, actor=world.inspector)
    item = response.edition.items.first()
    say = reverse("checklists:answer", args=[response.pk, item.pk])
    client.force_login(world.tugs_head)
    page = client.get(response.get_absolute_url())
    assert page.status_code == 200
    assert reverse("checklists:field", args=[response.pk]) not in page.content.decode()
    assert client.get(reverse("checklists:field", args=[response.pk])).status_code == 403
    assert client.post(say, {"value": "yes"}).status_code == 403
    answered(world, visit)
    actions.end_visit(visit.pk, actor=world.inspector, summary="总体可控")
    late = Given(uuid4(), response.device, item.pk, timezone.now(), value="no")
    before = (response.answers.count(), CheckFact.objects.count())
    assert record_answers(Batch(given=[late]), actor=world.tugs_head)[0].state == "refused"
    assert (response.answers.count(), CheckFact.objects.count()) == before
    assert record_answers(Batch(given=[late]), actor=world.clerk)[0].state == "kept"


def test_both_sides_sign_each_once_and_nobody_for_both(world):
    visit = ended(world)
    actions.sign_visit(visit.pk, actor=world.inspector, side="looking")
    with pytest.raises(ValidationError):
        actions.sign_visit(visit.pk, actor=world.clerk, side="looking")
    with pytest.raises(PermissionDenied):
        actions.sign_visit(visit.pk, actor=world.inspector, side="looked_at")
    actions.sign_visit(visit.pk, actor=world.tugs_head, side="looked_at", remark="跳板当日已更换")
    visit.refresh_from_db()
    assert visit.state == VisitState.SIGNED


def test_whoever_signs_sees_what_is_signed(world, client):
    visit = ended(world)
    client.force_login(world.tugs_head)
    page = client.get(reverse("inspections:visit_sign", args=[visit.pk, "looked_at"])).content.decode()
    assert "1 failed, 0 not answered." in page


def test_a_unit_that_does_not_sign_holds_nothing_up_and_may_still_sign(world):
    visit = ended(world)
    with pytest.raises(PermissionDenied):  # first one signs oneself
        actions.note_unsigned(visit.pk, actor=world.inspector, reason="拒签")
    actions.sign_visit(visit.pk, actor=world.inspector, side="looking")
    with pytest.raises(ValidationError):
        actions.note_unsigned(visit.pk, actor=world.inspector, reason=" ")
    with pytest.raises(PermissionDenied):
        actions.note_unsigned(visit.pk, actor=world.tugs_head, reason="不同意")
    visit = actions.note_unsigned(visit.pk, actor=world.inspector, reason="负责人在场，对第二项有异议")
    assert visit.state == VisitState.UNSIGNED
    assert not [todo for todo in todos(world.tugs_head, visit.on) if todo.noun == "visit"]
    actions.sign_visit(visit.pk, actor=world.tugs_head, side="looked_at", remark="第二项保留意见")
    visit.refresh_from_db()
    assert (visit.state, visit.unsigned_why) == (VisitState.SIGNED, "负责人在场，对第二项有异议")


def test_for_a_unit_that_nobody_speaks_for_the_nearest_above_signs(world):
    visit = ended(world)
    actions.sign_visit(visit.pk, actor=world.inspector, side="looking")
    with pytest.raises(PermissionDenied):  # the tugs have a head of their own
        actions.sign_visit(visit.pk, actor=world.east_leader, side="looked_at")
    Appointment.objects.filter(unit=world.tugs, role__in=["leader", "head", "liaison"]).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    east = Person.objects.get(pk=world.east_leader.pk)
    assert [todo.noun_id for todo in todos(east, visit.on) if todo.noun == "visit"] == [visit.pk]
    actions.sign_visit(visit.pk, actor=east, side="looked_at")
    visit.refresh_from_db()
    assert visit.state == VisitState.SIGNED


def test_a_head_sends_only_where_the_network_or_the_tree_lets_the_unit_look(world):
    def send(unit):
        return actions.plan_visit(
            actor=world.east_leader, kind="planned", unit=unit, looking_unit=world.east, edition=edition,
            on=timezone.localdate(), team=[world.east_inspector],
        )  # fmt: skip

    edition = sent(world).edition
    assert send(world.tugs)
    with pytest.raises(ValidationError, match="does not inspect"):
        send(world.storage)
    actions.draw_edge(
        actor=world.clerk, looker=world.east, looked_at=world.storage, since=timezone.localdate(), document="互查"
    )
    assert send(world.storage)


def test_a_visit_follows_up_only_what_it_was_begun_from(world, client):
    client.force_login(world.clerk)
    fresh, after = reverse("inspections:visit_new"), f"{reverse('inspections:visit_new')}?follows={ended(world).pk}"
    kinds = [[code for code, _label in client.get(url).context["form"]["kind"].field.choices] for url in (fresh, after)]
    assert kinds == [["planned", "unannounced"], ["follow_up"]]


def test_a_follow_up_goes_back_to_the_same_unit(world, client):
    before = ended(world)
    follow = sent(world, VisitKind.FOLLOW_UP, follows=before)
    assert follow.follows == before
    with pytest.raises(ValidationError):
        sent(world, VisitKind.FOLLOW_UP, follows=before, unit=world.storage)


def test_pages_of_a_visit_work_without_scripts(world, client):
    visit = sent(world)
    client.force_login(world.inspector)
    begun = client.post(reverse("inspections:visit_begin", args=[visit.pk]))
    assert begun.status_code == 302
    assert begun.url.startswith("/field/")
    answered(world, visit)
    assert client.post(reverse("inspections:visit_end", args=[visit.pk]), {"summary": "可控"}).status_code == 302
    assert client.post(reverse("inspections:visit_sign", args=[visit.pk, "looking"]), {}).status_code == 302
    page = client.get(visit.get_absolute_url())
    assert page.status_code == 200
    assert client.get(reverse("inspections:visits"), {"mine": 1, "unit": world.east.pk}).context["page"].rows == [visit]


def test_the_visit_page_takes_as_many_queries_whatever_was_answered(world, client, django_assert_max_num_queries):
    visit = ended(world)
    client.force_login(world.clerk)
    with django_assert_max_num_queries(23):
        assert client.get(visit.get_absolute_url()).status_code == 200


def test_the_page_says_item_by_item_who_differs_and_what_nobody_answered(world, client):
    visit = sent(world)
    response = actions.begin_visit(visit.pk, actor=world.inspector)
    both, nobody = response.edition.items.filter(kind="yes_no")[:2]
    for person, value in ((world.inspector, "yes"), (world.clerk, "no")):
        said = Given(uuid4(), response.device, both.pk, timezone.now(), value=value)
        assert [r.state for r in record_answers(Batch(given=[said]), actor=person)] == ["kept"]
    client.force_login(world.clerk)
    text = client.get(visit.get_absolute_url()).content.decode()
    rows = dict(re.findall(r'<tr><td class="title">.*?<small>(.*?)</small></td>(.*?)</tr>', text))
    assert re.search("Passed / Failed.*Differ.*>[0-9]+<", rows[both.code])
    assert rows[nobody.code].count(">—<") == 2
    assert "Differ" not in rows[nobody.code]


def test_a_copied_photo_is_shown_on_the_visits_page_to_who_leads_those_sent_and_not_to_who_took_it(world, client):
    image = jpeg(scene(41))
    claimed(world, "已复装", world.stevedores, world.stevedores_head, files={"后.jpg": image})
    visit = sent(world)
    response = actions.begin_visit(visit.pk, actor=world.inspector)
    photographed(response, response.edition.items.get(kind="photo"), image, world.inspector)
    sweep.func()
    hint = Hint.objects.get()
    for person, shown in (
        (world.supervision_head, True), (world.clerk, True), (world.inspector, False), (world.tugs_head, False),
        (world.east_leader, False), (world.leader, False),
    ):  # fmt: skip
        client.force_login(person)
        page = client.get(visit.get_absolute_url())
        assert page.status_code == 200
        assert ("The same file as in" in page.content.decode()) is shown, person
        assert (client.get(f"/likeness/{hint.pk}").status_code == 200) is shown, person


def test_a_visit_to_a_unit_out_of_reach_is_refused_at_the_field(client, world):
    edition = sent(world).edition
    client.force_login(world.east_leader)
    said = {
        "kind": "unannounced", "unit": world.finance.pk, "looking_unit": world.east.pk, "edition": edition.pk,
        "on": timezone.localdate().isoformat(), "place": "三楼", "team": f"id:{world.east_inspector.pk}",
    }  # fmt: skip
    page = client.post(reverse("inspections:visit_new"), said)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["unit"]
    assert "does not inspect" in page.content.decode()
    assert "三楼" in page.content.decode()
    # On behalf of a unit that is not one's own nothing is planned at all.
    with pytest.raises(PermissionDenied):
        actions.plan_visit(
            actor=world.east_leader, kind="unannounced", unit=world.east, looking_unit=world.safety, edition=edition,
            on=timezone.localdate(), team=[world.inspector],
        )  # fmt: skip


def test_a_list_of_which_one_must_be_chosen_says_so_in_words(world, client):
    client.force_login(world.clerk)
    shown = client.get(reverse("inspections:visit_new")).content.decode()
    assert "Please choose" in shown
    assert "---------" not in shown
