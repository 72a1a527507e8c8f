"""Every change of this room. Views, jobs and upper rooms call these; nothing else writes."""

from duban.checklists.actions.answering import record_answers
from duban.checklists.actions.apart import begin_apart
from duban.checklists.actions.keeping import (
    Overtaken,
    change_checklist,
    draft_edition,
    make_checklist,
    write_edition,
)
from duban.checklists.actions.norms import change_pattern, change_rule, draft_rule, make_norm, note_pattern
from duban.checklists.actions.packing import load_pack
from duban.checklists.actions.rounds import begin_response, finish_response
from duban.checklists.actions.states import approve_edition, bring_into_force, withdraw_edition
from duban.checklists.batch import Batch, Begun, Finished, Given, Receipt

__all__ = [
    "Batch",
    "Begun",
    "Finished",
    "Given",
    "Overtaken",
    "Receipt",
    "approve_edition",
    "begin_apart",
    "begin_response",
    "bring_into_force",
    "change_checklist",
    "change_pattern",
    "change_rule",
    "draft_edition",
    "draft_rule",
    "finish_response",
    "load_pack",
    "make_checklist",
    "make_norm",
    "note_pattern",
    "record_answers",
    "withdraw_edition",
    "write_edition",
]
