from duban.routines.actions.duties import change_duty, check_duty, end_duty, pause_duty, resume_duty, set_duty
from duban.routines.actions.escalating import escalate_due
from duban.routines.actions.meeting import (
    answer_question,
    ask_back,
    begin_check,
    confirm_report,
    correct_report,
    excuse_occurrence,
    meet_by_response,
    meet_finished,
)

__all__ = [
    "answer_question",
    "ask_back",
    "begin_check",
    "change_duty",
    "check_duty",
    "confirm_report",
    "correct_report",
    "end_duty",
    "escalate_due",
    "excuse_occurrence",
    "meet_by_response",
    "meet_finished",
    "pause_duty",
    "resume_duty",
    "set_duty",
]
