from duban.inspections.models.draw import (
    Draw,
    DrawInspector,
    DrawVoid,
    Frozen,
    Opening,
    Purpose,
    Recusal,
    Step,
    Thrower,
    Thrown,
)
from duban.inspections.models.network import Edge
from duban.inspections.models.plan import Plan, Quota, Stratum
from duban.inspections.models.visit import Side, Signature, Visit, VisitKind, VisitState

__all__ = [
    "Draw",
    "DrawInspector",
    "DrawVoid",
    "Edge",
    "Frozen",
    "Opening",
    "Plan",
    "Purpose",
    "Quota",
    "Recusal",
    "Side",
    "Signature",
    "Step",
    "Stratum",
    "Thrower",
    "Thrown",
    "Visit",
    "VisitKind",
    "VisitState",
]
