from time import process_time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.ledger.actions.registering import register_task
from duban.ledger.models import Task
from duban.ledger.views import task_page
from duban.minutes.actions import (
    add_proposal,
    dismiss_proposal,
    issue_proposals,
    join_to_task,
    merge_proposals,
    read_again,
    reopen_proposal,
    split_by_units,
    split_proposal,
)
from duban.minutes.forms.proposals import PassageForm
from duban.minutes.models import Document, Proposal
from duban.minutes.state import state_of


def test_selected_words_become_a_proposal_with_what_can_be_read_from_them(filed, world):
    document = filed("会议听取了汇报。安全科负责，10月底前报送清单。会议结束。")
    start = document.text.index("安全科")
    end = document.text.index("会议结束")
    row = add_proposal(document.pk, actor=world.clerk, start=start, end=end, seen=document.text[start:end])
    assert row.source_text == "安全科负责，10月底前报送清单。"
    assert row.by_person
    assert document.text[row.start : row.end] == row.source_text
    with pytest.raises(ValidationError):
        add_proposal(document.pk, actor=world.clerk, start=start, end=end)
    with pytest.raises(ValidationError):
        add_proposal(document.pk, actor=world.clerk, start=start, end=end, seen="别的字")
    with pytest.raises(ValidationError):
        add_proposal(document.pk, actor=world.clerk, start=end, end=start)


def test_merging_gathers_what_the_first_lacks_and_can_be_undone(filed, world):
    document = filed()
    first, second, third = document.proposals.all()
    kept = merge_proposals(document.pk, actor=world.clerk, proposal_ids=[second.pk, first.pk])
    assert kept == first
    assert kept.recurrence == "quarterly"
    assert set(kept.supporting_units.all()) == {world.audit, world.finance}
    assert second.source_text in kept.source_text
    second.refresh_from_db()
    assert (second.state, second.merged_into) == ("merged", first)
    document.refresh_from_db()
    assert document.open_count == 2
    assert reopen_proposal(second.pk, actor=world.clerk).state == "open"
    with pytest.raises(ValidationError):
        merge_proposals(document.pk, actor=world.clerk, proposal_ids=[third.pk])


def test_splitting_by_lines_copies_all_but_the_title(filed, world):
    document = filed()
    row = document.proposals.first()
    parts = split_proposal(row.pk, actor=world.clerk, titles=["完成危险货物堆场的全面排查", " ", "形成隐患清单"])
    assert [part.title for part in parts] == ["完成危险货物堆场的全面排查", "形成隐患清单"]
    assert {part.lead_unit for part in parts} == {world.safety}
    assert parts[1].split_from == parts[0]
    assert document.text[parts[1].start : parts[1].end] == "形成隐患清单"
    with pytest.raises(ValidationError):
        split_proposal(row.pk, actor=world.clerk, titles=["只有一个"])


def test_a_collective_splits_into_one_task_for_each_unit(filed, world):
    document = filed("会议要求，各二级单位要在9月底前完成防台自查。")
    row = document.proposals.get()
    assert row.lead_unit is None
    parts = split_by_units(row.pk, actor=world.clerk)
    assert {part.lead_unit for part in parts} == {world.east, world.west}
    assert {part.responsible for part in parts} == {world.east_head, world.west_head}
    assert all(not part.supporting_units.exists() for part in parts)


def test_dismissing_needs_a_reason_and_can_be_taken_back(filed, world):
    document = filed()
    row = document.proposals.first()
    with pytest.raises(ValidationError):
        dismiss_proposal(row.pk, actor=world.clerk, reason=" ")
    dismiss_proposal(row.pk, actor=world.clerk, reason="已经完成")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("dismissed", "已经完成")
    with pytest.raises(ValidationError):
        dismiss_proposal(row.pk, actor=world.clerk, reason="再来一次")
    assert reopen_proposal(row.pk, actor=world.clerk).reason == ""


def test_joining_points_at_a_task_that_the_person_sees(filed, world, task_type):
    task = register_task(
        actor=world.clerk, title="堆场排查", type=task_type, lead_unit=world.safety, due_on=world.today
    )
    document = filed()
    row = document.proposals.first()
    join_to_task(row.pk, actor=world.clerk, task_id=task.pk)
    row.refresh_from_db()
    assert (row.state, row.task) == ("joined", task)
    document.refresh_from_db()
    assert (document.open_count, document.done_count) == (2, 1)
    mine = filed(actor=world.west_liaison, unit=world.west)
    with pytest.raises(Http404):
        join_to_task(mine.proposals.first().pk, actor=world.west_liaison, task_id=task.pk)


def test_the_page_of_a_task_shows_the_sentences_joined_to_it(client, filed, complete, world, task_type):
    paper = filed(title="安全生产专题会纪要")
    origin = complete(paper.proposals.first())
    seen = {origin.pk: origin.version}
    issue_proposals(paper.pk, actor=world.clerk, seen=seen, type_id=task_type.pk, once="k")
    task = Task.objects.get()

    def page(person) -> str:
        client.force_login(person)
        return client.get(f"/tasks/{task.pk}").content.decode()

    def questions() -> int:
        page(world.clerk)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/tasks/{task.pk}")
        return len(asked)

    alone = questions()
    document = filed(title="第二次例会纪要")
    Document.objects.filter(pk=document.pk).update(number="港办〔2026〕9号")
    rows = list(document.proposals.all())
    for row in rows:
        join_to_task(row.pk, actor=world.clerk, task_id=task.pk)
    # One question for all sentences, one for the documents that the reader may open.
    assert questions() <= alone + 2
    assert len(task_page._HEAD.composed.sql) <= 4096
    chain = page(world.clerk).split('id="h-chain"')[1].split("</section>")[0]
    assert "安全生产专题会纪要" in chain
    assert chain.count("《第二次例会纪要》 港办〔2026〕9号") == 3
    for row in rows:
        assert row.source_text in chain
        assert reverse("minutes:document", args=[document.pk]) + f"?at={row.pk}#s{row.pk}" in chain
    # Who sees the task and not the paper reads the sentence, and gets no address.
    chain = page(world.safety_head).split('id="h-chain"')[1].split("</section>")[0]
    assert rows[1].source_text in chain
    assert reverse("minutes:document", args=[document.pk]) not in chain
    reopen_proposal(rows[1].pk, actor=world.clerk)
    assert rows[1].source_text not in page(world.clerk).split('id="h-chain"')[1].split("</section>")[0]


def test_joining_is_told_in_the_story_of_the_task(client, filed, world, task_type):
    task = register_task(
        actor=world.clerk, title="堆场排查", type=task_type, lead_unit=world.safety, due_on=world.today
    )
    row = filed().proposals.first()
    join_to_task(row.pk, actor=world.clerk, task_id=task.pk)
    reopen_proposal(row.pk, actor=world.clerk)
    client.force_login(world.clerk)
    story = client.get(f"/tasks/{task.pk}").content.decode().split('id="h-story"')[1]
    assert f"joined to it what 《夏季安全例会纪要》 says: {row.source_text}" in story
    assert f"no longer joins to it what 《夏季安全例会纪要》 says: {row.source_text}" in story


def test_nobody_shapes_what_they_may_not_see(filed, world):
    document = filed()
    row = document.proposals.first()
    for act in (
        lambda: dismiss_proposal(row.pk, actor=world.west_head, reason="无关"),
        lambda: split_proposal(row.pk, actor=world.west_head, titles=["甲", "乙"]),
        lambda: merge_proposals(document.pk, actor=world.west_head, proposal_ids=[1, 2]),
        lambda: add_proposal(document.pk, actor=world.west_head, start=0, end=3),
        lambda: reopen_proposal(row.pk, actor=world.west_head),
        lambda: dismiss_proposal(0, actor=world.clerk, reason="没有"),
    ):
        with pytest.raises(Http404):
            act()
    assert Proposal.objects.get(pk=row.pk).version == 1


def test_what_a_merged_proposal_took_over_outlives_the_next_reading(filed, world):
    document = filed()
    first, second, _third = document.proposals.all()
    words = f"{first.source_text}\n{second.source_text}"
    Proposal.objects.filter(pk=first.pk).update(due_on=None, lead_unit=None, responsible=None, programme=None)
    Proposal.objects.filter(pk=second.pk).update(
        due_on="2026-12-01", lead_unit=world.west, responsible=world.west_liaison
    )
    kept = merge_proposals(document.pk, actor=world.clerk, proposal_ids=[first.pk, second.pk])
    read_again(document.pk, actor=world.clerk)
    kept.refresh_from_db()
    assert (kept.lead_unit, kept.responsible) == (world.west, world.west_liaison)
    assert str(kept.due_on) == "2026-12-01"
    assert (kept.recurrence, kept.source_text) == ("quarterly", words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("请安环部 排查堆场", "请安环部\n排 查堆场"),
        ("部排", "部\n排"),
        ("会 议", "会议"),
        ("月底前。", "月底前。"),
        ("没有", ""),
    ],
)
def test_words_copied_with_other_blanks_are_found_where_they_stand(words, found):
    text = "会议要求，请安环部\n排 查堆场，\n月底前。"
    form = PassageForm({"words": words}, document=SimpleNamespace(text=text))
    assert form.is_valid() == bool(found)
    if found:
        start, end = form.cleaned_data["words"]
        assert text[start:end] == found


def test_words_of_one_repeated_sign_are_looked_for_once():
    begun = process_time()
    assert not PassageForm({"words": "啊" * 1999 + "不"}, document=SimpleNamespace(text="啊" * 300_000)).is_valid()
    assert process_time() - begun < 0.5


def test_taking_up_what_was_merged_gives_back_what_the_other_took_over(filed, edit, world):
    document = filed()
    first, second, third = document.proposals.all()
    edit(first, criterion="清单核对无误", supporting_units=[world.finance])
    edit(second, criterion="审计报告已报", deliverables=["审计报告"], looker=world.auditor, accountable=world.leader)
    before = state_of(Proposal.objects.get(pk=first.pk))
    words = first.source_text
    merge_proposals(document.pk, actor=world.clerk, proposal_ids=[first.pk, second.pk, third.pk])
    merged = Proposal.objects.get(pk=first.pk)
    assert world.audit in merged.supporting_units.all()
    # What somebody decided since stays.
    edit(merged, accountable=world.east_head)
    reopen_proposal(second.pk, actor=world.clerk)
    kept = Proposal.objects.get(pk=first.pk)
    assert world.audit not in kept.supporting_units.all()
    assert world.east in kept.supporting_units.all()
    assert (kept.criterion, kept.looker, kept.accountable) == ("清单核对无误", None, world.east_head)
    reopen_proposal(third.pk, actor=world.clerk)
    kept = Proposal.objects.get(pk=first.pk)
    assert {**state_of(kept), "accountable": None} == before
    assert kept.source_text == words
