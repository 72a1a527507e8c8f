from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from duban.journal.models import Entry
from duban.minutes import queries
from duban.minutes.access import documents
from duban.minutes.actions import describe_document, file_document, read_document, remove_document
from duban.minutes.jobs import read_what_was_forgotten
from duban.minutes.models import Document
from duban.minutes.reader import Reading, read_raw, read_source
from tests.minutes.conftest import DAMAGED, MINUTES


def test_filing_reads_proposes_and_matches_units(filed, world):
    document = filed()
    rows = list(document.proposals.all())
    assert [row.lead_unit for row in rows] == [world.safety, world.audit, world.east]
    first, second, _third = rows
    assert first.due_on == date(document.issued_on.year, 8, 31)
    assert first.responsible == world.safety_head
    assert document.text[first.start : first.end] == first.source_text
    assert "隐患清单" in "".join(first.deliverables)
    assert second.recurrence == "quarterly"
    assert list(second.supporting_units.all()) == [world.finance]
    assert (document.open_count, document.done_count, document.state) == (3, 0, "draft")
    assert list(Entry.objects.filter(noun="document", noun_id=document.pk).values_list("kind", flat=True)) == [
        "document.filed",
        "document.read",
    ]


def test_lines_of_labels_give_their_item_its_owner_and_date(filed, world):
    items = "一、堆场排查\n任务内容：全面排查危险货物堆场。\n责任单位：安环部\n配合单位：财务部\n完成时限：8月底前\n"
    document = filed(f"督办事项\n{items}二、防台准备\n任务内容：做好防台准备。\n责任单位：东港区")
    first, second = document.proposals.all()
    assert (first.lead_unit, first.due_on) == (world.safety, date(document.issued_on.year, 8, 31))
    assert list(first.supporting_units.all()) == [world.finance]
    assert (second.lead_unit, second.due_on) == (world.east, None)


def test_a_damaged_copy_reads_the_same_and_is_found_to_be_the_same(filed, world):
    clean, damaged = filed(), filed(DAMAGED, title="复印件")
    assert damaged.text == clean.text
    assert damaged.composition.changes
    (twin,) = queries.twins_of(damaged, world.clerk)
    assert (twin.document, twin.same) == (clean, True)


def test_nearly_the_same_is_warned_about_only_to_who_may_see_the_other(filed, world):
    first = filed(MINUTES * 3)
    other = MINUTES * 3 + "会议还研究了其他事项。\n"
    seen = filed(other, title="第二稿")
    (twin,) = queries.twins_of(seen, world.clerk)
    assert twin.document == first
    assert 60 <= twin.percent < 100
    mine = filed(other, actor=world.east_liaison, unit=world.east, title="东港抄件")
    assert queries.twins_of(mine, world.east_liaison) == []


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        ("clerk", "east", True),
        ("clerk", "supervision", True),
        ("east_liaison", "east", True),
        ("east_head", "east", True),
        ("east_liaison", "west", False),
        ("stevedores_liaison", "east", False),
        ("finance_member", "finance", False),
        ("leader", "group", False),
        ("administrator", "group", False),
        ("outsider", "group", False),
    ],
)
def test_who_may_file_for_which_unit(world, who, unit, may):
    def file():
        return file_document(
            actor=getattr(world, who), unit=getattr(world, unit), kind="minutes", title="会", raw="会议要求整改。"
        )

    if may:
        assert file().unit == getattr(world, unit)
    else:
        with pytest.raises(PermissionDenied):
            file()
        assert not Document.objects.exists()


def test_an_empty_document_is_refused(world):
    with pytest.raises(ValidationError):
        file_document(actor=world.clerk, unit=world.supervision, kind="minutes", title="空", raw=" \n")


def test_what_cannot_be_read_is_kept_with_the_reason(world):
    document = file_document(
        actor=world.clerk,
        unit=world.supervision,
        kind="minutes",
        title="加密的文件",
        reading=Reading(error="encrypted", error_text="needs a password"),
    )
    document.refresh_from_db()
    assert (document.reading, document.error_code) == ("failed", "encrypted")


def test_of_two_jobs_only_the_first_reading_is_taken(world):
    document = file_document(actor=world.clerk, unit=world.supervision, kind="minutes", title="长", raw=MINUTES)
    assert document.reading == "waiting"
    reading = read_raw(MINUTES, date=date(2026, 8, 6))
    assert read_document(document.pk, reading) is True
    assert read_document(document.pk, reading) is False
    assert document.proposals.count() == len(reading.directives)


def test_number_and_issuer_are_taken_from_the_document_unless_typed(world):
    raw = f"会议纪要\n第12期\n示范港口集团办公室  2024年8月6日\n{MINUTES}"

    def file(**typed):
        reading = read_source(raw)
        return file_document(
            actor=world.clerk, unit=world.supervision, kind="minutes", title="纪要", reading=reading, **typed
        )

    found = file()
    assert (found.number, found.issuer, found.issued_on) == ("第12期", "示范港口集团办公室", date(2024, 8, 6))
    typed = file(number="示港纪〔2024〕9号", issuer="董事会办公室")
    assert (typed.number, typed.issuer) == ("示港纪〔2024〕9号", "董事会办公室")


def test_particulars_are_changed_and_told(filed, world):
    document = filed()
    describe_document(document.pk, actor=world.clerk, changes={"number": "示港纪〔2026〕8号", "title": document.title})
    document.refresh_from_db()
    assert document.number == "示港纪〔2026〕8号"
    assert Entry.objects.filter(kind="document.described").get().facts["after"] == {"number": "示港纪〔2026〕8号"}
    with pytest.raises(ValidationError):
        describe_document(document.pk, actor=world.clerk, changes={"title": "  "})


def test_a_mistaken_document_can_be_removed_but_only_by_its_keepers(filed, world):
    document = filed(actor=world.east_liaison, unit=world.east)
    with pytest.raises(Http404):
        remove_document(document.pk, actor=world.west_liaison)
    remove_document(document.pk, actor=world.east_liaison)
    assert not Document.objects.exists()
    assert Entry.objects.filter(kind="document.removed").exists()


@pytest.mark.parametrize(
    ("who", "sees", "reviews"),
    [
        ("clerk", True, True),
        ("leader", True, False),
        ("auditor", True, False),
        ("east_leader", True, False),
        ("east_head", True, True),
        ("east_deputy", True, True),
        ("east_liaison", True, True),
        ("stevedores_head", False, False),
        ("stevedore", False, False),
        ("west_head", False, False),
        ("safety_head", False, False),
        ("east_administrator", False, False),
        ("outsider", False, False),
    ],
)
def test_who_sees_and_reviews_a_document_of_the_east(filed, world, who, sees, reviews):
    document = filed(actor=world.east_liaison, unit=world.east)
    person = getattr(world, who)
    assert documents.visible_to(person).filter(pk=document.pk).exists() is sees
    assert documents.can(person, "view", document) is sees
    assert documents.can(person, "review", document) is reviews
    assert documents.can(person, "issue", document) is reviews


def test_a_document_whose_job_was_lost_is_asked_for_again(world):
    document = file_document(actor=world.clerk, unit=world.supervision, kind="minutes", title="长", raw=MINUTES)
    assert read_what_was_forgotten() == 0
    Document.objects.filter(pk=document.pk).update(filed_at=timezone.now() - timedelta(hours=1))
    assert read_what_was_forgotten() == 1
    document.refresh_from_db()
    assert document.reading == "read"
    assert read_what_was_forgotten() == 0
