"""Every change of this room. Views, jobs and commands call these; nothing else writes."""

from duban.minutes.actions.edit import Conflict, edit_proposal, fill_in
from duban.minutes.actions.filing import describe_document, file_document, remove_document
from duban.minutes.actions.issue import issue_proposals
from duban.minutes.actions.read import read_again, read_document, report_unreadable
from duban.minutes.actions.shape import (
    add_proposal,
    dismiss_proposal,
    join_to_task,
    merge_proposals,
    reopen_proposal,
    split_by_units,
    split_proposal,
)
from duban.minutes.actions.text import correct_text, undo_correction

__all__ = [
    "Conflict",
    "add_proposal",
    "correct_text",
    "describe_document",
    "dismiss_proposal",
    "edit_proposal",
    "file_document",
    "fill_in",
    "issue_proposals",
    "join_to_task",
    "merge_proposals",
    "read_again",
    "read_document",
    "remove_document",
    "reopen_proposal",
    "report_unreadable",
    "split_by_units",
    "split_proposal",
    "undo_correction",
]
