"""A closing that was copied: another unit's words with other dates, its photo saved anew, its report under a new heading.
The inspector who verifies it sees so; nobody else does."""

import io

import docx
from django.utils import timezone
from PIL import Image

from duban.config.demo import pictures
from duban.config.demo.year import Year
from duban.files.actions import keep
from duban.files.models import Evidence
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.ledger.models import Task
from duban.org.models import Appointment, Person, Role, Unit

TITLE, CRITERION = "更换装卸机械钢丝绳", "到期钢丝绳全部更换，试吊合格，更换记录齐全。"
CLOSING = (
    "我司于{day}组织机修班对{what}逐台检查，更换起升钢丝绳{count}根、报废有断丝的{less}根，更换后空载、满载各试吊三次，"
    "制动和限位动作正常，更换记录已由机修班长和当班司机签字。"
)
REPORT = (
    "一、排查情况。按照设备台账逐台核对钢丝绳使用时长，{what}中到期的列入更换清单，未到期但有断丝的一并更换。",
    "二、更换情况。作业前办理登高作业票，现场设专人监护，旧绳当场截断，防止回流使用，共更换{count}根。",
    "三、验证情况。每台更换后空载、满载各试吊三次，卷筒排绳整齐，制动和限位动作正常。",
    "四、长效措施。钢丝绳更换日期写入设备标牌，点检表增加断丝数一栏，每周由机修班长复核。",
)


class Copies:
    def __init__(self, year: Year) -> None:
        self.year = year
        inspector = Appointment.objects.select_related("person").filter(role=Role.INSPECTOR).order_by("pk").first()
        self.looker = inspector.person if inspector else year.lookers[0]

    def happen(self) -> None:
        first, second = self.year.units["北港集装箱码头公司"], self.year.units["南港件杂货码头公司"]
        self.year.at(self.year.before(90), 9, self._order, first, "门机和岸桥", 14, 3, "")
        self.year.at(self.year.before(12), 9, self._order, second, "门机和轮胎吊", 9, 2, first.name)

    def _order(self, unit: Unit, what: str, count: int, less: int, copied_from: str) -> None:
        year, today = self.year, timezone.localdate()
        task = ledger.register_and_dispatch(
            actor=year.office[0], title=TITLE, type=year.types["督办"], lead_unit=unit, due_on=terms.moved(today, 15),
            responsible=year.heads[unit.pk], looker=self.looker, criterion=CRITERION, deliverables="钢丝绳更换记录",
        )  # fmt: skip
        year.at(terms.moved(today, 1), 9, ledger.acknowledge_task, task.pk, actor=year.heads[unit.pk], unit=unit)
        claimed = terms.moved(today, 6)
        year.at(claimed, 10, self._claim, task.pk, year.heads[unit.pk], what, count, less, copied_from)
        if not copied_from:
            year.at(terms.moved(claimed, 1), 15, ledger.verify_completion, task.pk, actor=self.looker, verdict="verified",
                    note="抽查四台，试吊正常。")  # fmt: skip
            year.at(terms.moved(claimed, 1), 16, ledger.close_task, task.pk, actor=self.looker)

    def _claim(self, key: int, doer: Person, what: str, count: int, less: int, copied_from: str) -> None:
        now = timezone.localtime()
        said = {"day": f"{now:%-m月%-d日}", "what": what, "count": count, "less": less}
        photo = self._again(copied_from) if copied_from else pictures.scene(4177, now)
        heading = "钢丝绳更换工作总结" if copied_from else "钢丝绳更换情况报告"
        task = Task.objects.get(pk=key)
        files = [
            keep(stream, name, actor=doer, noun="task", noun_id=key, unit_id=task.lead_unit_id).pk
            for stream, name in [(photo, "试吊现场.jpg"), (_report(heading, said), f"{heading}.docx")]
        ]
        ledger.claim_completion(key, actor=doer, statement=CLOSING.format(**said), evidence_ids=files)

    def _again(self, unit: str) -> io.BytesIO:
        """The other unit's photo, saved once more."""
        task = Task.objects.get(title=TITLE, lead_unit__name=unit)
        first = Evidence.objects.of("task", task.pk).filter(name="试吊现场.jpg")[0]
        kept = io.BytesIO()
        with first.blob.open() as file, Image.open(file) as picture:
            picture.resize((480, 315)).save(kept, "JPEG", quality=60)
        kept.seek(0)
        return kept


def _report(heading: str, said: dict[str, object]) -> io.BytesIO:
    made, kept = docx.Document(), io.BytesIO()
    made.add_heading(heading)
    for paragraph in REPORT:
        made.add_paragraph(paragraph.format(**said))
    made.save(kept)
    kept.seek(0)
    return kept
