from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from duban.journal.models import Entry
from duban.minutes.actions import Conflict, fill_in
from duban.minutes.models import Proposal
from duban.minutes.state import state_of
from duban.org.models import UnitAlias
from duban.org.names import forget_names


def first_of(document) -> Proposal:
    return document.proposals.first()


def test_an_edit_is_kept_told_and_marks_the_field(filed, edit, world):
    row = edit(first_of(filed()), title="排查危险货物堆场", due_on=date(2026, 12, 1))
    assert (row.title, row.due_on, row.version) == ("排查危险货物堆场", date(2026, 12, 1), 2)
    assert row.edited == ["due_on", "title"]
    assert row.document.state == "reviewing"
    told = Entry.objects.get(kind="proposal.edited").facts
    assert told["after"] == {"title": "排查危险货物堆场", "due_on": "2026-12-01"}


def test_saving_what_is_there_already_writes_nothing(filed, edit):
    row = first_of(filed())
    edit(row, title=row.title)
    assert Proposal.objects.get(pk=row.pk).version == 1
    assert not Entry.objects.filter(kind="proposal.edited").exists()


def test_two_editors_of_different_fields_both_succeed(filed, edit, world):
    row = first_of(filed())
    opened = state_of(row)
    edit(row, was=opened, title="甲改的标题")
    after = edit(row, was=opened, actor=world.supervision_head, criterion="乙定的标准")
    assert (after.title, after.criterion) == ("甲改的标题", "乙定的标准")


def test_two_editors_of_the_same_field_are_told_and_nothing_is_lost(filed, edit, world):
    row = first_of(filed())
    opened = state_of(row)
    edit(row, was=opened, title="甲改的标题")
    with pytest.raises(Conflict) as caught:
        edit(row, was=opened, actor=world.supervision_head, title="乙改的标题", criterion="乙定的标准")
    assert caught.value.theirs == {"title": "甲改的标题"}
    assert caught.value.by == world.clerk
    row.refresh_from_db()
    assert (row.title, row.criterion) == ("甲改的标题", "")
    # Seeing the other's value, one may knowingly write over it.
    assert edit(row, actor=world.supervision_head, title="乙改的标题").title == "乙改的标题"


def test_a_correction_of_an_unknown_name_becomes_an_alias_for_the_whole_document(filed, edit, world):
    document = filed("会议要求，港机中心要在9月底前完成设备检修。会议要求，港机中心要编制检修计划。")
    one, other = document.proposals.all()
    assert one.lead_unit is None
    assert one.unmatched == ["港机中心"]
    edit(one, lead_unit=world.tugs)
    assert UnitAlias.objects.get(text="港机中心").unit == world.tugs
    other.refresh_from_db()
    assert (other.lead_unit, other.responsible, other.unmatched) == (world.tugs, world.tugs_head, [])
    forget_names()  # as the commit does
    assert filed("会议要求，港机中心要开展演练。", title="下一次").proposals.get().lead_unit == world.tugs


def test_a_slip_teaches_no_wrong_name(filed, edit, world, client):
    document = filed(
        "会议要求，港机中心要在9月底前完成设备检修。会议要求，港机中心要编制检修计划。会议要求，安全环保部牵头、港机中心配合开展演练。"
    )
    one, other, helped = document.proposals.all()
    edit(one, lead_unit=world.tugs)
    client.force_login(world.clerk)
    assert "“港机中心” is learnt as a name of" in client.get(f"/minutes/{document.pk}").content.decode()
    edit(one, lead_unit=world.stevedores)
    assert [alias.unit for alias in UnitAlias.objects.filter(text="港机中心")] == [world.stevedores]
    other.refresh_from_db()
    assert (other.lead_unit, other.responsible, other.unmatched) == (world.stevedores, world.stevedores_head, [])
    assert [*helped.supporting_units.all()] == [world.stevedores]
    # With no unit chosen it is nobody's name again; one that knows it from elsewhere is not asked to forget it.
    edit(one, lead_unit=None)
    assert not UnitAlias.objects.filter(text="港机中心").exists()
    other.refresh_from_db()
    assert (other.lead_unit, other.responsible, other.unmatched) == (None, None, ["港机中心"])
    edit(other, lead_unit=world.tugs)
    one.refresh_from_db()
    edit(one, lead_unit=world.stevedores)
    assert UnitAlias.objects.get(text="港机中心").unit == world.tugs


def test_a_collective_never_becomes_an_alias(filed, edit, world):
    row = filed("会议要求，各有关单位要在9月底前完成整改。").proposals.get()
    edit(row, lead_unit=world.tugs)
    assert not UnitAlias.objects.filter(unit=world.tugs).exists()


def test_the_looker_is_not_the_doer(filed, edit, world):
    row = first_of(filed())
    with pytest.raises(ValidationError):
        edit(row, looker=world.safety_head)


@pytest.mark.parametrize(
    ("who", "raised"), [("leader", PermissionDenied), ("west_head", Http404), ("outsider", Http404)]
)
def test_only_keepers_edit(filed, edit, world, who, raised):
    with pytest.raises(raised):
        edit(first_of(filed()), actor=getattr(world, who), title="改")


def test_filling_in_leaves_alone_what_is_there(filed, edit, world):
    document = filed()
    first, second, third = document.proposals.all()
    edit(second, looker=world.auditor)
    count = fill_in(
        document.pk,
        actor=world.clerk,
        looker=world.clerk,
        due_on=date(2027, 3, 1),
        nature="mandatory",
        criterion_from_deliverables=True,
    )
    assert count == 3
    first, second, third = document.proposals.all()
    assert [first.looker, second.looker, third.looker] == [world.clerk, world.auditor, world.clerk]
    # A date of the document that is over gives way to the one that is filled in.
    passed = date(document.issued_on.year, 8, 31) < world.today
    assert first.due_on == (date(2027, 3, 1) if passed else date(document.issued_on.year, 8, 31))
    assert third.due_on == date(2027, 3, 1)
    assert "隐患清单" in first.criterion
    assert third.criterion == ""


def test_filling_in_never_makes_the_doer_the_looker(filed, world):
    document = filed()
    fill_in(document.pk, actor=world.clerk, looker=world.safety_head)
    assert [row.looker for row in document.proposals.all()] == [None, world.safety_head, world.safety_head]


def test_filling_in_a_date_also_replaces_one_that_the_document_named_and_that_is_over(filed, world):
    document = filed(on=date(2022, 8, 6))
    first = first_of(document)
    assert first.due_on == date(2022, 8, 31)
    coming = world.today + timedelta(days=30)
    fill_in(document.pk, actor=world.clerk, due_on=coming)
    first.refresh_from_db()
    assert first.due_on == coming
    fill_in(document.pk, actor=world.clerk, due_on=coming + timedelta(days=1))
    first.refresh_from_db()
    assert first.due_on == coming


def test_a_long_title_goes_on_to_the_end_of_its_clause(filed):
    words = "完成危险货物堆场和储罐区以及装卸作业现场消防设施设备的全面排查和整改工作"
    row = first_of(filed(f"会议要求，安环部要在8月底前{words}，形成隐患清单。"))
    assert not row.title.endswith("…")
    assert row.title in row.source_text
