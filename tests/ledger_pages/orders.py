"""One order in every state of its life, for tests of pages: led by the stevedores, sent by the clerk, verified by the inspector."""

from datetime import date, timedelta
from typing import Any

from duban.ledger import actions as do
from duban.ledger.models import Programme, State, Target, Task, TaskType
from tests.world import World

TITLE = "更换码头照明灯具"


def a_type() -> TaskType:
    return TaskType.objects.first() or TaskType.objects.create(name="督办")


def draft(world: World, **fields: Any) -> Task:
    given: dict[str, Any] = {
        "title": TITLE,
        "type": a_type(),
        "lead_unit": world.stevedores,
        "responsible": world.stevedores_head,
        "looker": world.inspector,
        "due_on": world.today + timedelta(days=30),
        "criterion": "全部点亮，照度合格。",
        **fields,
    }
    return do.register_task(actor=world.clerk, **given)


def dispatched(world: World, **fields: Any) -> Task:
    return do.dispatch_task(draft(world, **fields).pk, actor=world.clerk)


def underway(world: World, **fields: Any) -> Task:
    task = dispatched(world, **fields)
    do.acknowledge_task(task.pk, actor=world.stevedores_head)
    return Task.objects.get(pk=task.pk)


def claimed(world: World, **fields: Any) -> Task:
    task = underway(world, **fields)
    do.claim_completion(task.pk, actor=world.stevedores_head, statement="已全部更换。")
    return Task.objects.get(pk=task.pk)


def verified(world: World, **fields: Any) -> Task:
    task = claimed(world, **fields)
    do.verify_completion(task.pk, actor=world.inspector, verdict="verified", note="现场查看合格。")
    return Task.objects.get(pk=task.pk)


def closed(world: World, **fields: Any) -> Task:
    task = verified(world, **fields)
    do.close_task(task.pk, actor=world.clerk)
    return Task.objects.get(pk=task.pk)


def suspended(world: World) -> Task:
    task = underway(world)
    do.suspend_task(task.pk, actor=world.clerk, reason="停电检修")
    return Task.objects.get(pk=task.pk)


def offered(world: World, **fields: Any) -> Task:
    task = draft(world, **fields)
    do.open_for_claim(task.pk, actor=world.clerk)
    return task


def acceptance(world: World) -> Task:
    return underway(world, is_acceptance=True)


def extension(world: World) -> Any:
    task = underway(world)
    return do.ask_extension(
        task.pk, actor=world.stevedores_head, to=task.due_on + timedelta(days=5), reason="灯具到货晚"
    )


def support(world: World) -> Any:
    return do.request_support(
        underway(world).pk, actor=world.stevedores_head, need="请拨付灯具采购款", unit=world.finance
    )


def milestone(world: World) -> Any:
    return do.set_milestone(
        underway(world).pk, actor=world.clerk, title="完成采购", due_on=world.today + timedelta(days=9)
    )


def proof(world: World) -> Any:
    return do.set_proof(acceptance(world).pk, actor=world.clerk, standard="照度不低于 20 lx")


def proof_handed_in(world: World) -> Any:
    return do.hand_in_proof(proof(world).pk, actor=world.stevedores_head, note="检测报告一份")


def mock(world: World) -> Any:
    return do.plan_mock_acceptance(acceptance(world).pk, actor=world.clerk, on=world.today + timedelta(days=9))


def programme(world: World) -> Programme:
    return do.keep_programme(
        actor=world.clerk,
        name="灯光提升行动",
        year=world.today.year,
        since=date(world.today.year, 1, 1),
        until=date(world.today.year, 12, 31),
        owner=world.reform,
        description="",
        closed=False,
    )


def target(world: World) -> Target:
    return do.set_target(
        actor=world.clerk,
        name="完好率",
        measure="%",
        baseline=80,
        baseline_on=world.today - timedelta(days=100),
        goal=98,
        by_on=world.today + timedelta(days=100),
        units=[world.stevedores],
        programme=programme(world),
    )


def reading(world: World) -> Any:
    return do.record_reading(target(world).pk, actor=world.clerk, on=world.today, value=90)


def many(world: World, n: int, **fields: Any) -> list[Task]:
    """Lines for lists, past the actions: what is tested is the page."""
    kind = a_type()
    rows = []
    for i in range(n):
        values: dict[str, Any] = {
            "number": f"督办〔2026〕{900 + i}号",
            "title": f"{TITLE}（第{i + 1}段）",
            "criterion": "合格",
            "lead_unit": world.stevedores,
            "responsible": world.stevedores_head,
            "looker": world.inspector,
            "registered_by": world.clerk,
            "dispatched_by": world.clerk,
            "dispatched_at": "2026-01-05T08:00Z",
            "original_due_on": world.today + timedelta(days=i),
            "due_on": world.today + timedelta(days=i),
            "state": State.UNDERWAY,
            **fields,
        }
        rows.append(Task(type=kind, **values))
    return Task.objects.bulk_create(rows)
