"""Two at once: one of them is told what happened, and nothing is done twice. On both databases."""

import pytest
from django.core.exceptions import ValidationError

from duban.findings import actions as do
from duban.findings.models import Finding
from duban.journal.models import Entry
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_rechecks_at_once_give_one_verdict(world: World, claimed, together):
    finding = claimed()
    outcomes = together(
        lambda: do.recheck_finding(finding.pk, actor=world.inspector, passed=True, note="好"),
        lambda: do.recheck_finding(finding.pk, actor=world.inspector, passed=False, note="不好"),
    )
    assert sum(isinstance(each, ValidationError) for each in outcomes) == 1, outcomes
    finding.refresh_from_db()
    assert finding.rechecks.count() == 1
    assert finding.state == ("closed" if finding.rechecks.get().passed else "rectifying")
    assert finding.task.state == ("closed" if finding.state == "closed" else "underway")


def test_accepted_and_disputed_at_once_is_one_of_them(world: World, found, together):
    finding = found()
    outcomes = together(
        lambda: do.accept_finding(finding.pk, actor=world.stevedores_head),
        lambda: do.dispute_finding(finding.pk, actor=world.stevedores_liaison, reason="不属实"),
    )
    assert sum(isinstance(each, ValidationError) for each in outcomes) == 1, outcomes
    kinds = Entry.objects.filter(kind__in=("finding.accepted", "finding.disputed"))
    assert kinds.count() == 1


def test_numbers_have_no_gaps_and_no_doubles(world: World, found, together):
    outcomes = together(*[lambda: found()] * 4)
    assert all(isinstance(each, Finding) for each in outcomes), outcomes
    assert sorted(each.number for each in outcomes) == [f"问题〔{world.today.year}〕{n}号" for n in (1, 2, 3, 4)]


def test_a_plan_accepted_twice_at_once_is_one_task(world: World, planned, together):
    finding = planned()
    outcomes = together(*[lambda: do.accept_plan(finding.pk, actor=world.clerk, looker=world.inspector)] * 2)
    assert sum(isinstance(each, ValidationError) for each in outcomes) == 1, outcomes
    assert Entry.objects.filter(kind="task.dispatched").count() == 1
