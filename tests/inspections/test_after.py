"""After the visits: notice, bulletin, statement, suggestions."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from docx import Document

from duban.findings.models import Finding
from duban.inspections import actions
from duban.inspections.access import bulletins, suggestions
from duban.inspections.actions.suggestions import hash_of
from duban.inspections.models import Suggestion, SuggestionState
from duban.inspections.queries.facts import facts_of
from duban.inspections.recording import failed_items
from duban.journal.models import Entry
from duban.ledger.models import TaskType
from duban.org.access import standing_of
from tests.inspections import exposure_path
from tests.inspections.test_visit import ended

TODAY = timezone.localdate


def inspected(world):
    visit = ended(world)
    actions.issue_from_item(visit.pk, next(iter(failed_items(visit))), actor=world.inspector)
    return visit


def word(answer):
    assert answer.status_code == 200
    document = Document(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_the_notice_lists_what_the_visit_found(world, client):
    visit = inspected(world)
    client.force_login(world.tugs_head)
    text = word(client.get(reverse("inspections:notice", args=[visit.pk])))
    assert world.tugs.name in text
    assert Finding.objects.get().number in text


def test_facts_of_a_period_take_as_many_queries_for_many_findings_as_for_none(world, django_assert_num_queries):
    standing_of(world.clerk).posts  # noqa: B018 - asked once a request, by whoever comes first
    period = (world.group, TODAY() - timedelta(days=7), TODAY())
    with django_assert_num_queries(2):
        facts_of(world.clerk, *period)
    for place in ("1号泊位", "2号泊位", "3号泊位"):
        exposure_path.found(world, accepted=False, severity="critical", place=place)
    with django_assert_num_queries(2):
        assert len(facts_of(world.clerk, *period).serious) == 3


def test_a_bulletin_is_drafted_from_facts_corrected_and_issued_once(world, client):
    inspected(world)
    made = actions.draft_bulletin(
        actor=world.clerk, unit=world.supervision, scope=world.group, since=TODAY() - timedelta(days=7), until=TODAY()
    )
    assert made.lines == [[str(world.tugs), 1, 1, 0, 0, 0]]
    with pytest.raises(Http404):
        bulletins.get_for(world.tugs_head, made.pk)
    actions.correct_bulletin(made.pk, actor=world.clerk, title="第一期督查通报", body=made.body + "\n请抓紧整改。")
    actions.issue_bulletin(made.pk, actor=world.clerk, number="督查通报〔2026〕1号")
    for act in (
        lambda: actions.issue_bulletin(made.pk, actor=world.clerk, number="督查通报〔2026〕2号"),
        lambda: actions.correct_bulletin(made.pk, actor=world.clerk, title="改", body="改"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(world.tugs_head)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "<h3>一、" in page
    assert "<p>请抓紧整改。</p>" in page
    text = word(client.get(reverse("inspections:bulletin_word", args=[made.pk])))
    assert "请抓紧整改。" in text
    assert "督查通报〔2026〕1号" in text


def test_a_bulletin_goes_out_as_it_was_read_and_nobody_writes_over_anothers_words(world, client):
    made = actions.draft_bulletin(
        actor=world.clerk, unit=world.supervision, scope=world.group, since=world.today, until=world.today
    )
    client.force_login(world.clerk)
    page = client.get(made.get_absolute_url())
    issue, correct = (reverse(f"inspections:bulletin_{act}", args=[made.pk]) for act in ("issue", "correct"))
    seen = page.context["seen"]
    assert f"{issue}?seen={seen}" in page.content.decode()
    assert client.get(f"{issue}?seen={seen}").context["form"]["seen"].value() == seen
    said = {"title": made.title, "body": "本组更正", "seen": client.get(correct).context["form"]["seen"].value()}
    actions.correct_bulletin(made.pk, actor=world.supervision_head, title=made.title, body="他人所写")
    for url, given in ((issue, {"number": "1号", "seen": seen}), (correct, said)):
        refused = client.post(url, given)
        assert refused.status_code == 422
        assert "Somebody changed this bulletin meanwhile" in refused.content.decode()
    made.refresh_from_db()
    assert (made.body, made.is_issued) == ("他人所写", False)
    again = client.get(made.get_absolute_url()).context["seen"]
    assert client.post(issue, {"number": "1号", "seen": again}).status_code == 302


def test_two_bulletins_do_not_share_a_number(world):
    span = {"since": TODAY() - timedelta(days=7), "until": TODAY()}
    made = [
        actions.draft_bulletin(actor=world.clerk, unit=world.supervision, scope=world.group, **span)
        for _turn in range(2)
    ]
    actions.issue_bulletin(made[0].pk, actor=world.clerk, number="1号")
    with pytest.raises(ValidationError):
        actions.issue_bulletin(made[1].pk, actor=world.clerk, number="1号")


def test_a_statement_is_of_units_that_one_may_read(world, client):
    inspected(world)
    client.force_login(world.tugs_head)
    page = client.get(reverse("inspections:statement"))
    assert len(page.context["statement"].rows) == 1
    assert Finding.objects.get().number in word(client.get(reverse("inspections:statement_word")))
    assert client.get(reverse("inspections:statement"), {"unit": world.west.pk}).status_code == 404


def test_who_sees_all_begins_with_the_whole_group_and_chooses_another_unit(world, client):
    inspected(world)
    client.force_login(world.clerk)
    page = client.get(reverse("inspections:statement"))
    assert (page.context["statement"].facts.scope, len(page.context["statement"].rows)) == (world.group, 1)
    page = client.get(reverse("inspections:statement"), {"unit": world.west.pk})
    assert (page.context["statement"].facts.scope, page.context["statement"].rows) == (world.west, [])
    assert "no problem was found" in page.content.decode()
    # Days typed the wrong way round are the same days.
    today = TODAY()
    turned = {"unit": world.group.pk, "since": today.isoformat(), "until": (today - timedelta(days=9)).isoformat()}
    assert len(client.get(reverse("inspections:statement"), turned).context["statement"].rows) == 1


def test_a_statement_is_of_the_unit_that_was_typed_or_of_none(world, client):
    client.force_login(world.clerk)
    for name in ("inspections:statement", "inspections:statement_word"):
        assert client.get(reverse(name), {"unit": "没有这个单位"}).status_code == 404
    page = client.get(reverse("inspections:statement"), {"unit": f" {world.west.name}"})
    assert page.context["statement"].facts.scope == world.west
    assert world.west.name in word(client.get(reverse("inspections:statement_word"), {"unit": world.west.name}))


# -- suggestions ---------------------------------------------------------------------------------------------------


def test_a_named_suggestion_is_answered_and_adopted_into_a_task(world):
    TaskType.objects.get_or_create(name="意见建议")
    row = actions.send_suggestion(actor=world.stevedore, unit=world.safety, title="加装照明", text="夜间作业看不清")
    assert row.answer_by > TODAY()
    with pytest.raises(PermissionDenied):
        actions.answer_suggestion(row.pk, actor=world.stevedore, adopted=False, answer="自答")
    actions.answer_suggestion(
        row.pk, actor=world.safety_liaison, adopted=True, answer="月底前装好", due_on=TODAY() + timedelta(days=20)
    )
    row.refresh_from_db()
    assert row.state == SuggestionState.ADOPTED
    assert row.task.lead_unit == world.safety
    assert row.task.source_text == "夜间作业看不清"
    assert suggestions.get_for(world.stevedore, row.pk).answer == "月底前装好"
    with pytest.raises(PermissionDenied):
        actions.answer_suggestion(row.pk, actor=world.safety_liaison, adopted=False, answer="改口")


def test_the_sender_reads_how_far_the_task_is_and_opens_it_once_it_is_theirs_to_see(world, client):
    TaskType.objects.get_or_create(name="意见建议")
    row = actions.send_suggestion(actor=world.stevedore, unit=world.safety, title="加装照明", text="夜间作业看不清")
    actions.answer_suggestion(
        row.pk, actor=world.safety_liaison, adopted=True, answer="月底前装好", due_on=TODAY() + timedelta(days=20)
    )
    row.refresh_from_db()
    for person, status in ((world.stevedore, 404), (world.safety_liaison, 200)):
        client.force_login(person)
        address = f"/tasks/{row.task_id}"
        text = client.get(row.get_absolute_url()).content.decode()
        assert str(row.task.get_state_display()) in text
        assert client.get(address).status_code == status
        assert (f'href="{address}"' in text) == (status == 200), person


def test_an_anonymous_suggestion_names_its_sender_nowhere(world, client):
    client.force_login(world.stevedore)
    data = {"unit": world.safety.pk, "title": "班前会走过场", "text": "请现场看看", "anonymous": "on", "once": "a" * 32}
    pages = [client.post(reverse("inspections:suggestion_new"), data) for _turn in range(2)]
    codes = {page.context["code"] for page in pages}
    assert f'data-copy="{pages[0].context["code"]}"' in pages[0].content.decode()
    assert len(codes) == 1
    assert "no-store" in pages[0].headers["Cache-Control"], "whoever sits down there next goes back to the code"
    row = Suggestion.objects.get()
    assert row.by is None
    entry = Entry.objects.get(kind="suggestion.sent")
    assert (entry.actor_id, entry.actor_name) == (None, "")
    assert world.stevedore.name not in entry.body
    with pytest.raises(Http404):
        suggestions.get_for(world.stevedore, row.pk)
    actions.answer_suggestion(row.pk, actor=world.safety_liaison, adopted=False, answer="已派人到场")
    read = client.post(reverse("inspections:suggestion_by_code"), {"code": codes.pop().lower()})
    assert "已派人到场" in read.content.decode()
    assert "no-store" in read.headers["Cache-Control"]
    assert client.post(reverse("inspections:suggestion_by_code"), {"code": "AAAA"}).status_code == 422


def test_other_words_in_the_same_form_are_another_named_suggestion_and_the_same_are_none(world, client):
    client.force_login(world.stevedore)
    data = {"unit": world.safety.pk, "title": "班前会", "text": "请看看", "once": "a" * 32}
    at = reverse("inspections:suggestion_new")
    first, second, again = (client.post(at, {**data, "text": text})["Location"] for text in ("甲", "乙", "甲"))
    assert first != second
    assert first == again
    assert set(Suggestion.objects.values_list("text", flat=True)) == {"甲", "乙"}
    assert Suggestion.objects.count() == 2


def test_other_words_in_the_same_form_are_another_suggestion_with_its_own_code(world, client):
    client.force_login(world.stevedore)
    codes = []
    for text in ("请现场看看", "请再看看夜班"):
        data = {"unit": world.safety.pk, "title": "班前会", "text": text, "anonymous": "on", "once": "a" * 32}
        codes.append(client.post(reverse("inspections:suggestion_new"), data).context["code"])
    assert len(set(codes)) == 2
    for code, text in zip(codes, ("请现场看看", "请再看看夜班"), strict=True):
        read = client.post(reverse("inspections:suggestion_by_code"), {"code": code})
        assert read.context["suggestion"].text == text


def test_a_code_is_read_however_it_was_copied_down(world, client):
    client.force_login(world.stevedore)
    data = {"unit": world.safety.pk, "title": "班前会", "text": "请看看", "anonymous": "on", "once": "a" * 32}
    code = client.post(reverse("inspections:suggestion_new"), data).context["code"]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)  # as an input method for Chinese writes it
    for copied in (code, code.replace("-", ""), code.replace("-", "–"), f" {code.lower().replace('-', ' ')} ", wide):
        read = client.post(reverse("inspections:suggestion_by_code"), {"code": copied})
        assert read.status_code == 200, copied


def test_the_code_of_a_suggestion_sent_before_is_still_read():
    """Codes given out so far were hashed as they were shown, in fours with hyphens."""
    assert hash_of("abcd2345efgh67ij") == sha256(b"ABCD-2345-EFGH-67IJ").hexdigest()


def test_the_share_answered_and_adopted_is_shown_per_unit(world, client):
    for n in range(2):
        actions.send_suggestion(actor=world.stevedore, unit=world.safety, title=f"建议{n}", text="略")
    actions.answer_suggestion(Suggestion.objects.last().pk, actor=world.safety_liaison, adopted=False, answer="不可行")
    client.force_login(world.outsider)
    line = client.get(reverse("inspections:suggestions")).context["units"][0]
    assert (line["n"], line["share"], line["adopted_share"]) == (2, 50, 0)


def test_a_bulletin_about_units_beyond_ones_own_is_refused_at_the_field(client, world):
    client.force_login(world.east_leader)
    said = {
        "unit": world.east.pk,
        "scope": world.finance.pk,
        "since": "2026-03-01",
        "until": "2026-03-31",
        "title": "三月",
    }
    page = client.post(reverse("inspections:bulletin_new"), said)
    assert page.status_code == 422
    assert page.context["form"].errors == {"scope": [f"{world.east} tells only of itself and of units below it."]}
    assert "三月" in page.content.decode()
    with pytest.raises(PermissionDenied):
        actions.draft_bulletin(
            actor=world.east_leader, unit=world.safety, scope=world.east, since=world.today, until=world.today
        )


def test_a_suggestion_that_waits_names_who_answers_it(world, client):
    made = actions.send_suggestion(actor=world.stevedore, unit=world.tugs, title="照明", text="加装照明。")
    client.force_login(world.stevedore)
    said = client.get(made.get_absolute_url()).content.decode()
    assert str(world.tugs_head) in said.split("Answered by:")[1].split("</p>")[0]
    actions.answer_suggestion(made.pk, actor=world.tugs_head, adopted=False, answer="已有计划。")
    assert "Answered by:" not in client.get(made.get_absolute_url()).content.decode()
