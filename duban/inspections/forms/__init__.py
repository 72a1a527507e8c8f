"""What people type in this room."""

from duban.inspections.forms.network import EdgeForm, EndForm, SheetForm
from duban.inspections.forms.plans import DiceForm, DrawForm, PlanForm, RecusalForm, VoidForm
from duban.inspections.forms.visits import EndVisitForm, ReasonForm, SignForm, VisitDayForm, VisitForm

__all__ = [
    "DiceForm",
    "DrawForm",
    "EdgeForm",
    "EndForm",
    "EndVisitForm",
    "PlanForm",
    "ReasonForm",
    "RecusalForm",
    "SheetForm",
    "SignForm",
    "VisitDayForm",
    "VisitForm",
    "VoidForm",
]
