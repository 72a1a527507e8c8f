"""What a draw refuses is told in the reader's language, with the names of those it is about."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from duban import draws as drawing
from duban.draws import errors
from duban.inspections import actions
from duban.inspections.manifests import plain
from duban.inspections.models import Thrown
from duban.inspections.queries.plans import failure_of, shown_of
from duban.inspections.refusals import said
from duban.journal.models import Entry
from duban.org.models import Unit
from tests.inspections.conftest import closed, failed, frozen, planned, prepared, sealed, thrown_by
from tests.inspections.test_look_back import drawn

NAMES = {"unit:7": "东港公司", "person:14": "检示范"}
EVERY = [
    errors.DrawError(""),
    errors.BadManifest(""),
    errors.BadText("", "\u200b"),
    errors.TooFewThrowers(3, 2),
    errors.DuplicateId("throwing unit", "安全科"),
    errors.EmptyPool(""),
    errors.NothingDrawn(""),
    errors.UnknownStratum("unit:7", "高风险"),
    errors.StratumTooSmall("高风险", 3, 2),
    errors.UnknownRecusal("", "person:14", "unit:7"),
    errors.BadSeed(""),
    errors.NoDie("审计部", "7", 3),
    errors.NothingThrown("审计部"),
    errors.TooFewDice(20, 6),
    errors.OthersThrew(["审计部", "财务部"], ["审计部"]),
    errors.BadVoid("", "unit:7"),
    errors.BadVoid("", "person:14", "unit:7"),
    errors.BadBundle(""),
    errors.NoTeams(["unit:7"], ["person:14"], 2, 1),
    errors.NoTeams(["unit:7"] * 12, [], 2, 1),
]


def kinds_of(error: type) -> set[type]:
    return {error}.union(*map(kinds_of, error.__subclasses__()))


def test_every_refusal_of_a_draw_is_a_chinese_sentence_without_ids():
    assert {type(each) for each in EVERY} == kinds_of(drawing.DrawError)
    with translation.override("zh-hans"):
        for each in EVERY:
            words = said(each, NAMES)
            assert words.endswith("。"), words
            assert not re.search("[A-Za-z:]", words), words


def test_a_refusal_names_whom_it_is_about():
    with translation.override("zh-hans"):
        words = said(errors.NoTeams(["unit:7"], ["person:14"], 2, 1), NAMES)
        assert words == "督查人员排不开：东港公司各需2人，能去的只有检示范，每人最多1次。"
        assert said(errors.BadVoid("", "person:14", "unit:7"), NAMES).startswith("检示范不在东港公司的督查组里")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "督查人员排不开"), ("en", "too few inspectors")])
def test_why_a_draw_failed_is_read_by_everybody_in_their_language(world, client, language, words):
    draw = failed(world)
    client.force_login(world.storage_head)
    page = client.get(draw.get_absolute_url(), headers={"accept-language": language}).content.decode()
    assert words in page
    assert "西港港务有限公司" in page
    assert "账示范" in page
    assert not re.search(r"unit:\d|person:\d", page)


def test_the_journal_tells_of_a_failed_draw_without_ids(world):
    draw = failed(world)
    entry = Entry.objects.get(kind="draw.failed", noun_id=draw.pk)
    assert not re.search(r"unit:\d|person:\d", entry.body)
    with translation.override("zh-hans"):
        assert entry.sentence == "为“第一次抽查”掷了骰子，但督查人员不够，未能抽出"
        assert failure_of(draw)


def test_the_journal_names_who_fell_out(world):
    draw = sealed(world)
    visit = draw.visits.first()
    actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=f"unit:{visit.unit_id}", reason="停产检修")
    sentence = Entry.objects.get(kind="draw.void").sentence
    assert visit.unit.name in sentence
    assert "停产检修" in sentence


def test_what_fell_out_meanwhile_is_refused_without_its_id(world, client):
    draw = sealed(world)
    entry = shown_of(draw).strata[0][1][0][0]
    actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=entry, reason="停产")
    client.force_login(world.clerk)
    address = reverse("inspections:void", args=[draw.pk])
    answer = client.post(address, {"what": f"entry {entry}", "reason": "停业"}, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 422
    assert "所选内容刚刚已作废" in answer.content.decode()
    assert f"entry {entry}" not in answer.content.decode()
    with translation.override("zh-hans"), pytest.raises(ValidationError, match="不在本次抽签之列，或已经作废"):
        actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=entry, reason="停业")


def test_a_plan_that_takes_none_of_any_risk_is_told_before_the_freezing(world, client):
    draw = prepared(world, plan=planned(world, strata=[("高风险", 0), ("一般", 0)]))
    client.force_login(world.clerk)
    page = client.get(draw.get_absolute_url(), headers={"accept-language": "zh-hans"}).content.decode()
    assert "还不能冻结。" in page
    assert "按规则一个也抽不到" in page
    assert reverse("inspections:freeze", args=[draw.pk]) not in page
    with translation.override("zh-hans"), pytest.raises(ValidationError, match="按规则一个也抽不到"):
        actions.freeze_draw(draw.pk, actor=world.clerk)


def test_two_units_of_one_name_do_not_both_throw(world):
    Unit.objects.filter(pk=world.hr.pk).update(name=world.audit.name)
    world.hr.refresh_from_db()
    with pytest.raises(ValidationError, match=f"“{world.audit.name}” is there twice"):
        prepared(world)


def test_a_unit_that_is_called_otherwise_since_the_freezing_throws_by_its_published_name(world):
    draw = frozen(world)
    Unit.objects.filter(pk=world.audit.pk).update(name="审计监察部")
    thrown = actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    assert thrown.seal
    assert thrown.throws[0][0] == "审计部"


def test_digits_of_full_width_are_digits_and_a_wrong_one_is_named_by_its_place(world):
    draw, throws = frozen(world), thrown_by(world)
    wrong = {**throws, world.audit.pk: (world.audit_head, "１３９４５６１")}
    with translation.override("zh-hans"), pytest.raises(ValidationError, match="审计部的点数：第3位是“9”"):
        actions.throw_dice(draw.pk, actor=world.clerk, throws=wrong)
    assert not Thrown.objects.exists()
    right = {**throws, world.audit.pk: (world.audit_head, "１４６ ３２２５")}
    assert actions.throw_dice(draw.pk, actor=world.clerk, throws=right).throws[0][2] == "1463225"


def test_marks_that_nobody_sees_are_no_part_of_a_name():
    assert plain("东港\u200b公司 \u2060 一部\ufeff") == "东港公司 一部"
    assert plain("x" * 299 + " y") == "x" * 299


def test_what_was_looked_at_again_does_not_fall_out_any_more(world):
    row = drawn(world, closed(world))
    actions.judge_look_back(row.pk, actor=row.checker, held=True, note="看过")
    with pytest.raises(ValidationError, match="looked at already"):
        actions.declare_void(
            row.draw_id, actor=world.clerk, role="entry", what=f"{row.noun}:{row.noun_id}", reason="不查了"
        )
