from duban.ledger.actions.bulk import Result, do_each
from duban.ledger.actions.closing import claim_completion, close_task, relapse_task, verify_completion
from duban.ledger.actions.keeping import (
    drop_day,
    keep_category,
    keep_day,
    keep_programme,
    keep_rules,
    keep_template,
    keep_type,
)
from duban.ledger.actions.measuring import change_target, correct_reading, record_reading, set_target
from duban.ledger.actions.offering import claim_task, open_for_claim, withdraw_offer
from duban.ledger.actions.planning import (
    drop_milestone,
    hand_in_proof,
    hold_mock_acceptance,
    judge_proof,
    move_milestone,
    plan_mock_acceptance,
    reach_milestone,
    set_milestone,
    set_proof,
)
from duban.ledger.actions.reassigning import KEEP, reassign_task, send_elsewhere, sort_task
from duban.ledger.actions.registering import check_reach, dispatch_task, edit_task, register_and_dispatch, register_task
from duban.ledger.actions.saving import drop_view, save_view
from duban.ledger.actions.shifting import (
    ask_extension,
    cancel_task,
    decide_extension,
    resume_task,
    suspend_task,
    withdraw_extension,
)
from duban.ledger.actions.supporting import answer_support, request_support, support_due, withdraw_support
from duban.ledger.actions.talking import comment_on_task, follow_task, join_sentence, leave_sentence, unfollow_task
from duban.ledger.actions.templates import register_from_template, steps_of
from duban.ledger.actions.urging import Urging, urge_tasks
from duban.ledger.actions.working import acknowledge_task, decline_task, report_on_task
from duban.ledger.terms import due_after

__all__ = [
    "KEEP",
    "Result",
    "Urging",
    "acknowledge_task",
    "answer_support",
    "ask_extension",
    "cancel_task",
    "change_target",
    "check_reach",
    "claim_completion",
    "claim_task",
    "close_task",
    "comment_on_task",
    "correct_reading",
    "decide_extension",
    "decline_task",
    "dispatch_task",
    "do_each",
    "drop_day",
    "drop_milestone",
    "drop_view",
    "due_after",
    "edit_task",
    "follow_task",
    "hand_in_proof",
    "hold_mock_acceptance",
    "join_sentence",
    "judge_proof",
    "keep_category",
    "keep_day",
    "keep_programme",
    "keep_rules",
    "keep_template",
    "keep_type",
    "leave_sentence",
    "move_milestone",
    "open_for_claim",
    "plan_mock_acceptance",
    "reach_milestone",
    "reassign_task",
    "record_reading",
    "register_and_dispatch",
    "register_from_template",
    "register_task",
    "relapse_task",
    "report_on_task",
    "request_support",
    "resume_task",
    "save_view",
    "send_elsewhere",
    "set_milestone",
    "set_proof",
    "set_target",
    "sort_task",
    "steps_of",
    "support_due",
    "suspend_task",
    "unfollow_task",
    "urge_tasks",
    "verify_completion",
    "withdraw_extension",
    "withdraw_offer",
    "withdraw_support",
]
