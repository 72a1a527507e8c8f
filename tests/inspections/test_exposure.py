"""Exposure notices: what each step needs, who may take it, and what readers never get."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404
from django.utils import timezone
from PIL import Image

from duban.files import access as files
from duban.files.models import Evidence
from duban.findings import actions as register
from duban.findings.models import Finding
from duban.inspections import actions
from duban.inspections.exposing import listing, terms
from duban.inspections.exposing.access import exposures
from duban.inspections.exposing.names import names_in
from duban.inspections.exposing.todos import todos
from duban.inspections.models import Exposure, ExposureState
from duban.journal.models import Entry
from duban.notices import audience
from tests.findings.conftest import conduct
from tests.inspections import exposure_path as path
from tests.world import World


def whats(person, on=None):
    return [todo.what for todo in todos(person, on or timezone.localdate())]


def told(kind: str) -> set[int]:
    return audience.of(Entry.objects.filter(kind=kind).latest("id"))


def test_it_is_drafted_from_facts_and_from_nobodys_name(world: World):
    first = path.found(world, condition="护栏缺失约4米。\n未设警示。")
    second = path.found(world, unit=world.tugs, accepted=False, condition="值班记录缺签。")
    register.accept_finding(second.pk, actor=world.tugs_head)
    notice = path.drafted(world, first, second)
    assert notice.unit == world.east  # the lowest unit above both
    assert "护栏缺失约4米。未设警示" in notice.body
    assert "值班记录缺签" in notice.body
    assert first.criterion in notice.body
    assert names_in(notice.title, notice.body) == []
    assert notice.shown_for == terms.BUILT_IN.shown_term


@pytest.mark.parametrize("how", ["reported", "disputed"])
def test_what_is_not_confirmed_is_not_told(world: World, how: str):
    if how == "reported":
        finding = path.found(world, actor=world.west_member, accepted=False)
    else:
        finding = path.found(world, accepted=False)
        register.dispute_finding(finding.pk, actor=world.stevedores_head, reason="不属实")
    with pytest.raises(ValidationError):
        path.drafted(world, finding)


def test_a_finding_that_may_still_be_disputed_keeps_the_notice_back(world: World):
    notice = path.drafted(world, path.found(world, accepted=False))
    with pytest.raises(ValidationError, match="may still be disputed"):
        actions.submit_exposure(notice.pk, actor=world.clerk)
    Finding.objects.update(answer_by=world.today - timedelta(days=1))
    assert actions.submit_exposure(notice.pk, actor=world.clerk).state == ExposureState.CHECKING


def test_whoever_is_exposed_does_not_write(world: World):
    finding = path.found(world)
    with pytest.raises(ValidationError):
        actions.draft_exposure(actor=world.stevedores_head, office=world.stevedores, finding_ids=[finding.pk])
    with pytest.raises(ValidationError):  # a unit beside it tells nothing of it
        actions.draft_exposure(actor=world.clerk, office=world.supervision, finding_ids=[])


def test_a_secondary_unit_shows_its_notices_only_below_itself(world: World):
    finding = path.found(world)
    notice = actions.draft_exposure(actor=world.east_leader, office=world.east, finding_ids=[finding.pk])
    assert notice.shown_in == world.east
    with pytest.raises(ValidationError) as refused:
        path.changed(world, notice, actor=world.east_leader, shown_in=None)
    assert "shown_in" in refused.value.message_dict
    actions.submit_exposure(notice.pk, actor=world.east_leader)
    actions.check_exposure(notice.pk, actor=world.clerk, passed=True)
    actions.waive_reply(notice.pk, actor=world.stevedores_head)
    actions.issue_exposure(notice.pk, actor=world.east_leader)
    assert exposures.get_for(world.tugs_head, notice.pk)
    with pytest.raises(Http404):
        exposures.get_for(world.west_head, notice.pk)


# -- photos ----------------------------------------------------------------------------------------------------------


def test_no_photo_goes_to_check_unless_it_is_masked_or_declared(world: World):
    notice = path.with_photo(world)
    with pytest.raises(ValidationError, match="neither masked nor declared"):
        actions.submit_exposure(notice.pk, actor=world.clerk)
    photo = notice.photos.get()
    for boxes, nobody in (([], False), ([path.FACE], True), ([(0.9, 0.9, 0.5, 0.5)], False)):
        with pytest.raises(ValidationError):
            actions.mask_photo(notice.pk, photo.pk, actor=world.clerk, boxes=boxes, nobody=nobody)
    actions.mask_photo(notice.pk, photo.pk, actor=world.clerk, boxes=[], nobody=True)
    assert actions.submit_exposure(notice.pk, actor=world.clerk).state == ExposureState.CHECKING


def test_the_copy_has_nothing_left_under_the_mask_and_no_metadata(world: World):
    notice = path.masked(world)
    photo = notice.photos.get()
    with Image.open(photo.copy.blob.open()) as copy:
        assert copy.size == (80, 120)  # upright, as it is looked at
        assert dict(copy.getexif()) == {}
        assert not {"exif", "icc_profile", "comment"} & copy.info.keys()
        inside = [copy.getpixel((x, y)) for x in range(38) for y in range(58)]
    assert max(max(pixel) for pixel in inside) < 60  # ink, no trace of red
    assert photo.copy.blob_id != photo.evidence.blob_id


def test_readers_get_the_copy_and_never_the_original(world: World):
    notice = path.issued(world, path.masked(world))
    photo = notice.photos.get()
    assert files.get_for(world.west_member, photo.copy_id)
    with pytest.raises(Http404):
        files.get_for(world.west_member, photo.evidence_id)
    with pytest.raises(Http404):
        files.get_for(world.outsider, photo.copy_id)


def test_masking_anew_takes_the_first_copy_back(world: World):
    notice = path.masked(world)
    photo = notice.photos.get()
    first = photo.copy_id
    actions.mask_photo(notice.pk, photo.pk, actor=world.clerk, boxes=[path.FACE, (0.6, 0.6, 0.2, 0.2)])
    assert Evidence.objects.get(pk=first).withdrawn_at
    path.changed(world, notice, photo_ids=[])
    assert not notice.photos.exists()
    assert not Evidence.objects.filter(noun="exposure_photo", withdrawn_at=None).exists()


def test_a_damaged_picture_is_said_to_be_so(world: World):
    notice = path.with_photo(world)
    blob = notice.photos.get().evidence.blob
    with blob.open() as content:
        half = content.read()[:300]

    storages["evidence"].delete(blob.storage_name)

    storages["evidence"].save(blob.storage_name, ContentFile(half))
    with pytest.raises(ValidationError, match="cannot be opened"):
        actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.clerk, boxes=[path.FACE])


# -- names -----------------------------------------------------------------------------------------------------------


def test_a_known_persons_name_must_be_justified(world: World):
    notice = path.drafted(world)
    path.changed(world, notice, body=f"值班员{world.stevedore.name[0]} {world.stevedore.name[1:]}离岗。")
    with pytest.raises(ValidationError, match=world.stevedore.name):
        actions.submit_exposure(notice.pk, actor=world.clerk)
    notice.refresh_from_db()
    path.changed(world, notice, names_why="本人已公开受处分")
    assert actions.submit_exposure(notice.pk, actor=world.clerk)
    with pytest.raises(ValidationError):
        path.checking(world, notice)


# -- check, reply, issue ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "east_leader", "stevedores_head", "inspector"])
def test_nobody_checks_what_they_wrote_or_may_not(world: World, who: str):
    notice = path.checking(world)
    with pytest.raises((PermissionDenied, Http404)):
        actions.check_exposure(notice.pk, actor=world.people[who], passed=True)


def test_whoever_only_masked_a_photo_does_not_check_either(world: World):
    notice = path.with_photo(world)
    actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.supervision_head, boxes=[path.FACE])
    actions.submit_exposure(notice.pk, actor=world.clerk)
    with pytest.raises(PermissionDenied):
        actions.check_exposure(notice.pk, actor=world.supervision_head, passed=True)
    assert whats(world.supervision_head) == []
    assert whats(world.auditor) == ["Check an exposure notice"]
    assert told("exposure.submitted") == {world.auditor.pk}
    assert actions.check_exposure(notice.pk, actor=world.auditor, passed=True).reply_by > world.today


def test_it_is_returned_with_reasons_and_goes_round_again(world: World):
    notice = path.checking(world)
    with pytest.raises(ValidationError):
        actions.check_exposure(notice.pk, actor=world.auditor, passed=False)
    actions.check_exposure(notice.pk, actor=world.auditor, passed=False, note="删去班组名称")
    assert whats(world.clerk) == ["Change an exposure notice that was returned"]
    assert told("exposure.returned") == {world.clerk.pk}
    notice.refresh_from_db()
    path.changed(world, notice, body="已删改。")
    assert path.replying(world, notice).state == ExposureState.REPLYING


def test_it_is_not_issued_before_the_clock_ends_unless_answered(world: World):
    notice = path.replying(world)
    assert told("exposure.passed") == {world.clerk.pk, world.stevedores_head.pk, world.stevedores_liaison.pk}
    assert whats(world.stevedores_liaison) == ["Reply to an exposure notice, or waive"]
    with pytest.raises(ValidationError, match="may reply until"):
        actions.issue_exposure(notice.pk, actor=world.clerk)
    Exposure.objects.filter(pk=notice.pk).update(reply_by=world.today - timedelta(days=1))
    assert whats(world.clerk) == ["Issue the exposure notice"]
    made = actions.issue_exposure(notice.pk, actor=world.clerk)
    assert made.number == f"督查曝光〔{world.today.year}〕1号"
    assert made.expires_on == terms.shown_until("3个月", world.today)


def test_a_reply_opens_the_way_and_may_also_come_later(world: World):
    notice = path.replying(world)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_liaison, text="已连夜复装护栏。")
    actions.issue_exposure(notice.pk, actor=world.clerk)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="同类点位已全部排查。")
    assert notice.replies.count() == 2
    with pytest.raises(PermissionDenied):
        actions.reply_to_exposure(notice.pk, actor=world.tugs_head, text="与我无关")
    with pytest.raises(ValidationError):
        actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text=f"是{world.stevedore.name}的责任")


def test_disputed_facts_are_ruled_on_first_and_by_another(world: World):
    notice = path.disputed(world)
    for act in (actions.issue_exposure, lambda pk, actor: actions.redraft_exposure(pk, actor=actor, reason="改")):
        with pytest.raises(ValidationError, match="ruled on first"):
            act(notice.pk, actor=world.clerk)
    assert whats(world.auditor) == ["Rule on disputed facts"]
    for who in (world.clerk, world.stevedores_head):
        with pytest.raises(PermissionDenied):
            actions.rule_on_exposure(notice.pk, actor=who, upheld=False, ruling="属实")
    actions.rule_on_exposure(notice.pk, actor=world.auditor, upheld=False, ruling="检修票已过期")
    with pytest.raises(ValidationError, match="ruled on once"):
        actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="仍不服", disputes=True)
    assert actions.issue_exposure(notice.pk, actor=world.clerk).state == ExposureState.ISSUED


def test_upheld_after_the_issue_it_is_withdrawn_and_visible_as_such(world: World):
    notice = path.withdrawn(world)
    seen = exposures.get_for(world.west_member, notice.pk)
    assert (seen.state, seen.ended_why) == (ExposureState.WITHDRAWN, "视频显示当日已复装")
    assert not exposures.reads(world.west_member, seen)
    assert exposures.reads(world.stevedores_head, seen)


def test_the_person_concerned_reads_and_replies_too(world: World):
    finding = path.found(world, kind=conduct(), person=world.stevedore)
    notice = path.replying(world, path.drafted(world, finding))
    reply = actions.reply_to_exposure(notice.pk, actor=world.stevedore, text="当时奉命外出。")
    assert not reply.for_unit
    with pytest.raises(PermissionDenied):
        actions.waive_reply(notice.pk, actor=world.stevedore)


def test_what_the_person_concerned_says_leaves_the_unit_its_right_of_reply(world: World):
    finding = path.found(world, kind=conduct(), person=world.stevedore)
    notice = path.replying(world, path.drafted(world, finding))
    actions.reply_to_exposure(notice.pk, actor=world.stevedore, text="当时奉命外出。")
    with pytest.raises(ValidationError, match="may reply until"):
        actions.issue_exposure(notice.pk, actor=world.clerk)
    assert "Issue the exposure notice" not in whats(world.clerk)
    assert "Reply to an exposure notice, or waive" in whats(world.stevedores_liaison)
    actions.waive_reply(notice.pk, actor=world.stevedores_head)
    assert actions.issue_exposure(notice.pk, actor=world.clerk).state == ExposureState.ISSUED


def test_taken_back_it_is_checked_and_replied_to_anew(world: World):
    notice = path.replying(world)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="地点写错了")
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正地点")
    with pytest.raises(Http404):
        exposures.get_for(world.stevedores_head, notice.pk)
    notice.refresh_from_db()
    path.replying(world, notice)
    with pytest.raises(ValidationError, match="may reply until"):
        actions.issue_exposure(notice.pk, actor=world.clerk)


def test_who_was_asked_to_reply_is_told_that_it_was_taken_back_and_that_it_is_over(world: World):
    notice = path.checking(world)
    actions.redraft_exposure(notice.pk, actor=world.supervision_head, reason="补充依据")
    assert told("exposure.redrafted") == set()  # nobody but its makers knew of it
    path.replying(world, notice)
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正地点")
    voices = {world.stevedores_head.pk, world.stevedores_liaison.pk}
    assert told("exposure.redrafted") == voices
    path.changed(world, notice, body="改写后未经审核的文字。")
    actions.drop_exposure(notice.pk, actor=world.clerk, reason="另行处理")
    assert told("exposure.dropped") == voices
    for who in (world.stevedores_head, world.east_leader):
        seen = exposures.get_for(who, notice.pk)
        assert seen.ended_why == "另行处理"
        assert not exposures.reads(who, seen)
    assert exposures.reads(world.auditor, exposures.get_for(world.auditor, notice.pk))


def test_dropped_after_it_moved_it_is_told_to_nobody_of_the_unit_that_was_never_asked(world: World):
    notice = path.replying(world)
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正单位")
    path.changed(world, Exposure.objects.get(pk=notice.pk), unit=world.east)
    actions.drop_exposure(notice.pk, actor=world.clerk, reason="另行处理")
    assert told("exposure.dropped") == set()
    assert not exposures.visible_to(world.east_leader).filter(pk=notice.pk).exists()


def test_dropped_while_they_may_reply_they_still_read_what_it_said(world: World):
    notice = path.replying(world)
    actions.drop_exposure(notice.pk, actor=world.clerk, reason="另行处理")
    assert exposures.reads(world.stevedores_head, exposures.get_for(world.stevedores_head, notice.pk))


# -- after the issue -------------------------------------------------------------------------------------------------


def test_nothing_is_edited_after_the_issue_a_correction_is_a_new_one(world: World):
    notice = path.issued(world, path.masked(world))
    for act in (
        lambda: path.changed(world, notice, body="改"),
        lambda: actions.drop_exposure(notice.pk, actor=world.clerk, reason="不发了"),
        lambda: actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.clerk, boxes=[path.FACE]),
        lambda: actions.issue_exposure(notice.pk, actor=world.clerk),
    ):
        with pytest.raises(ValidationError):
            act()
    new = actions.correct_exposure(notice.pk, actor=world.clerk)
    assert new.photos.get().boxes == [list(path.FACE)]
    assert new.photos.get().copy is None  # looked at again
    with pytest.raises(ValidationError):
        actions.correct_exposure(notice.pk, actor=world.clerk)
    assert not notice.is_corrected
    path.changed(world, new, photo_ids=[])
    made = path.issued(world, new)
    assert made.number.endswith("2号")
    assert notice.is_corrected
    assert ("Corrected", "tag-yellow") in listing.marks_of(notice, world.today)


def test_rectified_follows_the_findings(world: World):
    finding = path.found(world)
    notice = path.issued(world, path.drafted(world, finding))
    assert not notice.is_rectified
    Finding.objects.filter(pk=finding.pk).update(state="closed", ended_on=world.today)
    assert notice.is_rectified
    assert [row.pk for row in listing.exposures_for(world.west_member, {"show": "rectified"})] == [notice.pk]


def test_expired_it_is_seen_by_parties_and_the_office_only(world: World):
    notice = path.issued(world)
    Exposure.objects.filter(pk=notice.pk).update(expires_on=world.today - timedelta(days=1))
    for who in (world.stevedores_head, world.east_leader, world.clerk, world.auditor):
        assert exposures.get_for(who, notice.pk)
    for who in (world.west_member, world.tugs_head, world.assessor):
        with pytest.raises(Http404):
            exposures.get_for(who, notice.pk)


def test_a_notice_is_shown_no_longer_than_the_rules_allow(world: World):
    notice = path.drafted(world)
    for term in ("4个月", "很久", "", "99999999999年"):
        with pytest.raises(ValidationError) as refused:
            path.changed(world, notice, shown_for=term)
        assert "shown_for" in refused.value.message_dict
    rules = {"reply_term": "3 working days", "ruling_term": "5 working days", "shown_term": "6 months"}
    actions.set_exposure_rules(
        actor=world.clerk, since=world.today, source="督办〔2026〕31号", said={**rules, "pattern": "曝{year}-{serial}"}
    )
    assert path.changed(world, notice, shown_for="4个月").shown_for == "4个月"
    assert path.issued(world, notice).number == f"曝{world.today.year}-1"


def test_the_journal_has_the_digest_of_the_text_and_never_the_text(world: World):
    notice = path.issued(world)
    entries = Entry.objects.filter(noun="exposure", noun_id=notice.pk)
    assert {entry.kind for entry in entries} == {
        "exposure.drafted", "exposure.submitted", "exposure.passed", "exposure.waived", "exposure.issued",
    }  # fmt: skip
    assert not any("临水边缘" in entry.body for entry in entries)
    assert len({entry.facts["text_sha256"] for entry in entries}) == 1
