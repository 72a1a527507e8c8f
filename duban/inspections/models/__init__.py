from duban.inspections.models.bulletin import Bulletin
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
from duban.inspections.models.exposure import Exposure, ExposureNumber, ExposureRules, ExposureState
from duban.inspections.models.exposure_life import ExposureCheck, ExposurePhoto, ExposureReply
from duban.inspections.models.lookback import InspectionRules, LookBack
from duban.inspections.models.network import Edge
from duban.inspections.models.plan import Plan, Quota, Stratum
from duban.inspections.models.suggestion import Suggestion, SuggestionState
from duban.inspections.models.visit import Side, Signature, Visit, VisitKind, VisitState

__all__ = [
    "Bulletin",
    "Draw",
    "DrawInspector",
    "DrawVoid",
    "Edge",
    "Exposure",
    "ExposureCheck",
    "ExposureNumber",
    "ExposurePhoto",
    "ExposureReply",
    "ExposureRules",
    "ExposureState",
    "Frozen",
    "InspectionRules",
    "LookBack",
    "Opening",
    "Plan",
    "Purpose",
    "Quota",
    "Recusal",
    "Side",
    "Signature",
    "Step",
    "Stratum",
    "Suggestion",
    "SuggestionState",
    "Thrower",
    "Thrown",
    "Visit",
    "VisitKind",
    "VisitState",
]
