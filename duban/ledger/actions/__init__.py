from duban.ledger.actions.closing import claim_completion, close_task, relapse_task, verify_completion
from duban.ledger.actions.registering import dispatch_task, edit_task, register_and_dispatch, register_task
from duban.ledger.actions.shifting import (
    ask_extension,
    cancel_task,
    decide_extension,
    resume_task,
    suspend_task,
    withdraw_extension,
)
from duban.ledger.actions.supporting import answer_support, request_support, withdraw_support
from duban.ledger.actions.working import acknowledge_task, decline_task, report_on_task
from duban.ledger.terms import due_after

__all__ = [
    "acknowledge_task",
    "answer_support",
    "ask_extension",
    "cancel_task",
    "claim_completion",
    "close_task",
    "decide_extension",
    "decline_task",
    "dispatch_task",
    "due_after",
    "edit_task",
    "register_and_dispatch",
    "register_task",
    "relapse_task",
    "report_on_task",
    "request_support",
    "resume_task",
    "suspend_task",
    "verify_completion",
    "withdraw_extension",
    "withdraw_support",
]
