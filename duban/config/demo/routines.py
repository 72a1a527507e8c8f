"""Standing duties of the demonstration: briefings, patrols, shifts, tests; half a month of them lived."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from duban.config.demo.clock import clock_at
from duban.config.demo.year import Year
from duban.org.models import Person, Role, UnitKind
from duban.routines import actions as do
from duban.routines import composing, making, tally
from duban.routines.models import Duty, Escalation, Form, Occurrence, Question, Who

DAYS = 16
SHIFTS = [
    {"name": "白班", "begins": "08:00", "ends": "20:00"},
    {"name": "夜班", "begins": "20:00", "ends": "08:00"},
]
PATROL = [
    ("巡查泊位、堆场各一遍，无异常。", "", "夜间加强防风检查。"),
    ("巡查全部泊位，护舷一处松动已当场紧固。", "", "复查护舷。"),
    ("巡查堆场和道路，清理积水两处。", "三号路灯不亮，已报修。", "跟踪路灯修复。"),
    ("交接班记录齐全，特种设备点检完成。", "一台流动机械制动偏软，停用待修。", "协调修理。"),
]
OPEN_POINTS = ["三号门机等待备件，预计两日到货。", "外轮靠泊计划与检修时间冲突，请生产部协调。", ""]


class Routines:
    def __init__(self, year: Year) -> None:
        self.year, self.units, self.dice = year, year.units, year.dice
        self.since: date = year.today - timedelta(days=DAYS)

    def live(self) -> None:
        """Set the duties, make what was owed since, and meet most of it."""
        begun = timezone.make_aware(datetime.combine(self.since, time(7)))
        with clock_at(begun):
            duties = self._set()
        for duty in duties:
            making.make_ahead(duty, self.since)
            making.make_ahead(duty, self.year.today)
        for day in range(DAYS + 1):
            self._day(self.since + timedelta(days=day))
        do.escalate_due(self.year.now)
        tally.compact()

    def _set(self) -> list[Duty]:
        office, unit = self.year.office[0], self.units
        common: dict[str, Any] = {"actor": office, "owner": unit["督查办公室"], "since": self.since}
        group: dict[str, Any] = {"escalate_to": Escalation.ABOVE, "escalate_hours": 1, "document": "望潮督〔2026〕5号"}
        return [
            do.set_duty(
                **common, **group, name="二级单位早晨会", who=Who.KIND, unit_kind=UnitKind.SECONDARY, form=Form.MORNING,
                rule="FREQ=DAILY", begins_at=time(7, 30), term=2, minutes=3,
                purpose="每个工作日上班后，对照昨日情况和今日任务确认一次；没有异常也请确认。",
            ),
            do.set_duty(
                **common, **group, name="二级单位晚汇报", who=Who.KIND, unit_kind=UnitKind.SECONDARY, form=Form.EVENING,
                rule="FREQ=DAILY", begins_at=time(16), term=3, minutes=3,
                purpose="下班前确认今日完成、未了事项和明日安排。",
            ),
            do.set_duty(
                **common, name="专班周报", who=Who.KIND, unit_kind=UnitKind.TASK_FORCE, form=Form.WEEKLY,
                rule="FREQ=WEEKLY;BYDAY=FR", on_day_off="before", begins_at=time(9), minutes=10,
            ),
            do.set_duty(
                actor=office, owner=unit["安全环保部"], since=self.since, name="码头班次巡查", who=Who.UNITS,
                units=[unit[name] for name in ("北港集装箱码头公司", "北港散货码头公司", "南港件杂货码头公司", "南港油品码头公司")],
                form=Form.SHORT, rule="FREQ=DAILY", on_day_off="keep", shifts=SHIFTS, minutes=15,
                escalate_to=Escalation.HEAD, document="安全生产责任制第12条",
            ),
            do.set_duty(
                actor=office, owner=unit["安全环保部"], since=self.since, name="单位负责人每周带班检查", who=Who.ROLE,
                role=Role.HEAD, unit_kind=UnitKind.COMPANY, form=Form.SHORT, rule="FREQ=WEEKLY;BYDAY=WE",
                on_day_off="after", begins_at=time(8), term=2, term_unit="days", minutes=30,
            ),
        ]  # fmt: skip

    def _day(self, day: date) -> None:
        rows = Occurrence.objects.unmet().filter(day=day, opens_at__lt=self.year.now)
        for one in rows.select_related("duty__owner", "unit", "person").order_by("opens_at", "pk"):
            fate = self.dice.random()
            if fate < 0.05:
                continue  # missing
            length = (one.due_at - one.opens_at) * (1.2 if fate < 0.1 else 0.1 + 0.7 * self.dice.random())
            moment = one.opens_at + min(length, timedelta(hours=30))
            by = self._who(one)
            if by is None or moment > self.year.now:
                continue
            with clock_at(moment):
                self._meet(one, by, day)

    def _meet(self, one: Occurrence, by: Person, day: date) -> None:
        by.__dict__.pop("_standing", None)
        if not one.duty.is_drafted:
            done, problem, plan = self.dice.choice(PATROL)
            do.confirm_report(one.pk, actor=by, done=done, problem=problem, plan=plan)
            return
        draft = composing.compose(one, by)
        problem = "" if self.dice.random() < 0.2 else draft.text("problem")
        problem = "\n".join(filter(None, [problem, self.dice.choice(OPEN_POINTS) if self.dice.random() < 0.4 else ""]))
        do.confirm_report(
            one.pk, actor=by, done=draft.text("done") or "生产组织平稳。", problem=problem, plan=draft.text("plan"),
            draft=draft.as_json(),
        )  # fmt: skip
        if problem and day >= self.year.today - timedelta(days=1) and self.dice.random() < 0.5:
            self._ask(one, by)

    def _ask(self, one: Occurrence, by: Person) -> None:
        question: Question = do.ask_back(one.pk, actor=self.year.office[0], text="备件由谁跟踪，最迟哪天到？")
        if self.dice.random() < 0.5:
            do.answer_question(question.pk, occurrence_id=one.pk, actor=by, answer="设备科跟踪，后天上午到港。")

    def _who(self, one: Occurrence) -> Person | None:
        if one.person_id:
            return one.person
        unit_id = one.unit_id
        for known in (self.year.liaisons, self.year.heads, self.year.members):
            if unit_id in known:
                return known[unit_id]
        return None
