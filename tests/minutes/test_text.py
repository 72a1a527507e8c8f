import pytest
from django.core.exceptions import ValidationError

from duban.minutes.actions import correct_text, read_again, undo_correction
from duban.minutes.actions.read import reread
from duban.minutes.models import Document, Proposal
from tests.minutes.conftest import DAMAGED


def fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_revoking_a_repair_brings_the_raw_words_back_and_proposals_follow(filed, world):
    document = filed(DAMAGED)
    change = next(c for c in document.composition.changes if c.raw == "(tuán)")
    correct_text(document.pk, actor=world.clerk, raw_start=change.raw_start, raw_end=change.raw_end)
    after = fresh(document)
    assert "集团(tuán)召开" in after.text
    for row in after.proposals.all():
        assert after.text[row.start : row.end] == row.source_text
    undo_correction(document.pk, actor=world.clerk, raw_start=change.raw_start, raw_end=change.raw_end)
    assert fresh(document).text == document.text


def test_a_typed_word_names_the_unit_and_the_proposal_learns_it(filed, world):
    document = filed("会议要求，审汁部要在9月底前提交整改报告。")
    row = document.proposals.get()
    assert row.lead_unit is None or row.lead_unit != world.audit
    at = document.raw.index("审汁部")
    correct_text(document.pk, actor=world.clerk, raw_start=at, raw_end=at + 3, text="审计部", seen="审汁部")
    row.refresh_from_db()
    assert row.lead_unit == world.audit
    assert row.source_text.startswith("会议要求，审计部")


def test_somebody_slower_is_told_that_the_text_reads_otherwise_now(filed, world):
    document = filed()
    at = document.raw.index("堆场")
    correct_text(document.pk, actor=world.clerk, raw_start=at, raw_end=at + 2, text="仓库", seen="堆场")
    with pytest.raises(ValidationError, match="仓库"):
        correct_text(document.pk, actor=world.supervision_head, raw_start=at, raw_end=at + 2, text="码头", seen="堆场")
    with pytest.raises(ValidationError):
        correct_text(document.pk, actor=world.clerk, raw_start=0, raw_end=10**6, text="外")
    with pytest.raises(ValidationError):
        undo_correction(document.pk, actor=world.clerk, raw_start=0, raw_end=1)


def test_reading_again_keeps_every_edit_and_decision(filed, edit, world):
    document = filed()
    first, second, _third = document.proposals.all()
    edit(first, title="改过的标题", looker=world.clerk)
    Proposal.objects.filter(pk=second.pk).update(title="旧读法的标题", due_text="旧")
    new, gone = read_again(document.pk, actor=world.clerk)
    assert (new, gone) == (0, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, first.looker) == ("改过的标题", world.clerk)
    assert second.title != "旧读法的标题"


def test_what_the_reader_no_longer_proposes_is_marked_and_what_was_edited_stays(filed, edit, world):
    document = filed()
    first, second, _third = document.proposals.all()
    edit(first, criterion="人定的标准")
    # As if an older reader had proposed two sentences that today's does not.
    for row, words in ((first, "会议听取了"), (second, "上半年安全生产情况汇报")):
        at = document.text.index(words)
        Proposal.objects.filter(pk=row.pk).update(start=at, end=at + len(words), source_text=words)
    fetched = fresh(document)
    new, gone = reread(fetched)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (new, gone) == (2, 1)
    assert (first.state, first.criterion) == ("open", "人定的标准")
    assert second.state == "gone"
    # And comes back when it is proposed again.
    third_time = Proposal.objects.filter(document=document, state="open").exclude(pk=first.pk).first()
    Proposal.objects.filter(pk=third_time.pk).update(state="gone")
    reread(fresh(document))
    third_time.refresh_from_db()
    assert third_time.state == "open"


# A semicolon was found across two characters, the second of a name that nobody could guess.
OUT_OF_STEP = "會議要求，審計部要在9月底前完成整改?；讣易煲鋵?。"


def test_a_doubtful_repair_is_settled_by_saying_that_it_is_right(filed, world, client):
    document = filed(OUT_OF_STEP)
    doubt = next(c for c in document.composition.changes if c.doubtful)
    assert document.doubtful == 1
    client.force_login(world.clerk)
    url = f"/minutes/{document.pk}/corrections?raw={doubt.key}"
    sent = {"text": doubt.text, "seen": doubt.text, "verdict": "right"}
    assert client.post(url, sent).status_code == 302
    after = fresh(document)
    assert after.text == document.text
    assert after.doubtful == 0
    assert client.post(url, {**sent, "verdict": "keep"}).status_code == 302
    assert doubt.raw in fresh(document).text
