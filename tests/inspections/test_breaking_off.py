"""A begun visit that nobody can end any more holds nothing up."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.findings.models import CheckFact
from duban.inspections import actions
from duban.inspections.access import visits
from duban.inspections.models import Draw, VisitKind, VisitState
from duban.journal.models import Entry
from tests.inspections.conftest import sealed, sent
from tests.inspections.test_visit import answered


def abandoned(world):
    """A draw of which one visit was begun and answered, before its whole team fell out; the other is over."""
    draw = sealed(world, inspectors=[world.inspector, world.clerk])
    visit = draw.visits.first()
    response = answered(world, visit, actor=visit.team.first())
    draw.visits.exclude(pk=visit.pk).update(state=VisitState.SIGNED)
    for who in list(visit.team.all()):
        actions.declare_void(draw.pk, actor=world.clerk, role="inspector", what=f"person:{who.pk}", reason="调离")
    return draw, visit, response


def test_a_draw_opens_after_a_visit_without_a_team_was_broken_off(world):
    draw, visit, response = abandoned(world)
    assert not visit.team.exists()
    with pytest.raises(ValidationError):
        actions.open_draw(draw.pk, actor=world.clerk)
    visit = actions.break_off_visit(visit.pk, actor=world.clerk, reason="全组调离")
    assert (visit.is_broken_off, visit.state_shown, response.answers.exists()) == (True, "Broken off", True)
    assert not CheckFact.objects.exists()
    assert "全组调离" in Entry.objects.get(kind="visit.broken_off").body
    actions.open_draw(draw.pk, actor=world.clerk)
    assert Draw.objects.get(pk=draw.pk).step == "opened"


def test_a_unit_whose_visit_was_broken_off_is_not_visited_anew_and_no_other_is_drawn_for_it(world):
    draw = sealed(world)
    begun, other = draw.visits.all()
    actions.begin_visit(begun.pk, actor=begun.team.first())
    actions.break_off_visit(begun.pk, actor=world.clerk, reason="台风停工")
    who = other.team.first()
    actions.declare_void(draw.pk, actor=world.clerk, role="inspector", what=f"person:{who.pk}", reason="病假")
    assert draw.visits.count() == 2
    with pytest.raises(ValidationError, match="begun already"):
        actions.declare_void(draw.pk, actor=world.clerk, role="entry", what=f"unit:{begun.unit_id}", reason="台风停工")
    assert draw.visits.filter(unit=begun.unit_id).count() == 1


def test_only_a_begun_visit_is_broken_off_with_a_reason_and_by_who_plans(world):
    visit = sent(world, VisitKind.UNANNOUNCED)
    with pytest.raises(PermissionDenied):
        actions.break_off_visit(visit.pk, actor=world.clerk, reason="改期")
    actions.begin_visit(visit.pk, actor=world.inspector)
    with pytest.raises(ValidationError):
        actions.break_off_visit(visit.pk, actor=world.clerk, reason=" ")
    with pytest.raises(PermissionDenied):
        actions.break_off_visit(visit.pk, actor=world.east_leader, reason="不方便")
    actions.break_off_visit(visit.pk, actor=world.clerk, reason="台风停工")
    # The unit has seen the team: it still sees the visit.
    assert visits.get_for(world.tugs_head, visit.pk).is_broken_off


def test_what_a_phone_hands_in_after_the_breaking_off_is_kept_and_counts_as_no_check(world):
    visit = sent(world)
    response = answered(world, visit)
    actions.break_off_visit(visit.pk, actor=world.clerk, reason="台风停工")
    item = visit.edition.items.filter(kind="yes_no").first()
    given = Given(uuid4(), response.device, item.pk, timezone.now(), value="no")
    assert [r.state for r in record_answers(Batch(given=[given]), actor=world.clerk)] == ["kept"]
    assert not CheckFact.objects.exists()


def test_the_pages_lead_there_without_scripts(world, client):
    draw, visit, _response = abandoned(world)
    client.force_login(world.clerk)
    assert visit.get_absolute_url() in client.get(draw.get_absolute_url()).content.decode()
    page = client.get(visit.get_absolute_url()).content.decode()
    assert f"{visit.get_absolute_url()}/breaking-off" in page
    client.post(f"{visit.get_absolute_url()}/breaking-off", {"reason": "全组调离"})
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Broken off" in page
    assert "全组调离" in page
    assert "Broken off" in client.get("/visits").content.decode()
