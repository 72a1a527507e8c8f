"""Going there: planning, beginning, ending, signing. What is found is answered through the checklist's own responses."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists import actions as lists
from duban.checklists.models import Edition, Response
from duban.checklists.queries import current_of
from duban.inspections import asking, kinds
from duban.inspections.access import is_sent, plans_for, visits
from duban.inspections.fieldwork import device_of, edition_today
from duban.inspections.models import Draw, Edge, Plan, Side, Signature, Visit, VisitKind, VisitState
from duban.inspections.recording import record_checks, response_of
from duban.inspections.uncounted import has_left
from duban.journal import actions as journal
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role, Unit
from duban.org.said import reason_given


def may_send(standing: Standing, looking_unit: Unit, unit: Unit, on: date) -> bool:
    """The office sends anybody anywhere; others go where the network or the tree lets their unit look."""
    if standing.has(Role.SUPERVISION) or unit.path.startswith(looking_unit.path):
        return True
    return Edge.objects.in_force(on).filter(looker=looking_unit, looked_at=unit).exists()


@transaction.atomic
def plan_visit(
    *,
    actor: Person,
    kind: str,
    unit: Unit,
    looking_unit: Unit,
    edition: Edition,
    on: date,
    team: Sequence[Person],
    place: str = "",
    plan: Plan | None = None,
    follows: Visit | None = None,
    burden_reason: str | None = None,
) -> Visit:
    """Send a team. Drawn visits come from their draw only.

    `burden_reason`: why it is asked although it goes beyond a budget, from a sender who saw that; None where nobody was
    shown it.
    """
    if kind not in VisitKind.values or kind == VisitKind.DRAWN:
        raise ValidationError({"kind": _("Choose the kind of visit.")})
    standing = standing_of(actor)
    if not plans_for(standing, looking_unit.pk):
        raise PermissionDenied
    if not may_send(standing, looking_unit, unit, on):
        raise ValidationError(
            {"unit": _("%(looker)s does not inspect %(unit)s: it is neither below it nor linked to it in the network.")
             % {"looker": looking_unit, "unit": unit}}
        )  # fmt: skip
    if not team:
        raise ValidationError({"team": _("Name who goes.")})
    if not edition.is_in_force(on):
        raise ValidationError({"edition": _("This edition is not in force on that day.")})
    if follows is not None and (kind != VisitKind.FOLLOW_UP or follows.unit_id != unit.pk):
        raise ValidationError({"unit": _("A follow-up goes to the unit of the visit before.")})
    visit = Visit.objects.create(
        kind=kind, unit=unit, looking_unit=looking_unit, edition=edition, on=on, place=place.strip()[:120], plan=plan,
        follows=follows, made_by=actor,
    )  # fmt: skip
    visit.team.set(team)
    asking.weigh(visit, actor, burden_reason)
    asking.charge(visit)
    _tell(kinds.VISIT_PLANNED, visit, actor, on=on, team=[person.name for person in team])
    return visit


def plan_drawn(draw: Draw, teams: Mapping[int, Sequence[int]], *, actor: Person) -> None:
    """Visits for what was drawn, by unit id; teams of those that are there already follow the draw."""
    assert draw.edition is not None
    # What was broken off is over: the same unit is not visited anew.
    there = {v.unit_id: v for v in draw.visits.exclude(state=VisitState.CANCELLED, begun_at__isnull=True)}
    people = {p.pk: p for p in Person.objects.filter(pk__in={pk for team in teams.values() for pk in team})}
    for unit_id, team in teams.items():
        names = [people[pk].name for pk in team]
        visit = there.get(unit_id)
        if visit is None:
            visit = Visit.objects.create(
                kind=VisitKind.DRAWN, unit_id=unit_id, looking_unit=draw.unit, edition=draw.edition, on=draw.since,
                plan=draw.plan, draw=draw, made_by=actor,
            )  # fmt: skip
            visit.team.set(team)
            _tell(kinds.VISIT_PLANNED, visit, actor, on=visit.on, team=names)
        elif visit.is_open and {person.pk for person in visit.team.all()} != set(team):
            left = list(visit.team.exclude(pk__in=team))
            visit.team.set(team)
            _tell(kinds.VISIT_CHANGED, visit, actor, on=visit.on, team=names)
            if left:
                _tell_left(draw, visit, left, actor)


def cancel_drawn(draw: Draw, *, keep: Collection[int], reason: str, actor: Person) -> None:
    for visit in draw.visits.filter(state=VisitState.AHEAD).exclude(unit__in=keep):
        call_off(visit, reason, actor=actor)


def _end_unmade(visit: Visit, reason: str) -> None:
    visit.state, visit.cancelled_why = VisitState.CANCELLED, reason[:200]
    visit.save(update_fields=["state", "cancelled_why"])


def call_off(visit: Visit, reason: str, *, actor: Person) -> None:
    """Nobody goes. The row is held, and the right to it looked at, by whoever calls."""
    _end_unmade(visit, reason)
    asking.charge(visit)
    asking.recharge_day(visit.unit_id, visit.on, but=visit.pk)
    _tell(kinds.VISIT_CANCELLED, visit, actor, reason=visit.cancelled_why)


@transaction.atomic
def cancel_visit(visit_id: int, *, actor: Person, reason: str) -> Visit:
    visit = visits.get_for(actor, visit_id, "cancel", lock=True)
    call_off(visit, reason_given(reason), actor=actor)
    return visit


@transaction.atomic
def break_off_visit(visit_id: int, *, actor: Person, reason: str) -> Visit:
    """End what its team cannot end, so that nothing waits for it any more. Its answers stay, and count as no check; what it
    has cost both sides was spent."""
    visit = visits.get_for(actor, visit_id, "view", lock=True)
    visit = visits.get_for(actor, visit_id, "break_off")
    _end_unmade(visit, reason_given(reason))
    _tell(kinds.VISIT_BROKEN_OFF, visit, actor, reason=visit.cancelled_why)
    return visit


@transaction.atomic
def change_visit(visit_id: int, *, actor: Person, on: date, place: str = "", burden_reason: str | None = None) -> Visit:
    """Another day or place, before it has begun. A drawn one stays within the days of its draw. In another month it falls
    under another budget: `burden_reason` as in `plan_visit`."""
    visit = visits.get_for(actor, visit_id, "change", lock=True)
    if visit.draw and not visit.draw.since <= on <= visit.draw.until:
        raise ValidationError(
            {"on": _("The draw is for visits from %(since)s to %(until)s.")
             % {"since": visit.draw.since, "until": visit.draw.until}}
        )  # fmt: skip
    was, visit.on, visit.place = visit.on, on, place.strip()[:120]
    visit.save(update_fields=["on", "place"])
    if was != on:
        if asking.is_another_month(was, on):
            asking.weigh(visit, actor, burden_reason)
        asking.move(visit, was)
    _tell(kinds.VISIT_CHANGED, visit, actor, on=on, team=[p.name for p in visit.team.all()])
    return visit


def enlarge_team(visit: Visit, people: Sequence[Person], *, actor: Person) -> None:
    """Others go along. The row is held by whoever calls."""
    visit.team.add(*people)
    asking.charge(visit)
    _tell(kinds.VISIT_CHANGED, visit, actor, on=visit.on, team=[p.name for p in visit.team.all()])


@transaction.atomic
def begin_visit(
    visit_id: int, *, actor: Person, edition: Edition | None = None, begun_at: datetime | None = None
) -> Response:
    """Begin, or go on: the response that the team answers together. From now on the unit sees the visit.

    One looks by the edition in force today; a device that began without a network says which one it had, and when.
    """
    visit = visits.get_for(actor, visit_id, "view", lock=True)
    verb = "answer" if visit.state == VisitState.UNDERWAY else "begin"
    visit = visits.get_for(actor, visit_id, verb)
    if verb == "begin":
        visit.edition = _its_own(edition, visit) if edition else edition_today(visit)
        visit.state, visit.begun_at = VisitState.UNDERWAY, begun_at or timezone.now()
        visit.save(update_fields=["edition", "state", "begun_at"])
        asking.charge(visit)
        _tell(kinds.VISIT_BEGUN, visit, actor, edition=visit.edition.number)
    found = response_of(visit)
    if found is not None:
        return found
    return _begin_response(actor, visit, visit.edition, begun_at)


def begin_in_the_field(actor: Person, visit_id: int, edition: Edition, begun_at: datetime) -> Response:
    """What a device began by itself. Of a visit that was called off meanwhile, or that others have ended, what the device
    brings is taken all the same; from somebody who is no longer on the team it is kept apart."""
    visit = Visit.objects.select_related("unit", "looking_unit", "draw", "edition").filter(pk=visit_id).first()
    if visit is not None and has_left(standing_of(actor), visit):
        return lists.begin_apart(
            actor=actor, device=device_of(visit.pk), about=("visit", visit.pk), edition=_its_own(edition, visit),
            unit=visit.unit, looking_unit=visit.looking_unit, place=visit.place, begun_at=begun_at,
        )  # fmt: skip
    visit = visits.get_for(actor, visit_id, lock=True)
    found = response_of(visit)
    if found is not None and not visit.is_open:
        return found
    if visit.state == VisitState.CANCELLED and is_sent(standing_of(actor), visit):
        return _begin_response(actor, visit, _its_own(edition, visit), begun_at)
    return begin_visit(visit_id, actor=actor, edition=edition, begun_at=begun_at)


def _its_own(edition: Edition, visit: Visit) -> Edition:
    if edition.checklist_id != visit.edition.checklist_id:
        raise ValidationError(_("This is not the checklist of the visit."))
    return edition


def _begin_response(actor: Person, visit: Visit, edition: Edition, begun_at: datetime | None) -> Response:
    return lists.begin_response(
        actor=actor, edition=edition, unit=visit.unit, place=visit.place, looking_unit=visit.looking_unit,
        about=("visit", visit.pk), device=device_of(visit.pk), begun_at=begun_at, late=True,
    )  # fmt: skip


@transaction.atomic
def end_visit(visit_id: int, *, actor: Person, summary: str = "") -> Visit:
    """The looking is over: the answers are finished in the name of whoever ends it, each stays its author's, and what each
    layer passed or failed is kept as facts."""
    visit = visits.get_for(actor, visit_id, "end", lock=True)
    response = response_of(visit)
    if response is None:
        raise ValidationError(_("Nothing has been answered yet."))
    if response.finished_at is None:
        response = lists.finish_response(response.pk, actor=actor)
    verdicts = [result.verdict for result in current_of(response)]
    visit.state, visit.ended_at, visit.summary = VisitState.DONE, timezone.now(), summary.strip()
    visit.save(update_fields=["state", "ended_at", "summary"])
    record_checks(visit, response)
    asking.measure(visit)
    _tell(kinds.VISIT_ENDED, visit, actor, passed=verdicts.count("pass"), failed=verdicts.count("fail"))
    return visit


@transaction.atomic
def sign_visit(visit_id: int, *, actor: Person, side: str, remark: str = "") -> Signature:
    """One side's word. The inspected side's remark stands beside what was found, and changes nothing of it."""
    if side not in Side.values:
        raise ValidationError(_("Choose a side."))
    visit = visits.get_for(actor, visit_id, "view", lock=True)
    visit = visits.get_for(actor, visit_id, f"sign_{side}")
    if visit.signatures.filter(side=side).exists():
        raise ValidationError(_("This side has signed already."))
    given = Signature.objects.create(visit=visit, side=side, person=actor, remark=remark.strip()[:500])
    if visit.signatures.count() == len(Side.values):
        visit.state = VisitState.SIGNED
        visit.save(update_fields=["state"])
    _tell(kinds.VISIT_SIGNED, visit, actor, side=given.get_side_display(), remark=given.remark)
    return given


@transaction.atomic
def note_unsigned(visit_id: int, *, actor: Person, reason: str) -> Visit:
    """The inspected side would not sign, or could not: said by the side that looked, after its own signature. What was
    found stands all the same; the unit may still sign."""
    visit = visits.get_for(actor, visit_id, "view", lock=True)
    visit = visits.get_for(actor, visit_id, "note_unsigned")
    visit.state, visit.unsigned_why = VisitState.UNSIGNED, reason_given(reason)[:300]
    visit.save(update_fields=["state", "unsigned_why"])
    _tell(kinds.VISIT_UNSIGNED, visit, actor, reason=visit.unsigned_why)
    return visit


def _tell_left(draw: Draw, visit: Visit, left: Sequence[Person], actor: Person) -> None:
    """Of the draw, about the visit: whoever does not go any more does not see the visit either."""
    told = {"left": [person.name for person in left], "ids": [person.pk for person in left]}
    journal.append(
        kinds.VISIT_LEFT, actor=actor, noun="draw", noun_id=draw.pk, unit_id=visit.unit_id,
        about=("visit", visit.pk), body={"unit": str(visit.unit), "kind": visit.kind, "on": visit.on, **told},
    )  # fmt: skip


def _tell(kind: kinds.Kind, visit: Visit, actor: Person, **body: object) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="visit",
        noun_id=visit.pk,
        unit_id=visit.unit_id,
        about=("draw", visit.draw_id) if visit.draw_id else None,
        body={"unit": str(visit.unit), "kind": visit.kind, **body},
    )
