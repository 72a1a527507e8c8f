"""Who may do what with checklists, by hand. The checklist is the safety department's; the office drafted it."""

from uuid import uuid4

from duban.checklists.actions import draft_rule, note_pattern, withdraw_edition
from duban.checklists.models import Pattern, Rule
from tests.access_table import Row
from tests.checklists.conftest import begun, drafted, in_force
from tests.world import World

ALL = {"*": 200}
KEEPERS = {
    "*": 403, "clerk": 200, "east_leader": 200, "west_leader": 200, "stevedores_head": 200, "west_head": 200,
}  # fmt: skip
# Drafts are the office's and the owner unit's; of those tried here only the office.
DRAFT = {"*": 404, "clerk": 200}
# What is in force is everybody's to read, and only the keepers' to change.
OFFICE = {"*": 403, "clerk": 200}
SEATED = {"*": 200, "outsider": 403}
# The stevedores' own check: seen by them, by all above them, and by who sees everything.
SEE = {
    "*": 404, "clerk": 200, "east_leader": 200, "stevedores_head": 200, "stevedores_liaison": 200, "stevedore": 200,
    "east_inspector": 200, "inspector": 200, "auditor": 200, "assessor": 200, "east_administrator": 200,
    "administrator": 200,
}  # fmt: skip
GO = {who: 302 if status == 200 else status for who, status in SEE.items()}


def its(world: World, made) -> dict[str, int]:
    return {"pk": made.pk}


def whole(world: World, made) -> dict[str, int]:
    return {"pk": made.checklist_id}


def pattern(world: World) -> Pattern:
    return note_pattern(actor=world.clerk, title="登轮人员不穿救生衣")


def rule(world: World) -> Rule:
    return draft_rule(pattern(world).pk, actor=world.clerk, text="登轮前由班长逐人检查救生衣")


def approved(world: World):
    from duban.checklists.actions import approve_edition

    return approve_edition(drafted(world).pk, actor=world.supervision_head)


def gone(world: World):
    return withdraw_edition(drafted(world).pk, actor=world.clerk, reason="重复")


def to(statuses: dict[str, int], done: int = 302) -> dict[str, int]:
    return {who: done if status == 200 else status for who, status in statuses.items()}


ROWS = [
    Row("service_worker", "GET", None, {"*": 200, "anonymous": 200}),
    Row("offline", "GET", None, {"*": 200, "anonymous": 200}),
    Row("manifest", "GET", None, {"*": 200, "anonymous": 200}),
    Row("checklists:list", "GET", None, ALL),
    Row("checklists:list_xlsx", "GET", None, ALL),
    Row("checklists:coverage", "GET", None, ALL),
    Row("checklists:coverage_xlsx", "GET", None, ALL),
    Row("checklists:template", "GET", None, ALL),
    Row("checklists:new", "GET", None, KEEPERS),
    Row("checklists:new", "POST", None, {**to(KEEPERS, 422), "clerk": 302},
        data=lambda world: {"code": "XF", "name": "消防检查表", "owner": world.safety.pk}),
    Row("checklists:packs", "GET", None, KEEPERS),
    Row("checklists:pack", "GET", {"slug": "port_tariff"}, KEEPERS),
    Row("checklists:pack_load", "POST", {"slug": "port_tariff"}, to(KEEPERS),
        data=lambda world: {"owner": world.safety.pk}),
    Row("checklists:checklist", "GET", whole, ALL, make=in_force),
    Row("checklists:checklist", "GET", whole, DRAFT, make=drafted),
    Row("checklists:edit", "GET", whole, OFFICE, make=in_force),
    Row("checklists:edit", "POST", whole, to(OFFICE), make=in_force,
        data=lambda world: {"code": "DL", "name": "改名", "owner": world.safety.pk}),
    Row("checklists:edition_new", "POST", whole, to(OFFICE), make=in_force),
    Row("checklists:edition", "GET", its, ALL, make=in_force),
    Row("checklists:edition", "GET", its, DRAFT, make=drafted),
    Row("checklists:edition", "GET", its, DRAFT, make=gone),
    Row("checklists:items", "GET", its, DRAFT, make=drafted),
    Row("checklists:items", "GET", its, {"*": 403}, make=in_force),
    Row("checklists:items", "POST", its, to(DRAFT), make=drafted,
        data={"rows": "1", "section-0": "甲", "text-0": "乙"}),
    Row("checklists:comparison", "GET", its, ALL, make=in_force),
    # The office's clerk drafted it: nobody approves an own draft.
    Row("checklists:approval", "POST", its, {"*": 404, "clerk": 403}, make=drafted),
    Row("checklists:force", "GET", its, DRAFT, make=approved),
    Row("checklists:force", "POST", its, to(DRAFT, 422), make=approved),
    Row("checklists:withdrawal", "GET", its, OFFICE, make=in_force),
    Row("checklists:withdrawal", "POST", its, to(OFFICE), make=in_force, data={"reason": "停用"}),
    Row("checklists:excel_out", "GET", its, ALL, make=in_force),
    Row("checklists:excel_out", "GET", its, DRAFT, make=drafted),
    Row("checklists:xlsform_out", "GET", its, ALL, make=in_force),
    Row("checklists:import", "GET", its, DRAFT, make=drafted),
    Row("checklists:import", "POST", its, to(DRAFT, 422), make=drafted),
    Row("checklists:import_confirmed", "POST", its, to(DRAFT, 422), make=drafted),
    Row("checklists:responses", "GET", None, ALL),
    Row("checklists:responses_xlsx", "GET", None, ALL),
    Row("checklists:response_new", "GET", None, SEATED),
    Row("checklists:response_new", "POST", None, {**to(SEATED, 422)}),
    Row("checklists:response", "GET", its, SEE, make=begun),
    Row("checklists:response_xlsx", "GET", its, SEE, make=begun),
    # Only who began it, or the head of the unit that looks, ends it; six items are still open.
    Row("checklists:finish", "POST", its, {**{who: 403 if s == 200 else s for who, s in SEE.items()},
        "stevedore": 302, "stevedores_head": 302}, make=begun),
    Row("checklists:field", "GET", its, SEE, make=begun),
    Row("checklists:answer", "POST", lambda world, made: {"pk": made.pk, "item": made.edition.items.first().pk}, GO,
        make=begun, data=lambda world: {"value": "yes", "device": str(uuid4())}),
    Row("checklists:answers", "POST", None, {"*": 400}),
    Row("checklists:outbox", "GET", None, ALL),
    Row("checklists:field_home", "GET", None, {**ALL, "outsider": 403}),
    Row("checklists:field_begin", "GET", lambda world, made: {"noun": "edition", "pk": made.pk}, {**ALL, "outsider": 403},
        make=in_force),
    Row("checklists:patterns", "GET", None, ALL),
    Row("checklists:patterns_xlsx", "GET", None, ALL),
    Row("checklists:pattern_new", "GET", None, KEEPERS),
    Row("checklists:pattern_new", "POST", None, to(KEEPERS), data={"title": "规律"}),
    Row("checklists:pattern", "GET", its, ALL, make=pattern),
    Row("checklists:pattern_edit", "GET", its, KEEPERS, make=pattern),
    Row("checklists:pattern_edit", "POST", its, to(KEEPERS), make=pattern, data={"title": "改"}),
    Row("checklists:rule_new", "GET", its, KEEPERS, make=pattern),
    Row("checklists:rule_new", "POST", its, to(KEEPERS), make=pattern, data={"text": "规则"}),
    Row("checklists:rule_edit", "GET", its, KEEPERS, make=rule),
    Row("checklists:rule_edit", "POST", its, to(KEEPERS), make=rule, data={"text": "规则"}),
    Row("checklists:norm_new", "GET", its, KEEPERS, make=rule),
    Row("checklists:norm_new", "POST", its, to(KEEPERS, 422), make=rule),
]  # fmt: skip
