"""Every change of this room."""

from duban.inspections.actions.bulletins import correct_bulletin, draft_bulletin, issue_bulletin
from duban.inspections.actions.draws import declare_void, freeze_draw, open_draw, throw_dice
from duban.inspections.actions.exposure_steps import (
    check_exposure,
    drop_exposure,
    issue_exposure,
    redraft_exposure,
    reply_to_exposure,
    rule_on_exposure,
    set_exposure_rules,
    waive_reply,
)
from duban.inspections.actions.exposures import (
    change_exposure,
    correct_exposure,
    draft_exposure,
    mask_photo,
    submit_exposure,
)
from duban.inspections.actions.lookbacks import judge_look_back, reopen_looked_back, set_rules
from duban.inspections.actions.network import draw_edge, draw_edges, end_edge
from duban.inspections.actions.plans import Share, change_plan, make_plan, publish_plan
from duban.inspections.actions.preparing import (
    change_draw,
    drop_draw,
    prepare_draw,
    prepare_look_back,
    recuse,
    take_back_recusal,
)
from duban.inspections.actions.suggestions import answer_suggestion, send_suggestion
from duban.inspections.actions.visits import (
    begin_visit,
    break_off_visit,
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
    "break_off_visit",
    "cancel_visit",
    "change_draw",
    "change_exposure",
    "change_plan",
    "change_visit",
    "check_exposure",
    "correct_bulletin",
    "correct_exposure",
    "declare_void",
    "draft_bulletin",
    "draft_exposure",
    "draw_edge",
    "draw_edges",
    "drop_draw",
    "drop_exposure",
    "end_edge",
    "end_visit",
    "freeze_draw",
    "issue_bulletin",
    "issue_exposure",
    "issue_from_item",
    "judge_look_back",
    "make_plan",
    "mask_photo",
    "note_unsigned",
    "open_draw",
    "plan_visit",
    "prepare_draw",
    "prepare_look_back",
    "publish_plan",
    "recuse",
    "redraft_exposure",
    "reopen_looked_back",
    "reply_to_exposure",
    "rule_on_exposure",
    "send_suggestion",
    "set_exposure_rules",
    "set_rules",
    "sign_visit",
    "submit_exposure",
    "take_back_recusal",
    "throw_dice",
    "waive_reply",
]
