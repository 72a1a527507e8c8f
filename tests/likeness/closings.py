"""Tasks whose closings are alike: the stevedores' one came first, the tugs' one was copied."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from duban.files.actions import keep
from duban.ledger import actions as do
from duban.ledger.models import Task
from duban.likeness.jobs import sweep
from duban.likeness.models import Hint
from duban.org.models import Person, Unit
from tests.ledger_pages.orders import a_type
from tests.world import World

TEXT = (
    "我司于3月12日组织电工班对三号泊位后沿十八盏高杆灯逐盏检修，更换镇流器六只、灯泡十一只，夜间实测照度二十二勒克斯。"
)
COPY = (
    "我司于4月2日组织电工班对五号泊位后沿十八盏高杆灯逐盏检修，更换镇流器六只、灯泡十一只，夜间实测照度二十三勒克斯！"
)
OTHER = "拖轮甲板防滑涂层已重新喷涂，船员复训两批共三十四人，应急拖带演练一次，记录见附件。"
STOCK = "已按要求完成。相关资料已归档备查。请予核查。"


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    import random

    dice = random.Random(seed)
    image = Image.new("RGB", size, (dice.randrange(90, 255),) * 3)
    pen = ImageDraw.Draw(image)
    for _ in range(24):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        paint = tuple(dice.randrange(256) for _ in range(3))
        pen.ellipse([x, y, x + dice.randrange(40, 240), y + dice.randrange(40, 240)], fill=paint)
    return image


def jpeg(image: Image.Image, quality: int = 85, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **how)
    return out.getvalue()


def claimed(
    world: World, text: str, unit: Unit, doer: Person, looker: Person | None = None, photo: bytes = b"", **fields: Any
) -> Task:
    task = do.register_and_dispatch(
        actor=world.clerk,
        type=a_type(),
        title="照明检修",
        lead_unit=unit,
        responsible=doer,
        looker=looker or world.inspector,
        due_on=world.today + timedelta(days=30),
        criterion="灯具全部点亮，照度合格",
        **fields,
    )
    do.acknowledge_task(task.pk, actor=doer)
    ids = [keep(io.BytesIO(photo), "整改后.jpg", actor=doer, noun="task", noun_id=task.pk).pk] if photo else []
    do.claim_completion(task.pk, actor=doer, statement=text, evidence_ids=ids)
    return Task.objects.get(pk=task.pk)


def copied(world: World, **fields: Any) -> tuple[Task, Task]:
    """The earlier and the later one, compared."""
    earlier = claimed(world, TEXT, world.tugs, world.tugs_head)
    later = claimed(world, COPY, world.stevedores, world.stevedores_head, **fields)
    sweep.func()
    return earlier, later


def hint(world: World) -> Hint:
    copied(world)
    return Hint.objects.get()
