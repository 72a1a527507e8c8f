"""Plans, draws and visits of the invented port group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from duban.inspections import actions
from duban.inspections.actions import Share
from duban.inspections.models import Draw, Plan, Visit, VisitKind
from duban.ledger import actions as ledger
from duban.ledger.models import Task, TaskType
from tests.checklists.conftest import in_force
from tests.world import World

DICE = ("1463225", "6345512", "2215364")


def planned(world: World, published: bool = True, **given) -> Plan:
    units = [world.east, world.west, world.stevedores, world.tugs, world.bonded, world.storage]
    plan = actions.make_plan(
        actor=world.clerk,
        unit=world.supervision,
        title="三季度督查计划",
        year=timezone.localdate().year,
        document="督办〔2026〕9号",
        strata=given.get("strata", [("高风险", 1), ("一般", 1)]),
        shares=[Share(unit, "高风险" if unit in units[:2] else "一般", 2) for unit in units],
    )
    return actions.publish_plan(plan.pk, actor=world.clerk) if published else plan


def prepared(world: World, plan: Plan | None = None, named: str = "第一次抽查", **given) -> Draw:
    day = timezone.localdate()
    return actions.prepare_draw(
        (plan or planned(world)).pk,
        actor=world.clerk,
        named=named,
        edition=given.pop("edition", None) or in_force(world, f"C{Draw.objects.count()}"),
        since=day,
        until=day + timedelta(days=30),
        inspectors=given.pop(
            "inspectors", [world.inspector, world.safety_head, world.audit_head, world.finance_member]
        ),
        throwers=[world.audit, world.finance, world.hr],
        **{"team": 2, "cap": 2, **given},
    )


def frozen(world: World, **given) -> Draw:
    draw = prepared(world, **given)
    actions.freeze_draw(draw.pk, actor=world.clerk)
    return Draw.objects.get(pk=draw.pk)


def thrown_by(world: World):
    return {
        world.audit.pk: (world.audit_head, DICE[0]),
        world.finance.pk: (world.finance_head, DICE[1]),
        world.hr.pk: (world.assessor, DICE[2]),
    }


def sealed(world: World, **given) -> Draw:
    draw = frozen(world, **given)
    actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    return Draw.objects.get(pk=draw.pk)


def failed(world) -> Draw:
    """Enough seats on paper, none for who is drawn: the same two may not go to either."""
    plan = planned(world, strata=[("高风险", 2), ("一般", 0)])
    people = [world.inspector, world.audit_head, world.finance_member]
    draw = prepared(world, plan=plan, inspectors=people, team=1, cap=1)
    for person in people[:2]:
        for unit in (world.east, world.west):
            actions.recuse(draw.pk, actor=world.clerk, person=person, unit=unit, reason="回避")
    actions.freeze_draw(draw.pk, actor=world.clerk)
    actions.throw_dice(draw.pk, actor=world.clerk, throws=thrown_by(world))
    return Draw.objects.get(pk=draw.pk)


def sent(world: World, kind: str = VisitKind.PLANNED, **given) -> Visit:
    return actions.plan_visit(
        actor=world.clerk,
        kind=kind,
        unit=given.pop("unit", world.tugs),
        looking_unit=world.supervision,
        edition=in_force(world, f"V{Visit.objects.count()}"),
        on=timezone.localdate(),
        team=[world.inspector, world.clerk],
        place="2号泊位",
        **given,
    )


@pytest.fixture
def plan(world) -> Plan:
    return planned(world)


def closed(world: World) -> Task:
    """A task of the east, done by its liaison, looked at by the safety department, closed by the office."""
    task = ledger.register_and_dispatch(
        actor=world.clerk,
        title="更换破损跳板",
        type=TaskType.objects.get_or_create(name="督办")[0],
        lead_unit=world.east,
        responsible=world.east_liaison,
        looker=world.safety_liaison,
        due_on=timezone.localdate() + timedelta(days=20),
        criterion="现场核对全部更换",
    )
    ledger.acknowledge_task(task.pk, actor=world.east_liaison)
    ledger.claim_completion(task.pk, actor=world.east_liaison, statement="已全部更换")
    ledger.verify_completion(task.pk, actor=world.safety_liaison, verdict="verified")
    ledger.close_task(task.pk, actor=world.clerk)
    task.refresh_from_db()
    return task
