"""The pages of exposure notices: what is shown to whom, what is kept of bad input, how many questions they ask."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from duban.files.models import Evidence
from duban.inspections import actions
from duban.inspections.models import Exposure, ExposureState
from tests.files.samples import sent_ahead
from tests.findings.conftest import pixels
from tests.inspections import exposure_path as path
from tests.world import World


@pytest.fixture
def page(client, world: World):
    def get(notice: Exposure | str, person=None) -> str:
        client.force_login(person or world.clerk)
        url = notice if isinstance(notice, str) else notice.get_absolute_url()
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.content.decode()

    return get


def act(name: str, notice: Exposure, *more: int) -> str:
    return reverse(f"inspections:exposure_{name}", args=[notice.pk, *more])


def test_a_findings_page_offers_a_notice_and_leads_to_it(world: World, page):
    finding = path.found(world)
    link = f"{reverse('inspections:exposure_new')}?finding={finding.pk}"
    assert link in page(finding.get_absolute_url())
    assert link not in page(finding.get_absolute_url(), world.stevedores_head)
    notice = path.drafted(world, finding)
    assert notice.get_absolute_url() in page(finding.get_absolute_url())
    assert notice.get_absolute_url() not in page(finding.get_absolute_url(), world.stevedores_head)


def test_a_double_click_drafts_one_notice_and_a_search_keeps_what_is_ticked(client, world: World):
    first, second = path.found(world, condition="护栏缺失。"), path.found(world, condition="灭火器被挡。")
    client.force_login(world.clerk)
    url, token = reverse("inspections:exposure_new"), "t" * 32
    searched = client.post(url, {"search": "1", "q": "灭火器", "findings": first.pk, "once": token})
    assert searched.status_code == 200
    assert searched.context["ticked"] == {first.pk}
    assert [row.pk for row in searched.context["offered"]] == [first.pk, second.pk]
    data = {"office": world.supervision.pk, "findings": [first.pk, second.pk], "once": token}
    answers = [client.post(url, data) for _turn in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Exposure.objects.get().findings.count() == 2
    none = client.post(url, {"office": world.supervision.pk})
    assert none.status_code == 422
    assert "Choose at least one finding." in none.content.decode()


def test_what_was_typed_stays_when_something_is_wrong(client, world: World):
    notice = path.with_photo(world)
    client.force_login(world.clerk)
    picture = Evidence.objects.get(noun="finding").pk
    data = {"title": "甲", "body": "很长的正文", "unit": world.west.pk, "shown_for": "很久", "photos": picture}
    answer = client.post(act("text", notice), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "很长的正文" in text
    assert "很久" in text
    assert f'value="{picture}" checked' in text
    mask = act("mask", notice, notice.photos.get().pk)
    answer = client.post(mask, {"boxes": "10 10 abc"})
    assert answer.status_code == 422
    assert "10 10 abc" in answer.content.decode()
    assert client.post(mask, {"boxes": "nan nan nan nan"}).status_code == 422
    assert client.post(mask, {}).status_code == 422


def test_a_draft_says_what_is_missing(world: World, page):
    notice = path.with_photo(world)
    path.changed(
        world, notice, body=f"{world.stevedore.name}离岗。", photo_ids=[Evidence.objects.get(noun="finding").pk]
    )
    text = page(notice)
    assert "1 photos are neither masked nor declared" in text
    assert world.stevedore.name in text
    assert act("submit", notice) not in text
    assert act("mask", notice, notice.photos.get().pk) in text


def test_readers_see_the_masked_copy_the_reply_and_no_more_than_the_findings_number(world: World, page):
    finding = path.found(world, photos=1, title="护栏内部编号标题")
    notice = path.changed(
        world, path.drafted(world, finding), title="关于护栏缺失的曝光", photo_ids=[Evidence.objects.get().pk]
    )
    actions.mask_photo(notice.pk, notice.photos.get().pk, actor=world.clerk, boxes=[path.FACE])
    notice = path.replying(world, notice)
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="已连夜复装。")
    actions.issue_exposure(notice.pk, actor=world.clerk)
    notice.refresh_from_db()
    photo, text = notice.photos.get(), page(notice, world.west_member)
    for shown in (notice.number, "已连夜复装。", finding.number, photo.copy.url):
        assert shown in text
    for hidden in (
        "护栏内部编号标题",
        photo.evidence.url + '"',
        world.stevedores_head.name,
        world.supervision_head.name,
    ):
        assert hidden not in text
    assert "护栏内部编号标题" in page(notice, world.stevedores_head)


def test_what_was_withdrawn_is_shown_as_such_and_says_nothing_more(world: World, page):
    notice = path.withdrawn(world)
    text = page(notice, world.west_member)
    assert "视频显示当日已复装" in text
    assert "护栏当日已复装" not in text
    assert "临水边缘" not in text
    assert "临水边缘" in page(notice, world.stevedores_head)


def test_proof_comes_with_a_reply_and_is_not_for_readers(client, world: World, page):
    notice = path.issued(world)
    client.force_login(world.stevedores_head)
    proof = SimpleUploadedFile("检修票.png", pixels().read(), "image/png")
    ahead = sent_ahead(client, "工单.pdf")
    said = {"text": "已复装", "proof": proof, "proof_uploads": ahead}
    assert client.post(act("reply", notice), said).status_code == 302
    kept, other = Evidence.objects.filter(noun="exposure_reply").order_by("pk")
    assert (kept.name, other.name) == ("检修票.png", "工单.pdf")
    assert kept.url in page(notice, world.auditor)
    assert kept.url not in page(notice, world.west_member)
    client.force_login(world.west_member)
    assert client.get(kept.url).status_code == 404
    client.force_login(world.stevedores_head)
    named = client.post(act("reply", notice), {"text": f"{world.stevedore.name}已受处理", "disputes": "on"})
    assert named.status_code == 422
    assert "已受处理" in named.content.decode()


def test_a_notice_taken_back_shows_the_unit_its_own_reply_and_nothing_new(client, world: World, page):
    finding = path.found(world)
    notice = path.replying(world, path.changed(world, path.drafted(world, finding), title="原来的标题"))
    client.force_login(world.stevedores_head)
    proof = SimpleUploadedFile("检修票.png", pixels().read(), "image/png")
    assert client.post(act("reply", notice), {"text": "地点写错了", "proof": proof}).status_code == 302
    kept = Evidence.objects.get(noun="exposure_reply")
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正地点")
    path.changed(world, Exposure.objects.get(pk=notice.pk), title="改后的标题", body="改写后未经审核的文字。")
    for step in ("draft", "checking"):
        if step == "checking":
            path.checking(world, notice)
        for who in (world.stevedores_head, world.stevedores_liaison):
            text = page(notice, who)
            for shown in ("原来的标题", "Taken back", "地点写错了", kept.url):
                assert shown in text
            for hidden in ("改后的标题", "改写后未经审核的文字。"):
                assert hidden not in text
            client.force_login(who)
            assert client.get(kept.url).status_code == 200
            # Nothing else tells of it: neither the list, also searched, nor the finding's page, nor Word.
            assert notice.get_absolute_url() not in page(reverse("inspections:exposures") + "?q=改后", who)
            assert notice.get_absolute_url() not in page(finding.get_absolute_url(), who)
            assert client.get(act("word", notice)).status_code == 404
    for who in (world.east_leader, world.west_head, world.stevedore):
        client.force_login(who)
        assert client.get(notice.get_absolute_url()).status_code == 404
        assert client.get(kept.url).status_code == 404


def test_a_notice_widened_while_taken_back_does_not_show_itself_to_a_unit_that_never_had_it(client, world: World):
    notice = path.replying(world)
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正单位")
    path.changed(world, Exposure.objects.get(pk=notice.pk), unit=world.east)
    client.force_login(world.east_leader)
    assert client.get(notice.get_absolute_url()).status_code == 404
    client.force_login(world.stevedores_head)
    assert client.get(notice.get_absolute_url()).status_code == 200


def test_whatever_became_of_a_notice_that_moved_the_first_unit_is_told_so_where_its_old_link_leads(world: World, page):
    def moved(title: str) -> Exposure:
        notice = path.replying(world, path.changed(world, path.drafted(world), title="原来的标题"))
        actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正单位")
        return path.changed(world, Exposure.objects.get(pk=notice.pk), title=title, body="乙", unit=world.east)

    dropped, replying, expired = moved("甲一"), moved("甲二"), moved("甲三")
    actions.drop_exposure(dropped.pk, actor=world.clerk, reason="东港另行处理")
    path.replying(world, replying)
    path.replying(world, expired)
    actions.waive_reply(expired.pk, actor=world.east_leader)
    actions.issue_exposure(expired.pk, actor=world.clerk)
    assert "甲三" in page(expired, world.stevedores_head)  # shown to everybody, until it expires
    Exposure.objects.filter(pk=expired.pk).update(expires_on="2020-01-01")
    for notice, said in (
        (dropped, "It was taken back, and dropped before it was issued."),
        (replying, "your unit is not the one exposed any more"),
        (expired, "your unit is not the one exposed any more"),
    ):
        text = page(notice, world.stevedores_head)
        assert said in text
        assert "原来的标题" in text
        for hidden in ("甲一", "甲二", "甲三", "东港另行处理"):
            assert hidden not in text


def test_a_notice_moved_to_another_unit_shows_neither_what_the_other_replied(client, world: World, page):
    notice = path.replying(world)
    client.force_login(world.stevedores_head)
    mine = {"text": "装卸公司的答复", "proof": SimpleUploadedFile("甲.png", pixels().read(), "image/png")}
    assert client.post(act("reply", notice), mine).status_code == 302
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="更正单位")
    path.replying(world, path.changed(world, Exposure.objects.get(pk=notice.pk), unit=world.east))
    client.force_login(world.east_leader)
    theirs = {"text": "东港的答复", "proof": SimpleUploadedFile("乙.png", pixels().read(), "image/png")}
    assert client.post(act("reply", notice), theirs).status_code == 302
    first, second = Evidence.objects.filter(noun="exposure_reply").order_by("pk")
    east = page(notice, world.east_leader)
    assert "东港的答复" in east
    assert "装卸公司的答复" not in east
    assert client.get(first.url).status_code == 404
    made = page(notice)  # whoever makes it reads both, each under the unit that said it
    assert made.count(f'<p class="quiet small">{world.stevedores} ·') == 1
    assert made.count(f'<p class="quiet small">{world.east} ·') == 1
    client.force_login(world.east_leader)
    word = Document(BytesIO(b"".join(client.get(act("word", notice)).streaming_content)))
    assert "装卸公司的答复" not in "\n".join(paragraph.text for paragraph in word.paragraphs)
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="再更正")
    stub = page(notice, world.stevedores_head)
    assert "装卸公司的答复" in stub
    assert "东港的答复" not in stub
    assert client.get(first.url).status_code == 200
    assert client.get(second.url).status_code == 404


def test_a_check_is_passed_only_when_both_were_looked_at(client, world: World):
    notice = path.checking(world)
    client.force_login(world.auditor)
    assert client.post(act("check", notice), {"passed": "yes", "private": "on"}).status_code == 422
    assert client.post(act("check", notice), {"passed": "no"}).status_code == 422
    assert client.post(act("check", notice), {"passed": "yes", "private": "on", "lawful": "on"}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == ExposureState.REPLYING


def test_nobody_passes_what_they_have_not_read(client, world: World):
    """Its writers take it back, write on and hand it in anew while the checker's page stands open."""
    notice = path.checking(world)
    client.force_login(world.auditor)

    def begun(page: str) -> str:
        return re.search(rf"{act('check', notice)}\?seen=\w+", page)[0]

    def said(form: str) -> dict[str, str]:
        seen = re.search(r'name="seen" value="(\w+)"', form)[1]
        return {"passed": "yes", "private": "on", "lawful": "on", "seen": seen}

    url = begun(client.get(notice.get_absolute_url()).content.decode())
    read = client.get(url).content.decode()
    assert notice.body[:10] not in read  # it stands on the page behind the form
    actions.redraft_exposure(notice.pk, actor=world.clerk, reason="补充事实")
    path.changed(world, notice, body="另有两处护栏缺失。")
    path.checking(world, notice)
    assert "另有两处护栏缺失" in client.get(url).content.decode()
    refused = client.post(url, said(read))
    assert refused.status_code == 422
    again = refused.content.decode()
    assert "Somebody changed this notice meanwhile" in again
    assert "另有两处护栏缺失" in again
    notice.refresh_from_db()
    assert notice.state == ExposureState.CHECKING
    assert client.post(url, said(again)).status_code == 302
    notice.refresh_from_db()
    assert notice.state == ExposureState.REPLYING


def test_too_early_an_issue_is_refused_in_words(client, world: World):
    notice = path.replying(world)
    client.force_login(world.clerk)
    answer = client.post(act("issue", notice), follow=True)
    assert "may reply until" in answer.content.decode()
    notice.refresh_from_db()
    assert not notice.number


def test_word_holds_number_text_masked_photo_and_reply(client, world: World):
    notice = path.issued(world, path.masked(world))
    actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="已连夜复装。")
    client.force_login(world.west_member)
    answer = client.get(reverse("inspections:exposure_word", args=[notice.pk]))
    document = Document(BytesIO(b"".join(answer.streaming_content)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (notice.number, "临水边缘护栏连续完好", "已连夜复装。", world.supervision.name):
        assert words in text
    [picture] = [part for part in document.part.package.iter_parts() if part.partname.startswith("/word/media/")]
    with notice.photos.get().copy.blob.open() as copy:
        assert picture.blob == copy.read()


def test_the_list_asks_the_same_number_of_questions_for_more_rows(client, world: World):
    def count() -> int:
        client.force_login(world.west_member)
        client.get(reverse("inspections:exposures"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("inspections:exposures")).status_code == 200
        return len(asked)

    path.issued(world)
    one = count()
    for _turn in range(3):
        path.issued(world)
    assert count() == one


def test_the_list_is_filtered_and_never_fails_on_a_damaged_address(client, world: World):
    shown, draft = path.issued(world), path.drafted(world)
    expired = path.issued(world)
    Exposure.objects.filter(pk=expired.pk).update(expires_on=world.today - timedelta(days=1))
    client.force_login(world.clerk)

    def rows(**asked: str) -> set[int]:
        answer = client.get(reverse("inspections:exposures"), asked)
        assert answer.status_code == 200
        return {row.pk for row in answer.context["page"]}

    assert rows(show="shown") == {shown.pk}
    assert rows(show="expired") == {expired.pk}
    assert rows(show="draft") == {draft.pk}
    assert rows(unit=str(world.east.pk)) == {shown.pk, draft.pk, expired.pk}
    assert rows(q=shown.number) == {shown.pk}
    for damaged in ({"show": "x"}, {"unit": "x"}, {"unit": "9" * 30}, {"q": "没有这样的"}):
        assert rows(**damaged) == set()
    assert client.get(reverse("inspections:exposures_xlsx")).status_code == 200
