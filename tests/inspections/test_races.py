"""Two at once at a visit, a draw, a look-back: one of them is told what happened, and nothing is done twice."""

import threading
from contextlib import suppress
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.checklists.models import Answer, Response
from duban.findings.models import CheckFact, Finding
from duban.inspections import actions, recording
from duban.inspections.access import VisitPolicy
from duban.inspections.forms.plans import prepared as held
from duban.inspections.models import Draw, Thrown, Visit
from duban.inspections.recording import failed_items
from duban.journal.models import Entry
from tests.inspections.conftest import closed, frozen, prepared, sent, thrown_by
from tests.inspections.test_look_back import drawn
from tests.inspections.test_visit import answered, ended
from tests.ledger.conftest import on_file, together

__all__ = ["on_file", "together"]
pytestmark = pytest.mark.django_db(transaction=True)


def told(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


def refused(outcomes) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, Exception)]


def test_the_whole_team_begins_at_once_and_there_is_one_response(world, together):
    visit = sent(world)
    outcomes = together(
        *[lambda p=p: actions.begin_visit(visit.pk, actor=p) for p in (world.inspector, world.clerk)] * 2
    )
    assert refused(outcomes) == []
    assert Response.objects.count() == told("visit.begun") == told("response.begun") == 1


def test_two_who_end_at_once_end_it_once(world, together):
    visit = sent(world)
    answered(world, visit)
    outcomes = together(*[lambda p=p: actions.end_visit(visit.pk, actor=p) for p in (world.inspector, world.clerk)])
    assert len(refused(outcomes)) == 1, outcomes
    assert refused(outcomes)[0] in (PermissionDenied, ValidationError)
    assert told("visit.ended") == told("response.finished") == 1
    facts = CheckFact.objects.filter(source_noun="visit", source_id=visit.pk)
    assert facts.count() == facts.values("item_code").distinct().count()


def test_two_who_sign_for_one_side_at_once_give_one_signature(world, together):
    visit = ended(world)
    outcomes = together(
        *[lambda p=p: actions.sign_visit(visit.pk, actor=p, side="looking") for p in (world.inspector, world.clerk)]
    )
    assert refused(outcomes) == [ValidationError]
    assert visit.signatures.count() == told("visit.signed") == 1


def test_both_sides_sign_at_once_and_the_visit_is_signed(world, together):
    visit = ended(world)
    outcomes = together(
        lambda: actions.sign_visit(visit.pk, actor=world.inspector, side="looking"),
        lambda: actions.sign_visit(visit.pk, actor=world.tugs_head, side="looked_at"),
    )
    assert refused(outcomes) == []
    assert Visit.objects.get(pk=visit.pk).state == "signed"


def test_answers_that_arrive_while_it_ends_are_kept_every_one(world, together):
    visit = sent(world)
    response = answered(world, visit)
    before = Answer.objects.count()
    item = response.edition.items.get(text__startswith="跳板")
    late = [Given(uuid4(), response.device, item.pk, timezone.now(), value="no") for _n in range(3)]
    outcomes = together(
        lambda: actions.end_visit(visit.pk, actor=world.inspector),
        *[lambda g=g: record_answers(Batch(given=[g]), actor=world.clerk) for g in late],
    )
    assert refused(outcomes) == []
    assert Answer.objects.count() == before + 3


def taps(world, visit, item):
    return [
        lambda p=p: actions.issue_from_item(visit.pk, item, actor=p).pk
        for p in (world.inspector, world.clerk, world.inspector, world.clerk)
    ]


def test_a_failed_item_tapped_on_two_phones_at_once_is_one_finding(world, together):
    visit = ended(world)
    outcomes = together(*taps(world, visit, next(iter(failed_items(visit)))))
    assert outcomes == [Finding.objects.get().pk] * 4
    assert told("finding.issued") == 1


def test_without_the_lock_two_taps_would_meet_in_the_database(world, together, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    visit = ended(world)
    item = next(iter(failed_items(visit)))
    inside, take, look = threading.Barrier(2), VisitPolicy.get_for, recording.failed_items
    monkeypatch.setattr(
        VisitPolicy, "get_for", lambda self, who, pk, verb="view", *, lock=False: take(self, who, pk, verb)
    )

    def both_have_looked(found):
        with suppress(threading.BrokenBarrierError):
            inside.wait(20)
        return look(found)

    monkeypatch.setattr(recording, "failed_items", both_have_looked)
    outcomes = together(*taps(world, visit, item)[:2])
    assert len(refused(outcomes)) == 1, outcomes
    assert Finding.objects.count() == 1  # its number of the device is unique: the last guard


@pytest.mark.parametrize("act", ["drop", "change"])
def test_a_draw_is_not_changed_or_dropped_while_another_freezes_it(world, together, act):
    draw = prepared(world)
    given = {**held(draw), "named": "节前抽查"}
    acts = {
        "drop": lambda: actions.drop_draw(draw.pk, actor=world.supervision_head),
        "change": lambda: actions.change_draw(draw.pk, actor=world.supervision_head, **given),
    }
    outcomes = together(lambda: actions.freeze_draw(draw.pk, actor=world.clerk), acts[act])
    assert {type(each) for each in outcomes if isinstance(each, Exception)} <= {PermissionDenied, Http404}
    found = Draw.objects.filter(pk=draw.pk).first()
    if found is None:
        assert (told("draw.dropped"), told("draw.frozen")) == (1, 0)
    else:
        assert (told("draw.dropped"), told("draw.frozen")) == (0, 1)
        assert f"· {found.named}" in found.frozen.manifest  # what was frozen is what stands


def test_dice_typed_in_twice_at_once_fall_once(world, together):
    draw = frozen(world)
    outcomes = together(*[lambda: actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))] * 2)
    assert len(refused(outcomes)) == 1, outcomes
    assert refused(outcomes)[0] in (PermissionDenied, ValidationError)
    assert Thrown.objects.count() == told("draw.sealed") == 1
    assert Visit.objects.filter(draw=draw).count() == Draw.objects.get().plan.strata.count()


def test_a_look_back_judged_twice_at_once_is_judged_once(world, together):
    task = closed(world)
    row = drawn(world, task)
    outcomes = together(
        *[lambda: actions.judge_look_back(row.pk, actor=row.checker, held=False, note="现场仍未整改")] * 2
    )
    assert refused(outcomes) == [PermissionDenied]
    assert told("task.relapsed") == told("look_back.judged") == 1
