"""Who may do what with findings, by hand. Found at the stevedores (below the east) by the group's inspector."""

from datetime import timedelta

from duban.findings import actions as do
from duban.findings.models import Finding
from duban.ledger.actions import acknowledge_task, claim_completion, verify_completion
from tests.access_table import Row
from tests.findings.conftest import conduct, kind, picture
from tests.world import World

WEST = {"west_leader": 404, "west_head": 404, "west_liaison": 404, "west_member": 404, "outsider": 404}
# Everybody of the unit and above it sees it; to the others it does not exist.
SEE = {"*": 200, **WEST}
NO = {"*": 403, **WEST}
UNIT = {**NO, "stevedores_head": 200, "stevedores_liaison": 200}
ABOVE = {**NO, "clerk": 200, "east_leader": 200}
# Conduct: not for plain members and administrators.
CONDUCT = {**ABOVE, "stevedore": 404, "administrator": 404, "east_administrator": 404}
# What is only reported: the layers above and whoever reported it, but not the unit.
EARLY = {
    "*": 404, "clerk": 200, "east_leader": 200, "inspector": 200, "east_inspector": 200, "auditor": 200,
    "assessor": 403, "west_member": 403,
}  # fmt: skip
OFFICE = {"*": 403, "clerk": 200}


def issued(world: World, **fields: object) -> Finding:
    values: dict[str, object] = {
        "actor": world.inspector, "unit": world.stevedores, "kind": kind(), "condition": "护栏缺失", "place": "3号泊位",
    }  # fmt: skip
    return do.issue_finding(**{**values, **fields})  # type: ignore[arg-type]


def reported(world: World) -> Finding:
    return issued(world, actor=world.west_member)


def silent(world: World) -> Finding:
    finding = issued(world)
    Finding.objects.filter(pk=finding.pk).update(answer_by=world.today - timedelta(days=1))
    return finding


def disputed(world: World) -> Finding:
    finding = issued(world)
    do.dispute_finding(finding.pk, actor=world.stevedores_head, reason="不属实")
    return finding


def accepted(world: World, **fields: object) -> Finding:
    return do.accept_finding(issued(world, **fields).pk, actor=world.stevedores_head)


def misconduct(world: World) -> Finding:
    return accepted(world, kind=conduct(), person=world.stevedore)


def planned(world: World) -> Finding:
    finding = accepted(world)
    do.plan_rectification(
        finding.pk, actor=world.stevedores_head, cause="未复装", measures="复装", responsible=world.stevedores_liaison,
        due_on=world.today + timedelta(days=7),
    )  # fmt: skip
    return finding


def claimed(world: World) -> Finding:
    finding = do.accept_plan(planned(world).pk, actor=world.clerk, looker=world.inspector)
    assert finding.task_id
    acknowledge_task(finding.task_id, actor=world.stevedores_head)
    claim_completion(finding.task_id, actor=world.stevedores_liaison, statement="已复装")
    return finding


def rechecked(world: World) -> Finding:
    finding = claimed(world)
    assert finding.task_id
    verify_completion(finding.task_id, actor=world.inspector, verdict="verified", note="好")
    return finding


def closed(world: World) -> Finding:
    return do.recheck_finding(claimed(world).pk, actor=world.inspector, passed=True, note="好")


def drawn(world: World) -> Finding:
    finding = issued(world)
    for noun in ("finding", "finding_after"):
        picture(finding, world.inspector, noun)
    do.fix_on_spot(finding.pk, actor=world.inspector, note="放回")
    Finding.objects.filter(pk=finding.pk).update(recheck_drawn_on=world.today)
    return finding


def repeated(world: World) -> Finding:
    issued(world, item_code="X-1")
    return issued(world, item_code="X-1")


def its(world: World, made: Finding) -> dict[str, int]:
    return {"pk": made.pk}


def page(name: str, expect: dict[str, int]) -> Row:
    return Row(f"findings:{name}", "GET", {}, expect)


def act(name: str, make: object, expect: dict[str, int]) -> Row:
    return Row(f"findings:{name}", "GET", its, expect, make=make)  # type: ignore[arg-type]


ROWS = [
    *(page(name, {"*": 200}) for name in (
        "list", "export_xlsx", "export_csv", "trends", "months_chart", "ages_chart", "missed", "missed_chart",
        "missed_export", "repeats", "kinds", "kinds_xlsx", "rules", "rules_xlsx",
    )),
    page("new", {"*": 200, "outsider": 403}),
    Row("findings:new", "POST", {}, {"*": 422, "outsider": 403}),
    page("kind_new", OFFICE),
    page("rules_new", OFFICE),
    Row("findings:kind_edit", "GET", its, OFFICE, make=lambda world: kind()),
    Row(
        "findings:kind_edit", "POST", its, {"*": 403, "clerk": 302}, make=lambda world: kind(),
        data={"name": "安全隐患", "group": "hazard", "order": 1},
    ),
    act("finding", issued, SEE),
    act("finding", reported, {**EARLY, "assessor": 200, "west_member": 200}),
    act("finding", misconduct, {**CONDUCT, "stevedore": 200, "*": 200}),
    act("confirmation", reported, EARLY),
    act("dismissal", reported, EARLY),
    Row("findings:acceptance", "POST", its, {**NO, "stevedores_head": 302, "stevedores_liaison": 302}, make=issued),
    act("dispute", issued, UNIT),
    act("deemed_acceptance", silent, {**ABOVE, "east_inspector": 200, "auditor": 200}),
    act("ruling", disputed, ABOVE),
    act("fix", issued, {**UNIT, "inspector": 200}),
    act("evidence", issued, {**UNIT, "inspector": 200, "clerk": 200}),
    act("plan", accepted, UNIT),
    act("plan_acceptance", planned, ABOVE),
    act("plan_return", planned, ABOVE),
    act("recheck", claimed, {**NO, "inspector": 200}),
    act("closure", rechecked, {**NO, "inspector": 200, "clerk": 200}),
    act("relapse", closed, {**NO, "inspector": 200, "clerk": 200}),
    act("fix_recheck", drawn, {**ABOVE, "auditor": 200, "east_inspector": 200}),
    act("outcome", misconduct, {**CONDUCT, "stevedore": 403}),
    Row(
        "findings:pattern_new", "POST", {},
        {**NO, "clerk": 302, "east_leader": 302, "stevedores_head": 302}, make=repeated,
        data=lambda world: {"item": "X-1", "unit": world.stevedores.pk, "place": "3号泊位"},
    ),
]  # fmt: skip
