"""Who may do what with inspections, by hand."""

from datetime import date
from typing import Any

from django.utils import timezone

from duban.inspections.actions import draft_bulletin, draw_edge, open_draw, recuse, send_suggestion, sign_visit
from duban.inspections.models import Edge, LookBack, Visit
from duban.inspections.recording import failed_items
from tests.access_table import Row
from tests.inspections import exposure_rows
from tests.inspections.conftest import closed, frozen, planned, prepared, sealed, sent
from tests.inspections.test_look_back import drawn
from tests.inspections.test_visit import answered, ended
from tests.world import World

# Who may set duties at all: the office, leaders and heads.
SET = {"*": 403, "clerk": 200, "east_leader": 200, "west_leader": 200, "stevedores_head": 200, "west_head": 200}


def edge(world: World) -> Edge:
    """The east looks at its tugs: the office and the leader of the east keep that duty."""
    return draw_edge(
        actor=world.clerk, looker=world.east, looked_at=world.tugs, since=date(2026, 1, 1), document="督办〔2026〕1号"
    )


def its(world: World, made: Any) -> dict[str, int]:
    return {"pk": made.pk}


# Whoever plans: the office, and leaders, heads and inspectors for their units.
PLAN = {**SET, "inspector": 200, "east_inspector": 200}
# Everybody with a post reads published plans and what a draw publishes.
READ = {"*": 200, "outsider": 404}
# Only the supervision office, on whose behalf this plan is, works on it.
OFFICE = {"*": 403, "outsider": 404, "clerk": 302}
LOOK = {**OFFICE, "clerk": 200}
DRAFT = {"*": 404, "clerk": 200}
# The visit to the tugs of the east by the office: its team, the east's people above and at it, and those who see all.
SEE = {
    "*": 404,
    "clerk": 200,
    "inspector": 200,
    "east_leader": 200,
    "auditor": 200,
    "assessor": 200,
    "east_inspector": 200,
    "east_administrator": 200,
    "administrator": 200,
}
TEAM = {**dict.fromkeys(SEE, 403), "*": 404, "clerk": 200, "inspector": 200}
GO = {**TEAM, "clerk": 302, "inspector": 302}

# Whoever plans for the office; the team ends what it began.
BREAK = {**dict.fromkeys(SEE, 403), "*": 404, "clerk": 200}


def signed_by_the_office(world: World) -> Visit:
    visit = ended(world)
    sign_visit(visit.pk, actor=world.inspector, side="looking")
    return visit


def draft(world: World) -> Any:
    return planned(world, published=False)


def opened(world: World) -> Any:
    made = sealed(world)
    made.visits.update(state="signed")
    open_draw(made.pk, actor=world.clerk)
    return made


def underway(world: World) -> Visit:
    visit = sent(world)
    answered(world, visit)
    return visit


def signing(side: str) -> Any:
    return lambda world, made: {"pk": made.pk, "side": side}


def failed(world: World, made: Visit) -> dict[str, int]:
    return {"pk": made.pk, "item": next(iter(failed_items(made)))}


def recused(world: World, by: Any = None) -> Any:
    draw = prepared(world)
    recuse(draw.pk, actor=by or world.clerk, person=world.inspector, unit=world.east, reason="亲属")
    return draw


def its_recusal(world: World, made: Any) -> dict[str, int]:
    return {"pk": made.pk, "recusal": made.recusals.get().pk}


def its_entry(world: World, made: Any) -> dict[str, str]:
    visit = made.visits.first()
    return {"what": f"entry unit:{visit.unit_id}", "reason": "停产"}


def bulletin(world: World) -> Any:
    return draft_bulletin(
        actor=world.clerk, unit=world.supervision, scope=world.group, since=date(2026, 1, 1), until=date(2026, 3, 31)
    )


def suggestion(world: World) -> Any:
    return send_suggestion(actor=world.stevedore, unit=world.stevedores, title="加装照明", text="夜间看不清")


def look_back(world: World) -> Any:
    return drawn(world, closed(world))


def checked(world: World) -> Any:
    row = look_back(world)
    LookBack.objects.filter(pk=row.pk).update(checker=world.auditor)
    return row


def failed_back(world: World) -> Any:
    row = look_back(world)
    LookBack.objects.filter(pk=row.pk).update(checker=None, held=False, note="仍未整改", at=timezone.now())
    return row


# A named suggestion of a stevedore to the stevedores' company: its sender, its voices, the office.
HEARD = {"*": 404, "clerk": 200, "stevedore": 200, "stevedores_head": 200, "stevedores_liaison": 200}
ANSWER = {**HEARD, "clerk": 403, "stevedore": 403}
BACK = {"*": 404, "clerk": 200, "auditor": 200}
PLAN_DATA = {"title": "四季度计划", "year": 2026, "strata": "一般 1", "shares": "东港公司 一般 2\n西港公司 一般 2"}

ROWS = [
    *exposure_rows.ROWS,
    Row("inspections:network", "GET", None, {"*": 200}, make=edge),
    Row("inspections:network_xlsx", "GET", None, {"*": 200}, make=edge),
    Row("inspections:edge_new", "GET", None, SET),
    Row("inspections:edge_new", "POST", None,
        # Who keeps other units is told so at the field.
        {"*": 403, "stevedores_head": 422, "west_head": 422, "west_leader": 422, "clerk": 302, "east_leader": 302},
        data=lambda world: {"looker": world.east.pk, "looked_at": world.tugs.pk, "since": "2026-01-01", "document": "甲"}),
    Row("inspections:network_import", "GET", None, SET),
    Row("inspections:edge_end", "GET", its, {"*": 403, "clerk": 200, "east_leader": 200}, make=edge),
    Row("inspections:edge_end", "POST", its, {"*": 403, "clerk": 302, "east_leader": 302}, make=edge,
        data={"until": "2026-12-31"}),
    Row("inspections:plans", "GET", None, {"*": 200}, make=planned),
    Row("inspections:plans_xlsx", "GET", None, {"*": 200}, make=planned),
    Row("inspections:plan", "GET", its, READ, make=planned),
    Row("inspections:plan", "GET", its, DRAFT, make=draft),
    Row("inspections:plan_xlsx", "GET", its, READ, make=planned),
    Row("inspections:plan_xlsx", "GET", its, DRAFT, make=draft),
    Row("inspections:plan_new", "GET", None, PLAN),
    Row("inspections:plan_new", "POST", None, {**dict.fromkeys(PLAN, 422), "*": 403, "clerk": 302},
        data=lambda world: {**PLAN_DATA, "unit": world.supervision.pk}),
    Row("inspections:plan_edit", "GET", its, DRAFT, make=draft),
    Row("inspections:plan_edit", "POST", its, {**DRAFT, "clerk": 302}, make=draft, data=PLAN_DATA),
    Row("inspections:plan_publish", "POST", its, {**DRAFT, "clerk": 302}, make=draft),
    Row("inspections:draw_new", "GET", its, LOOK, make=planned),
    Row("inspections:draw", "GET", its, READ, make=sealed),
    Row("inspections:recusal", "GET", its, {**LOOK, "inspector": 200}, make=prepared),
    Row("inspections:recusal", "POST", its, {**OFFICE, "inspector": 302}, make=prepared,
        data=lambda world: {"person": world.inspector.pk, "unit": world.tugs.pk, "reason": "亲属"}),
    Row("inspections:recusal_back", "POST", its_recusal, {**OFFICE, "inspector": 403}, make=recused),
    Row("inspections:recusal_back", "POST", its_recusal, {**OFFICE, "clerk": 403, "inspector": 302},
        make=lambda world: recused(world, world.inspector)),
    Row("inspections:draw_change", "GET", its, LOOK, make=prepared),
    Row("inspections:draw_change", "POST", its, {**OFFICE, "clerk": 422}, make=prepared, data={}),
    Row("inspections:draw_change", "GET", its, {**LOOK, "clerk": 403}, make=frozen),
    Row("inspections:draw_drop", "POST", its, OFFICE, make=prepared),
    Row("inspections:draw_drop", "POST", its, {**OFFICE, "clerk": 403}, make=frozen),
    Row("inspections:freeze", "POST", its, OFFICE, make=prepared),
    Row("inspections:dice", "GET", its, LOOK, make=frozen),
    Row("inspections:dice", "POST", its, {**OFFICE, "clerk": 422}, make=frozen, data={}),
    Row("inspections:void", "GET", its, LOOK, make=sealed),
    Row("inspections:void", "POST", its, OFFICE, make=sealed, data=its_entry),
    Row("inspections:opening", "POST", its, OFFICE, make=sealed),
    Row("inspections:bundle", "GET", its, {"*": 403, "outsider": 404}, make=sealed),
    Row("inspections:bundle", "GET", its, READ, make=opened),
    Row("inspections:visits", "GET", None, {"*": 200}, make=sent),
    Row("inspections:visits_xlsx", "GET", None, {"*": 200}, make=sent),
    Row("inspections:visit", "GET", its, SEE, make=sent),
    Row("inspections:visit", "GET", its, {"*": 404, "clerk": 200, "inspector": 200},
        make=lambda world: sent(world, "unannounced")),
    Row("inspections:visit_new", "GET", None, PLAN),
    Row("inspections:visit_change", "GET", its, TEAM, make=sent),
    Row("inspections:visit_change", "POST", its, GO, make=sent, data={"on": "2026-12-01"}),
    Row("inspections:visit_cancel", "GET", its, TEAM, make=sent),
    Row("inspections:visit_cancel", "POST", its, GO, make=sent, data={"reason": "停航"}),
    Row("inspections:visit_break_off", "GET", its, BREAK, make=underway),
    Row("inspections:visit_break_off", "POST", its, {**BREAK, "clerk": 302}, make=underway, data={"reason": "全组调离"}),
    # What a team takes along to begin without a network: nobody else's phone does.
    Row("checklists:field_begin", "GET", lambda world, made: {"noun": "visit", "pk": made.pk},
        {"*": 404, "outsider": 403, "clerk": 200, "inspector": 200}, make=sent),
    Row("inspections:visit_begin", "POST", its, GO, make=sent),
    Row("inspections:visit_end", "GET", its, TEAM, make=underway),
    Row("inspections:visit_end", "POST", its, GO, make=underway, data={"summary": "可控"}),
    Row("inspections:visit_unsigned", "GET", its, TEAM, make=signed_by_the_office),
    Row("inspections:visit_unsigned", "POST", its, GO, make=signed_by_the_office, data={"reason": "负责人在场，拒签"}),
    Row("inspections:visit_sign", "GET", signing("looking"), TEAM, make=ended),
    Row("inspections:visit_sign", "POST", signing("looking"), GO, make=ended),
    Row("inspections:visit_sign", "POST", signing("looked_at"), {**GO, "clerk": 403, "inspector": 403}, make=ended),
    Row("inspections:visit_finding", "POST", failed, GO, make=ended),
    Row("inspections:notice", "GET", its, SEE, make=ended),
    Row("inspections:bulletins", "GET", None, {"*": 200}, make=bulletin),
    Row("inspections:bulletins_xlsx", "GET", None, {"*": 200}, make=bulletin),
    Row("inspections:bulletin_new", "GET", None, PLAN),
    Row("inspections:bulletin", "GET", its, DRAFT, make=bulletin),
    Row("inspections:bulletin_correct", "GET", its, DRAFT, make=bulletin),
    Row("inspections:bulletin_issue", "POST", its, {**DRAFT, "clerk": 302}, make=bulletin, data={"number": "1号"}),
    Row("inspections:bulletin_word", "GET", its, DRAFT, make=bulletin),
    Row("inspections:statement", "GET", None, {"*": 200, "outsider": 404}),
    Row("inspections:statement_word", "GET", None, {"*": 200, "outsider": 404}),
    Row("inspections:suggestions", "GET", None, {"*": 200}, make=suggestion),
    Row("inspections:suggestions_xlsx", "GET", None, {"*": 200}, make=suggestion),
    Row("inspections:suggestion_new", "GET", None, {"*": 200, "outsider": 403}),
    Row("inspections:suggestion_new", "POST", None, {"*": 302, "outsider": 403},
        data=lambda world: {"unit": world.safety.pk, "title": "甲", "text": "乙"}),
    Row("inspections:suggestion_by_code", "POST", None, {"*": 422}, data={"code": "甲"}),
    Row("inspections:suggestion", "GET", its, HEARD, make=suggestion),
    Row("inspections:suggestion_answer", "GET", its, ANSWER, make=suggestion),
    Row("inspections:suggestion_answer", "POST", its, {**ANSWER, "stevedores_head": 302, "stevedores_liaison": 302},
        make=suggestion, data={"adopted": "no", "answer": "已有安排"}),
    Row("inspections:look_backs", "GET", None, {"*": 200}, make=look_back),
    Row("inspections:look_backs_xlsx", "GET", None, {"*": 200}, make=look_back),
    Row("inspections:look_back_new", "GET", None, {"*": 403, "clerk": 200}),
    Row("inspections:rules", "GET", None, {"*": 403, "clerk": 200}),
    Row("inspections:rules", "POST", None, {"*": 403, "clerk": 302}, data={
        "since": "2026-01-01", "source": "甲", "extended": 2, "share": 20, "days": 15, "answer_days": 10}),
    Row("inspections:look_back", "GET", its, BACK, make=checked),
    Row("inspections:look_back_judge", "GET", its, {**BACK, "clerk": 403}, make=checked),
    Row("inspections:look_back_judge", "POST", its, {"*": 404, "clerk": 403, "auditor": 302}, make=checked,
        data={"held": "yes", "note": "看过"}),
    Row("inspections:look_back_reopen", "POST", its, {"*": 404, "clerk": 302}, make=failed_back),
]  # fmt: skip
