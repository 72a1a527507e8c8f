"""An entry is read by those who see what it tells of; standing over its unit is not enough."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from duban.inspections import actions as inspections
from duban.inspections.models import VisitKind
from duban.journal import access
from duban.journal.models import Entry
from duban.ledger.actions import dispatch_task, register_task
from duban.ledger.models import TaskType
from duban.minutes.actions import file_document, remove_document
from duban.minutes.reader import read_raw
from duban.org.models import Person
from tests.inspections import exposure_path
from tests.inspections.conftest import sealed, sent


def read_by(person, **of) -> list[str]:
    again = Person.objects.get(pk=person.pk)  # a standing is computed once a request
    return list(access.visible_to(again).filter(**of).order_by("id").values_list("kind", flat=True))


def test_a_draft_is_unknown_to_its_unit_until_it_is_dispatched(client, world):
    task = register_task(
        actor=world.clerk,
        title="拟撤并东港拖轮公司",
        type=TaskType.objects.get_or_create(name="督办", defaults={"pattern": "督办〔{year}〕{serial}号"})[0],
        lead_unit=world.east,
        responsible=world.east_liaison,
        looker=world.safety_liaison,
        due_on=world.today + timedelta(days=30),
        criterion="方案经审定",
    )
    entry = Entry.objects.get(noun="task", noun_id=task.pk)
    for person in (world.east_leader, world.east_liaison, world.tugs_head, world.west_head):
        assert not read_by(person, noun="task", noun_id=task.pk)
    client.force_login(world.east_liaison)
    assert task.title not in client.get("/journal").content.decode()
    assert client.get(f"/journal/{entry.pk}").status_code == 404
    assert client.get(f"/journal/{entry.pk}/proof").status_code == 404
    assert read_by(world.clerk, noun="task") == ["task.registered"]

    dispatch_task(task.pk, actor=world.clerk)
    assert read_by(world.east_liaison, noun="task") == ["task.registered", "task.dispatched"]
    assert not read_by(world.west_head, noun="task")


@pytest.fixture
def paper(world):
    raw = "会议要求，审计部要在8月底前完成工程审计。"
    day = date(timezone.localdate().year, 8, 6)
    return file_document(
        actor=world.east_liaison,
        unit=world.east,
        kind="minutes",
        title="东港公司内部会议纪要",
        issued_on=day,
        raw=raw,
        reading=read_raw(raw, date=day),
    )


def test_a_paper_is_unknown_to_those_of_its_unit_who_may_not_read_it(world, paper):
    for person in (world.east_deputy, world.east_administrator, world.east_inspector):
        seen = read_by(person, noun="document")
        # The deputy acts for the absent head, who may.
        assert bool(seen) == (person == world.east_deputy)
        assert bool(read_by(person, about_noun="document")) <= bool(seen)
    assert "document.filed" in read_by(world.east_liaison, noun="document")
    assert "document.filed" in read_by(world.clerk, noun="document")


def test_what_somebody_did_stays_theirs_to_read_when_the_thing_is_gone(world, paper):
    remove_document(paper.pk, actor=world.east_liaison)
    assert "document.removed" in read_by(world.east_liaison, noun="document")
    assert not read_by(world.east_leader, noun="document")
    assert "document.removed" in read_by(world.leader, noun="document")


def test_rank_opens_no_visit_ahead(client, world):
    visit = sent(world, VisitKind.UNANNOUNCED)
    high = (world.leader, world.auditor, world.assessor)
    for person in high:
        assert not read_by(person, noun="visit"), person
        client.force_login(person)
        assert f"Planned a visit to {visit.unit}" not in client.get("/journal").content.decode()
    # Who is sent, and the office, know of it.
    for person in (world.inspector, world.clerk, world.supervision_head):
        assert read_by(person, noun="visit") == ["visit.planned"], person
    inspections.begin_visit(visit.pk, actor=world.inspector)
    for person in high:
        assert read_by(person, noun="visit") == ["visit.planned", "visit.begun"], person


def test_rank_opens_no_sealed_draw(world):
    draw = sealed(world)
    for person in (world.leader, world.auditor, world.west_leader):
        assert not read_by(person, noun="draw"), person
        assert not read_by(person, about_noun="draw"), person
    for person in (world.clerk, world.supervision_head):
        assert read_by(person, noun="draw") == ["draw.made", "draw.frozen", "draw.sealed"], person
        assert read_by(person, about_noun="draw"), person
    draw.visits.update(state="signed")
    inspections.open_draw(draw.pk, actor=world.clerk)
    assert "draw.opened" in read_by(world.auditor, noun="draw")


def test_rank_opens_no_draft_of_an_exposure_notice(world):
    notice = exposure_path.drafted(world)
    for person in (world.leader, world.auditor, world.inspector):
        assert not read_by(person, noun="exposure"), person
    assert read_by(world.supervision_head, noun="exposure") == ["exposure.drafted"]
    exposure_path.checking(world, notice)
    assert "exposure.submitted" in read_by(world.auditor, noun="exposure")
    assert not read_by(world.leader, noun="exposure")
