"""What visits ask of both sides, as data for the ledger of burdens.

The unit receives once a day, however many teams come, and somebody goes round with each team; the other side travels and
looks. What the unit may not know of yet is not on the ledger yet: a drawn or unannounced visit is charged when it begins.
"""

from collections import Counter
from collections.abc import Collection
from copy import copy
from datetime import date

from django.utils import timezone

from duban.burden import actions as burden
from duban.burden.askers import Ask
from duban.burden.models import How
from duban.burden.standing import corrected, minutes_of
from duban.checklists.costs import estimate
from duban.checklists.models import Edition
from duban.inspections.access import HIDDEN, visits
from duban.inspections.models import Plan, Visit, VisitState
from duban.org.models import Person

NOUN = "visit"
HOST, BESIDE, TRAVEL, LOOK = "visit_host", "visit_beside", "visit_travel", "visit_look"
# What is measured: visits by an edition from their beginning to their end, the way around the place included.
BY_EDITION = "visit_edition"


def asks_for(
    *, unit_id: int, looking_unit_id: int, edition: Edition, on: date, team: int, received: bool = False
) -> list[Ask]:
    """`received`: another team comes on that day anyway. Looking at oneself receives nobody and travels nowhere."""
    of = (BY_EDITION, edition.pk)
    took = corrected(of, estimate(edition, on))
    looking = Ask(looking_unit_id, LOOK, on, took, team, team, of)
    if unit_id == looking_unit_id:
        return [looking]
    made = [
        Ask(unit_id, BESIDE, on, took, of=of),
        Ask(looking_unit_id, TRAVEL, on, minutes_of(TRAVEL, on), team, team),
        looking,
    ]
    return made if received else [Ask(unit_id, HOST, on, minutes_of(HOST, on)), *made]


def asks_of_draw(plan: Plan, edition: Edition, *, on: date, team: int, inspectors: int) -> list[Ask]:
    """What a draw from the plan's units would ask: of each unit as if it was drawn, with its chance; of those who look as
    much as are drawn take. Whom the dice will take nobody knows."""
    quotas = list(plan.quotas.select_related("unit", "stratum"))
    held = Counter(quota.stratum_id for quota in quotas)
    asks: list[Ask] = []
    visits = travels = 0.0
    took = corrected((BY_EDITION, edition.pk), estimate(edition, on))
    for quota in quotas:
        chance = min(quota.stratum.draw / held[quota.stratum_id], 1)
        visits += chance
        if quota.unit_id != plan.unit_id:
            travels += chance
            host = Ask(quota.unit_id, HOST, on, minutes_of(HOST, on), chance=chance)
            asks += [host, Ask(quota.unit_id, BESIDE, on, took, of=(BY_EDITION, edition.pk), chance=chance)]
    people = min(inspectors, round(visits) * team)
    asks.append(Ask(plan.unit_id, TRAVEL, on, minutes_of(TRAVEL, on), people, round(travels * team)))
    asks.append(Ask(plan.unit_id, LOOK, on, took, people, round(visits * team), (BY_EDITION, edition.pk)))
    return asks


def asks_of(visit: Visit) -> list[Ask]:
    if visit.state == VisitState.CANCELLED:
        return []
    return asks_for(
        unit_id=visit.unit_id, looking_unit_id=visit.looking_unit_id, edition=visit.edition, on=day_of(visit),
        team=visit.team.count(), received=is_received(visit.unit_id, day_of(visit), visit),
    )  # fmt: skip


def day_of(visit: Visit) -> date:
    return timezone.localtime(visit.begun_at).date() if visit.begun_at else visit.on


def is_received(unit_id: int, on: date, visit: Visit | None = None) -> bool:
    """Whether another team, known to the unit, comes on that day before this one."""
    # What was broken off had been received.
    others = Visit.objects.filter(unit=unit_id, on=on).exclude(state=VisitState.CANCELLED, begun_at__isnull=True)
    others = others.exclude(state=VisitState.AHEAD, kind__in=HIDDEN)
    return others.filter(pk__lt=visit.pk).exists() if visit else others.exists()


def charge(visit: Visit) -> None:
    """After every change of a visit; the others of the day are charged anew where receiving them falls to another."""
    if not (visit.kind in HIDDEN and visit.begun_at is None):
        burden.declare((NOUN, visit.pk), asks_of(visit), asker_id=visit.looking_unit_id)


def is_another_month(was: date, on: date) -> bool:
    return (was.year, was.month) != (on.year, on.month)


def asks_if_moved(visit: Visit, on: date) -> list[Ask]:
    moved = copy(visit)
    moved.on = on
    return asks_of(moved)


def move(visit: Visit, was: date) -> None:
    """To another day. Moved away from a day that it shared, it no longer saves anything."""
    charge(visit)
    if not is_received(visit.unit_id, visit.on, visit):
        burden.undo_saving((NOUN, visit.pk), How.SAME_DAY)
    recharge_day(visit.unit_id, was, but=visit.pk)
    recharge_day(visit.unit_id, visit.on, but=visit.pk)


def weigh(visit: Visit, actor: Person, reason: str | None) -> None:
    if reason is not None:
        burden.weigh(
            asks_of(visit), actor=actor, source=(NOUN, visit.pk), title=str(visit), reason=reason,
            unit_id=visit.looking_unit_id, replacing=(NOUN, visit.pk),
        )  # fmt: skip


def recharge_day(unit_id: int, on: date, *, but: int) -> None:
    """Whoever came first receives no more: the next of that day is received instead, and spares nobody anything."""
    rows = Visit.objects.filter(unit=unit_id, on=on, state=VisitState.AHEAD).exclude(pk=but).exclude(kind__in=HIDDEN)
    for other in rows.select_related("edition").order_by("pk"):
        charge(other)
        if not is_received(unit_id, on, other):
            burden.undo_saving((NOUN, other.pk), How.SAME_DAY)


def measure(visit: Visit) -> None:
    """Called when a visit has ended; one that ran over midnight was left open."""
    if visit.begun_at and visit.ended_at:
        begun, ended = timezone.localtime(visit.begun_at), timezone.localtime(visit.ended_at)
        if begun.date() == ended.date():
            minutes = (ended - begun).total_seconds() / 60
            burden.measure((BY_EDITION, visit.edition_id), seen=(NOUN, visit.pk), minutes=minutes)


def titles(person: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = visits.visible_to(person).filter(pk__in=ids)
    return {row.pk: (f"{row} {row.on}", row.get_absolute_url()) for row in rows}
