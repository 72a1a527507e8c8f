from duban.burden.actions.declaring import declare, weigh
from duban.burden.actions.measuring import measure, settle
from duban.burden.actions.merging import consent_to_merge, merge_overlap, refuse_to_merge
from duban.burden.actions.saving import counting_what_is_saved, save_minutes, undo_saving
from duban.burden.actions.standing import set_budget, set_rates

__all__ = [
    "consent_to_merge",
    "counting_what_is_saved",
    "declare",
    "measure",
    "merge_overlap",
    "refuse_to_merge",
    "save_minutes",
    "set_budget",
    "set_rates",
    "settle",
    "undo_saving",
    "weigh",
]
