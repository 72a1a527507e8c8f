from duban.checklists.models.answers import Answer, Conflict, ItemResult, Response, Verdict
from duban.checklists.models.editions import Checklist, Edition, EditionState, Section
from duban.checklists.models.items import AnswerKind, Dimension, Item, Severity
from duban.checklists.models.norms import Pattern, Rule

__all__ = [
    "Answer",
    "AnswerKind",
    "Checklist",
    "Conflict",
    "Dimension",
    "Edition",
    "EditionState",
    "Item",
    "ItemResult",
    "Pattern",
    "Response",
    "Rule",
    "Section",
    "Severity",
    "Verdict",
]
