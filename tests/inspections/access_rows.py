"""Who may do what with inspections, by hand."""

from datetime import date
from typing import Any

from duban.inspections.actions import draw_edge
from duban.inspections.models import Edge
from tests.access_table import Row
from tests.world import World

# Who may set duties at all: the office, leaders and heads.
SET = {"*": 403, "clerk": 200, "east_leader": 200, "west_leader": 200, "stevedores_head": 200, "west_head": 200}


def edge(world: World) -> Edge:
    """The east looks at its tugs: the office and the leader of the east keep that duty."""
    return draw_edge(
        actor=world.clerk, looker=world.east, looked_at=world.tugs, since=date(2026, 1, 1), document="督办〔2026〕1号"
    )


def its(world: World, made: Any) -> dict[str, int]:
    return {"pk": made.pk}


ROWS = [
    Row("inspections:network", "GET", None, {"*": 200}, make=edge),
    Row("inspections:network_xlsx", "GET", None, {"*": 200}, make=edge),
    Row("inspections:edge_new", "GET", None, SET),
    Row("inspections:edge_new", "POST", None,
        {**dict.fromkeys(SET, 403), "clerk": 302, "east_leader": 302},
        data=lambda world: {"looker": world.east.pk, "looked_at": world.tugs.pk, "since": "2026-01-01", "document": "甲"}),
    Row("inspections:network_import", "GET", None, SET),
    Row("inspections:edge_end", "GET", its, {"*": 403, "clerk": 200, "east_leader": 200}, make=edge),
    Row("inspections:edge_end", "POST", its, {"*": 403, "clerk": 302, "east_leader": 302}, make=edge,
        data={"until": "2026-12-31"}),
]  # fmt: skip
