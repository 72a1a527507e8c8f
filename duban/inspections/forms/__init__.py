"""What people type in this room."""

from duban.inspections.forms.after import (
    AnswerForm,
    BulletinForm,
    CodeForm,
    CorrectBulletinForm,
    JudgeForm,
    NumberForm,
    RulesForm,
    SuggestionForm,
)
from duban.inspections.forms.network import EdgeForm, EndForm, SheetForm
from duban.inspections.forms.plans import DiceForm, DrawForm, LookBackForm, PlanForm, RecusalForm, VoidForm
from duban.inspections.forms.visits import EndVisitForm, ReasonForm, SignForm, VisitDayForm, VisitForm

__all__ = [
    "AnswerForm",
    "BulletinForm",
    "CodeForm",
    "CorrectBulletinForm",
    "DiceForm",
    "DrawForm",
    "EdgeForm",
    "EndForm",
    "EndVisitForm",
    "JudgeForm",
    "LookBackForm",
    "NumberForm",
    "PlanForm",
    "ReasonForm",
    "RecusalForm",
    "RulesForm",
    "SheetForm",
    "SignForm",
    "SuggestionForm",
    "VisitDayForm",
    "VisitForm",
    "VoidForm",
]
