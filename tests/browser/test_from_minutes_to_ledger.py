"""The main job in one walk: a damaged copy comes in, five people do what is theirs, a closed task leads back to its words."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from docx import Document as Word
from openpyxl import load_workbook

from duban.files.models import Evidence
from duban.journal.sealer import seal_all
from duban.journal.verify import verify
from duban.ledger.models import State, Task
from duban.minutes.models import Document
from tests.browser.test_minutes import begin
from tests.browser.walk import Walk, photograph
from tests.minutes.conftest import DAMAGED

TITLE = "完成危险货物堆场的全面排查"


def test_from_a_damaged_copy_to_a_closed_task_by_five_people(as_person, tmp_path: Path):
    world = begin()
    today = timezone.localdate()
    pages = {
        "clerk": world.clerk,
        "liaison": world.safety_liaison,
        "doer": world.safety_head,
        "looker": world.inspector,
        "closer": world.supervision_head,
    }
    walk = Walk(**{name: as_person(person, language="zh-CN") for name, person in pages.items()})
    copy = tmp_path / "夏季安全例会.txt"
    copy.write_text(DAMAGED, encoding="utf-8")

    walk.file(copy, today.replace(month=8, day=6) if today.month > 8 else today)
    walk.review(TITLE, world.inspector.name, today + timedelta(days=20), "隐患清单逐条有整改结论")
    walk.issue(TITLE)
    walk.acknowledge(TITLE)
    walk.report("排查堆场6处", "两处需停业配合", "周五前完成", 60)
    walk.extend(today + timedelta(days=30), "检测单位延期到场", "同意延期一次")
    walk.claim("清单已逐条整改", {"name": "整改前.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    walk.verify("退办", "缺少整改后的照片")
    walk.claim("已补拍整改后照片", {"name": "整改后.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    walk.verify("达到办结标准", "现场查看6处，与清单一致")
    walk.close()
    walk.back()

    task, document = Task.objects.get(title=TITLE), Document.objects.get()
    assert task.state == State.CLOSED
    assert task.original_due_on < task.due_on == today + timedelta(days=30)
    assert [c.verification.verdict for c in task.claims.order_by("pk")] == ["returned", "verified"]
    assert task.source_text in document.text
    assert "(tuán)" not in task.source_text
    acts = {
        task.receipts.get().acknowledged_by, task.reports.get().by, task.extensions.get().decided_by,
        task.claims.last().verification.by, task.dispatched_by,
    }  # fmt: skip
    assert acts == {world.clerk, world.safety_liaison, world.safety_head, world.inspector, world.supervision_head}
    assert set(Evidence.objects.values_list("name", flat=True)) == {"整改前.jpg", "整改后.jpg"}

    ledger = load_workbook(walk.download(walk.clerk, "/tasks/export.xlsx?state=closed", tmp_path / "台账.xlsx"))
    assert any(TITLE in str(cell.value) for row in ledger.active.iter_rows() for cell in row)
    notice = Word(str(walk.download(walk.clerk, f"{walk.task}/notice.docx", tmp_path / "通知单.docx")))
    words = "\n".join([p.text for p in notice.paragraphs] + [c.text for t in notice.tables for c in t._cells])
    assert TITLE in words
    assert task.number in words
    table = Word(str(walk.download(walk.clerk, f"/minutes/{document.pk}/breakdown.docx", tmp_path / "任务分解表.docx")))
    assert any(TITLE in cell.text for each in table.tables for cell in each._cells)

    seal_all()
    report = verify()
    assert report.ok, report.misfits
