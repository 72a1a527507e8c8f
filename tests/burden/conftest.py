"""Asks of the invented port group: a task of the east, two visits to its tugboats, two duties that ask the same."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from duban.burden.actions import set_budget
from duban.burden.models import Charge
from duban.checklists.models import Edition
from duban.inspections import actions as inspections
from duban.inspections.models import Visit, VisitKind
from duban.routines.actions import set_duty
from duban.routines.making import make_ahead
from duban.routines.models import Duty
from tests.checklists.conftest import in_force
from tests.findings.conftest import found
from tests.findings.conftest import planned as planned_finding
from tests.ledger.conftest import kind, on_file, order, task, together, underway
from tests.routines.conftest import values
from tests.world import World

__all__ = ["found", "kind", "on_file", "order", "planned_finding", "task", "together", "underway"]


def minutes_of(noun: str, pk: int, **where: Any) -> int:
    rows = Charge.objects.filter(source_noun=noun, source_id=pk, **where)
    return sum(rows.values_list("minutes", flat=True))


def budget(world: World, hours: int | None, unit: Any = None) -> None:
    set_budget(actor=world.clerk, unit=unit or world.group, since=timezone.localdate(), hours=hours, source="减负办法")


def edition(world: World) -> Edition:
    return Edition.objects.filter(checklist__code="DL").first() or in_force(world)


def visit(world: World, days: int = 1, **given: Any) -> Visit:
    return inspections.plan_visit(
        **{
            "actor": world.clerk,
            "kind": VisitKind.PLANNED,
            "unit": world.tugs,
            "looking_unit": world.supervision,
            "edition": edition(world),
            "on": timezone.localdate() + timedelta(days=days),
            "team": [world.inspector],
            **given,
        }
    )


def duty(world: World, **given: Any) -> Duty:
    made = set_duty(**values(world, **given))
    make_ahead(made)
    return made
