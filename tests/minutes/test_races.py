"""Two at once, each on a connection of their own. On both databases."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from duban.ledger.models import Task, TaskType
from duban.minutes.actions import Conflict, edit_proposal, file_document, issue_proposals, merge_proposals
from duban.minutes.matching import known_names
from duban.minutes.models import Document, Issue, Proposal
from duban.minutes.reader import read_raw
from duban.minutes.state import state_of
from tests import world as invented
from tests.minutes.conftest import MINUTES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(on_file) -> invented.World:
    return invented.build()


@pytest.fixture
def document(world) -> Document:
    day = date(2026, 8, 6)
    return file_document(
        actor=world.clerk,
        unit=world.supervision,
        kind="minutes",
        title="会",
        issued_on=day,
        raw=MINUTES,
        reading=read_raw(MINUTES, date=day, units=known_names()),
    )


def test_two_people_press_issue_at_once(world, document, together):
    kind = TaskType.objects.filter(retired=False).first() or TaskType.objects.create(name="会议议定")
    document.proposals.update(
        looker=world.clerk,
        criterion="核对无误",
        due_on=timezone.localdate() + timedelta(days=30),
        lead_unit=world.safety,
        responsible=world.safety_head,
    )
    seen = dict(document.proposals.values_list("pk", "version"))

    def press(person, key):
        return lambda: issue_proposals(document.pk, actor=person, seen=seen, type_id=kind.pk, once=key)

    outcomes = together(press(world.clerk, "a"), press(world.supervision_head, "b"))
    assert sum(isinstance(each, Issue) for each in outcomes) == 1
    assert sum(isinstance(each, ValidationError) for each in outcomes) == 1
    assert Task.objects.count() == len(seen)


def test_two_editors_save_the_same_field_at_once(world, document, together):
    row = document.proposals.first()
    opened = state_of(row)

    def save(person, title):
        return lambda: edit_proposal(row.pk, actor=person, was=opened, values={"title": title})

    outcomes = together(save(world.clerk, "甲"), save(world.supervision_head, "乙"))
    assert sum(isinstance(each, Proposal) for each in outcomes) == 1
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    row.refresh_from_db()
    assert row.title in {"甲", "乙"}
    assert row.version == 2


def test_a_merge_and_an_edit_at_once_leave_nothing_half_done(world, document, together):
    first, second, _third = document.proposals.all()
    opened = state_of(second)
    outcomes = together(
        lambda: merge_proposals(document.pk, actor=world.clerk, proposal_ids=[first.pk, second.pk]),
        lambda: edit_proposal(second.pk, actor=world.supervision_head, was=opened, values={"title": "改"}),
    )
    assert isinstance(outcomes[0], Proposal)
    second.refresh_from_db()
    assert second.state == "merged"
    # Either the edit came first and is kept, or it came too late and was told so.
    assert (second.title == "改") == isinstance(outcomes[1], Proposal)
    document.refresh_from_db()
    assert document.open_count == 2
