"""Every change of this room."""

from duban.inspections.actions.bulletins import correct_bulletin, draft_bulletin, issue_bulletin
from duban.inspections.actions.draws import (
    declare_void,
    freeze_draw,
    open_draw,
    prepare_draw,
    prepare_look_back,
    recuse,
    throw_dice,
)
from duban.inspections.actions.lookbacks import judge_look_back, reopen_looked_back, set_rules
from duban.inspections.actions.network import draw_edge, draw_edges, end_edge
from duban.inspections.actions.plans import Share, change_plan, make_plan, publish_plan
from duban.inspections.actions.suggestions import answer_suggestion, send_suggestion
from duban.inspections.actions.visits import (
    begin_visit,
    cancel_visit,
    change_visit,
    end_visit,
    note_unsigned,
    plan_visit,
    sign_visit,
)
from duban.inspections.recording import issue_from_item

__all__ = [
    "Share",
    "answer_suggestion",
    "begin_visit",
    "cancel_visit",
    "change_plan",
    "change_visit",
    "correct_bulletin",
    "declare_void",
    "draft_bulletin",
    "draw_edge",
    "draw_edges",
    "end_edge",
    "end_visit",
    "freeze_draw",
    "issue_bulletin",
    "issue_from_item",
    "judge_look_back",
    "make_plan",
    "note_unsigned",
    "open_draw",
    "plan_visit",
    "prepare_draw",
    "prepare_look_back",
    "publish_plan",
    "recuse",
    "reopen_looked_back",
    "send_suggestion",
    "set_rules",
    "sign_visit",
    "throw_dice",
]
