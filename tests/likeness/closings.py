"""Tasks whose closings are alike: the stevedores' one came first, the tugs' one was copied."""

import io
from datetime import timedelta
from typing import Any

import docx
from openpyxl import Workbook
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


PLACES = (
    "三号泊位后沿配电箱门锁损坏 五号堆场西侧消防栓锈死 候工楼二层应急灯不亮 油品码头软管吊架开焊 "
    "危险品库房静电接地断线 机修车间行车限位失灵 理货室线路私拉乱接 西门岗限高杆缺警示"
).split()
REPORT = [f"第{n}处：{place}，已更换并复验。" for n, place in enumerate(PLACES, 1)]


def word(lines: list[str]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def sheet(lines: list[str]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append(line.split("："))
    book.save(out)
    return out.getvalue()


def jpeg(image: Image.Image, quality: int = 85, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **how)
    return out.getvalue()


def claimed(
    world: World,
    text: str,
    unit: Unit,
    doer: Person,
    looker: Person | None = None,
    files: dict[str, bytes] | None = None,
    **fields: Any,
) -> Task:
    task = do.register_and_dispatch(
        actor=world.clerk,
        type=a_type(),
        lead_unit=unit,
        responsible=doer,
        looker=looker or world.inspector,
        due_on=world.today + timedelta(days=30),
        criterion="灯具全部点亮，照度合格",
        **{"title": "照明检修", **fields},
    )
    do.acknowledge_task(task.pk, actor=doer)
    claim(task, doer, text, files or {})
    return Task.objects.get(pk=task.pk)


def claim(task: Task, doer: Person, text: str, files: dict[str, bytes]) -> None:
    ids = [
        keep(io.BytesIO(content), name, actor=doer, noun="task", noun_id=task.pk).pk for name, content in files.items()
    ]
    do.claim_completion(task.pk, actor=doer, statement=text, evidence_ids=ids)


def copied(world: World, **fields: Any) -> tuple[Task, Task]:
    """The earlier and the later one, compared."""
    earlier = claimed(world, TEXT, world.tugs, world.tugs_head)
    later = claimed(world, COPY, world.stevedores, world.stevedores_head, **fields)
    sweep.func()
    return earlier, later


def hint(world: World) -> Hint:
    copied(world)
    return Hint.objects.get()
