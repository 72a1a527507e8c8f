"""Two at once: one of them is told what happened, and nothing is done twice. On both databases."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from duban.inspections import actions
from duban.inspections.exposing.access import ExposurePolicy
from duban.inspections.models import Exposure, ExposureState
from duban.journal.models import Entry
from tests.findings.conftest import on_file, together
from tests.inspections import exposure_path as path
from tests.world import World

__all__ = ["on_file", "together"]
pytestmark = pytest.mark.django_db(transaction=True)


def refused(outcomes: list[Any]) -> int:
    assert all(isinstance(each, (ValidationError, Exposure)) for each in outcomes), outcomes
    return sum(isinstance(each, ValidationError) for each in outcomes)


def ripe(world: World) -> Exposure:
    notice = path.replying(world)
    actions.waive_reply(notice.pk, actor=world.stevedores_head)
    return notice


def test_two_checks_at_once_give_one_verdict(world: World, together):
    notice = path.checking(world)
    outcomes = together(
        lambda: actions.check_exposure(notice.pk, actor=world.auditor, passed=True),
        lambda: actions.check_exposure(notice.pk, actor=world.supervision_head, passed=False, note="删去"),
    )
    assert refused(outcomes) == 1
    notice.refresh_from_db()
    assert notice.checks.count() == 1
    assert notice.state == ("replying" if notice.checks.get().passed else "draft")


def test_issued_twice_at_once_it_has_one_number(world: World, together):
    notice = ripe(world)
    outcomes = together(*[lambda: actions.issue_exposure(notice.pk, actor=world.clerk)] * 2)
    assert refused(outcomes) == 1
    assert Entry.objects.filter(kind="exposure.issued").count() == 1


def test_numbers_have_no_gaps_and_no_doubles(world: World, together):
    notices = [ripe(world) for _turn in range(3)]
    outcomes = together(*[lambda n=n: actions.issue_exposure(n.pk, actor=world.clerk) for n in notices])
    assert refused(outcomes) == 0
    assert sorted(each.number for each in outcomes) == [f"督查曝光〔{world.today.year}〕{n}号" for n in (1, 2, 3)]


def test_a_dispute_and_an_issue_at_once_never_leave_an_issued_notice_that_was_disputed_before(world: World, together):
    notice = ripe(world)
    together(
        lambda: actions.issue_exposure(notice.pk, actor=world.clerk),
        lambda: actions.reply_to_exposure(notice.pk, actor=world.stevedores_head, text="不属实", disputes=True),
    )
    notice.refresh_from_db()
    kinds = list(Entry.objects.filter(noun="exposure", noun_id=notice.pk).order_by("id").values_list("kind", flat=True))
    if notice.state == ExposureState.ISSUED:
        assert kinds.index("exposure.issued") < kinds.index("exposure.disputed")
    else:
        assert "exposure.issued" not in kinds


def test_one_correction_however_many_begin_it(world: World, together):
    notice = path.issued(world)
    outcomes = together(*[lambda: actions.correct_exposure(notice.pk, actor=world.clerk)] * 2)
    assert refused(outcomes) == 1
    assert Exposure.objects.filter(corrects=notice).count() == 1


def test_without_the_lock_both_would_check(world: World, together, monkeypatch, on_file):
    """The race is real: read without holding the row, two verdicts are given on PostgreSQL (SQLite writes one at a time)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    from threading import Barrier

    notice, both = path.checking(world), Barrier(2)
    take = ExposurePolicy.get_for

    def unlocked(self, person, pk, verb="view", *, lock=False):
        found = take(self, person, pk, verb)
        both.wait(10)
        return found

    monkeypatch.setattr(ExposurePolicy, "get_for", unlocked)
    outcomes = together(
        lambda: actions.check_exposure(notice.pk, actor=world.auditor, passed=True),
        lambda: actions.check_exposure(notice.pk, actor=world.supervision_head, passed=False, note="删去"),
    )
    assert refused(outcomes) == 0
    assert notice.checks.count() == 2
