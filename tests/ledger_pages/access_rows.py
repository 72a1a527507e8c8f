"""Who may open and do what on the pages of the ledger and of home. Numbers are written by hand.

The order is led by the stevedores (below east): its head is responsible, the group's inspector looks, the clerk sent it.
"""

from datetime import timedelta
from typing import Any

from duban.ledger import actions as do
from duban.ledger.models import Category
from tests.access_table import Row
from tests.ledger_pages import orders
from tests.world import World

OUTSIDE = {"west_head": 404, "west_leader": 404, "west_liaison": 404, "west_member": 404, "outsider": 404}
SEEN = {"*": 200, **OUTSIDE}
EVERYBODY = {"*": 200}
OFFICE_ONLY = {"*": 403, "clerk": 200}
# A draft is known to its author and to those who see every unit's work.
DRAFT = {"*": 404, "inspector": 403, "auditor": 403, "assessor": 403}
LEAD = ("stevedores_head", "stevedores_liaison")


def may(*who: str, status: int = 302) -> dict[str, int]:
    """Of those who see the order, only these."""
    return {"*": 403, **OUTSIDE, **dict.fromkeys(who, status)}


def pk(world: World, made: Any) -> dict[str, Any]:
    return {"pk": made.pk}


def later(world: World, days: int) -> str:
    return (world.today + timedelta(days=days)).isoformat()


def saved_view(world: World) -> Any:
    return do.save_view(actor=world.clerk, name="超期", query="light=red", shared=True)


def calendar_day(world: World) -> Any:
    return do.keep_day(actor=world.clerk, day=world.today + timedelta(days=40), working=False, why="停电")


def template(world: World) -> Any:
    return do.keep_template(actor=world.clerk, name="月检", type=orders.a_type(), title="月检", criterion="合格")


def category(world: World) -> Any:
    return do.keep_category(actor=world.clerk, name="照明")


def post(name: str, make: Any, expect: dict[str, int], data: Any = None) -> Row:
    return Row(name, "POST", pk, expect, data=data or (lambda world: {}), make=make)


def get(name: str, make: Any, expect: dict[str, int]) -> Row:
    return Row(name, "GET", pk, expect, make=make)


def page(name: str, expect: dict[str, int]) -> Row:
    return Row(name, "GET", None, expect)


REGISTRARS = dict.fromkeys(
    ("clerk", "east_leader", "stevedores_head", "stevedores_liaison", "west_head", "west_leader", "west_liaison"), 200
)

ROWS = [
    page("today", EVERYBODY),
    page("search", EVERYBODY),
    page("overview", EVERYBODY),
    page("overview_xlsx", EVERYBODY),
    page("overview_chart", EVERYBODY),
    page("tasks", EVERYBODY),
    page("task_board", EVERYBODY),
    page("milestones", EVERYBODY),
    page("milestones_xlsx", EVERYBODY),
    page("claim_board", EVERYBODY),
    page("claims_xlsx", EVERYBODY),
    page("task_new", {"*": 403, **REGISTRARS}),
    Row("task_bulk", "POST", None, {"*": 302}, data={"act": "follow", "task": "1"}),
    page("saved_view_new", EVERYBODY),
    Row("saved_view_new", "POST", None, {"*": 302}, data={"name": "我的", "of": "tasks", "query": "light=red"}),
    post("saved_view_drop", saved_view, {"*": 403, "clerk": 302}),
    get("task", orders.underway, SEEN),
    get("task", orders.draft, {"*": 404, "clerk": 200, "inspector": 200, "auditor": 200, "assessor": 200}),
    get("task_edit", orders.draft, {**DRAFT, "clerk": 200}),
    get("task_edit", orders.dispatched, may()),
    get("task_parts", orders.underway, may("clerk", *LEAD, status=200)),
    get("task_target_new", orders.underway, may("clerk", *LEAD, status=200)),
    post("task_dispatch", orders.draft, {**DRAFT, "clerk": 302}),
    post("task_receipt", orders.dispatched, may(*LEAD)),
    post("task_decline", orders.dispatched, may(*LEAD), {"reason": "不归我单位"}),
    post("task_report", orders.underway, may(*LEAD), {"done": "已更换一半"}),
    get("task_report", orders.underway, may(*LEAD, status=200)),
    post("task_completion", orders.underway, may(*LEAD), {"statement": "已全部更换"}),
    post(
        "task_extensions",
        orders.underway,
        may(*LEAD),
        lambda world: {"to": later(world, 40), "reason": "到货晚"},
    ),
    post(
        "task_supports",
        orders.underway,
        may(*LEAD),
        lambda world: {"unit": world.finance.pk, "need": "请拨付采购款"},
    ),
    get(
        "task_urging", orders.underway, may("clerk", "inspector", "east_leader", "stevedores_liaison", status=200)
    ),  # the head is who it waits for
    post("task_verification", orders.claimed, may("inspector"), {"verdict": "verified", "note": "合格"}),
    get("task_verification", orders.claimed, may("inspector", status=200)),
    post("task_closure", orders.verified, may("clerk", "inspector")),
    post(
        "task_relapse",
        orders.closed,
        may("clerk", "inspector"),
        lambda world: {"reason": "又灭了", "due_on": later(world, 20)},
    ),
    post("task_suspension", orders.underway, may("clerk"), {"reason": "停电检修"}),
    post("task_resumption", orders.suspended, may("clerk")),
    post("task_cancellation", orders.underway, may("clerk"), {"reason": "码头停用"}),
    post("task_comments", orders.underway, {"*": 302, **OUTSIDE}, {"text": "注意安全"}),
    post("task_following", orders.underway, {"*": 302, **OUTSIDE}),
    post("task_unfollowing", orders.underway, {"*": 302, **OUTSIDE}),
    post("task_owner", orders.underway, may("clerk", *LEAD), lambda world: {"responsible": f"id:{world.stevedore.pk}"}),
    post("task_place", orders.underway, may("clerk"), lambda world: {"category": Category.objects.first().pk}),
    post(
        "task_milestones",
        orders.underway,
        may("clerk", *LEAD),
        lambda world: {"title": "完成采购", "due_on": later(world, 9)},
    ),
    post("task_proofs", orders.acceptance, may("clerk", *LEAD), {"standard": "照度合格"}),
    post("task_mocks", orders.acceptance, may("clerk", *LEAD), lambda world: {"on": later(world, 9)}),
    post("task_offer", orders.draft, {**DRAFT, "clerk": 302}),
    # What hangs on the board is seen by everybody, also in the west; taking it needs a post.
    post("task_offer_withdrawal", orders.offered, {"*": 403, "clerk": 302}),
    post("task_claim", orders.offered, {"*": 302, "outsider": 403, "inspector": 403}),
    post("milestone_reach", orders.milestone, may("clerk", *LEAD)),
    post(
        "milestone_move",
        orders.milestone,
        may("clerk", *LEAD),
        lambda world: {"due_on": later(world, 12), "reason": "采购推迟"},
    ),
    post("milestone_drop", orders.milestone, may("clerk", *LEAD), {"reason": "不再需要"}),
    post("proof_hand_in", orders.proof, may(*LEAD), {"note": "检测报告"}),
    post("proof_judge", orders.proof_handed_in, may("clerk", "inspector"), {"passed": "yes"}),
    post("mock_hold", orders.mock, may("clerk", *LEAD), {"outcome": "基本达标"}),
    post("extension_decide", orders.extension, may("clerk"), {"approve": "yes"}),
    post("extension_withdraw", orders.extension, may(*LEAD)),
    # Finance is asked; nobody of finance is among those who try, so only the office may answer.
    post("support_answer", orders.support, may("clerk"), {"answer": "已安排"}),
    post("support_withdraw", orders.support, may(*LEAD)),
    page("programmes", EVERYBODY),
    page("programmes_xlsx", EVERYBODY),
    page("programme_new", OFFICE_ONLY),
    get("programme", orders.programme, EVERYBODY),
    get("programme_edit", orders.programme, OFFICE_ONLY),
    get("programme_units_chart", orders.programme, EVERYBODY),
    get("programme_closed_chart", orders.programme, EVERYBODY),
    get("programme_target_new", orders.programme, OFFICE_ONLY),
    get("target", orders.target, EVERYBODY),
    get("target_chart", orders.target, EVERYBODY),
    get("target_edit", orders.target, OFFICE_ONLY),
    post(
        "reading_new",
        orders.target,
        {"*": 403, "clerk": 302, "east_leader": 302, "stevedores_head": 302, "stevedores_liaison": 302},
        lambda world: {"on": later(world, 0), "value": "91"},
    ),
    post(
        "reading_correct",
        orders.reading,
        {"*": 403, "clerk": 302, "east_leader": 302, "stevedores_head": 302, "stevedores_liaison": 302},
        {"value": "92", "note": "抄错"},
    ),
    page("task_types", OFFICE_ONLY),
    page("task_types_xlsx", OFFICE_ONLY),
    page("task_types_new", OFFICE_ONLY),
    get("task_types_edit", lambda world: orders.a_type(), OFFICE_ONLY),
    page("categories", OFFICE_ONLY),
    page("categories_xlsx", OFFICE_ONLY),
    page("categories_new", OFFICE_ONLY),
    get("categories_edit", category, OFFICE_ONLY),
    page("task_templates", OFFICE_ONLY),
    page("task_templates_xlsx", OFFICE_ONLY),
    page("task_templates_new", OFFICE_ONLY),
    get("task_templates_edit", template, OFFICE_ONLY),
    page("rule_editions", OFFICE_ONLY),
    page("rule_editions_xlsx", OFFICE_ONLY),
    page("rule_editions_new", OFFICE_ONLY),
    page("calendar_days", OFFICE_ONLY),
    page("calendar_days_xlsx", OFFICE_ONLY),
    page("calendar_days_new", OFFICE_ONLY),
    post("calendar_day_drop", calendar_day, {"*": 403, "clerk": 302}),
]
