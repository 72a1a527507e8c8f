"""The daily job that carries out moves whose day has come."""

import logging
from datetime import date

from django.db import transaction

from duban.journal.actions import append
from duban.org import kinds
from duban.org.actions.tree import lock_tree, stand
from duban.org.models import Unit
from duban.org.names import forget_names
from duban.org.queries import parents_on

log = logging.getLogger(__name__)


@transaction.atomic
def carry_out_moves(today: date) -> int:
    """Bring the tree to today's placements; returns how many units moved. Running it again changes nothing."""
    lock_tree()
    placed = parents_on(today)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    by_path = {unit.path: unit.pk for unit in units.values()}
    stands = {unit.pk: by_path.get(unit.path[: -Unit.steplen]) for unit in units.values()}
    moved = [pk for pk, parent in placed.items() if pk in stands and stands[pk] != parent]
    # Two units that swap places pass through a tree in which one is below the other: make room at the top first.
    for pk in moved:
        if len(moved) > 1:
            stand(units[pk], None)
    for pk in moved:
        parent = placed[pk]
        unit = stand(units[pk], units[parent] if parent else None)
        before = stands[pk]
        append(
            kinds.MOVED,
            actor=None,
            noun="unit",
            noun_id=pk,
            unit_id=pk,
            about=("unit", parent) if parent else None,
            body={
                "unit": unit.name,
                "before": str(units[before]) if before else "",
                "parent": str(units[parent]) if parent else "",
                "since": today,
            },
        )
    if moved:
        log.info("carried out %s planned moves of units", len(moved))
        transaction.on_commit(forget_names)
    return len(moved)
