"""Every change of this room."""

from duban.inspections.actions.draws import declare_void, freeze_draw, open_draw, prepare_draw, recuse, throw_dice
from duban.inspections.actions.network import draw_edge, draw_edges, end_edge
from duban.inspections.actions.plans import Share, change_plan, make_plan, publish_plan
from duban.inspections.actions.visits import (
    begin_visit,
    cancel_visit,
    change_visit,
    end_visit,
    plan_visit,
    sign_visit,
)
from duban.inspections.recording import issue_from_item

__all__ = [
    "Share",
    "begin_visit",
    "cancel_visit",
    "change_plan",
    "change_visit",
    "declare_void",
    "draw_edge",
    "draw_edges",
    "end_edge",
    "end_visit",
    "freeze_draw",
    "issue_from_item",
    "make_plan",
    "open_draw",
    "plan_visit",
    "prepare_draw",
    "publish_plan",
    "recuse",
    "sign_visit",
    "throw_dice",
]
