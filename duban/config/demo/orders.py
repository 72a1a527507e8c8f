"""Orders written by hand over the year: single ones, recurring ones, and such that are handed down over two levels."""

from datetime import date, timedelta

from django.utils import timezone

from duban.config.demo.fates import Fates
from duban.config.demo.matters import MATTERS, Matter
from duban.config.demo.year import Year
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.ledger.actions.templates import register_due
from duban.ledger.models import Category, Every, Programme, State, Task
from duban.org.models import Unit

RECURRING = [
    ("月度客户回访", "生产经营部", Every.MONTH, 10, "完成月度重点客户回访", "回访前二十名客户，意见逐条有答复。", "客户回访记录"),
    ("季度收费公示自查", "财务管理部", Every.QUARTER, 15, "开展季度收费公示自查", "公示与收费标准一致，差错逐笔退费。", "收费自查报告"),
]  # fmt: skip
HANDED_DOWN = [
    # unit, order, criterion, days since it was sent, working days given, what each level adds
    ("北港港区公司", "提升船岸界面管控能力", "登离船管控、船岸交接、人员防护三项制度落地，核查无漏项。", 45, 50,
     "班组每日登记登离船人员"),
    ("南港港区公司", "开展老旧设备安全评估", "服役15年以上设备逐台评估，有结论有措施。", 110, 40, "逐台拍照建档"),
    ("望潮建设公司", "规范外包队伍进场管理", "外包队伍清单、资质、培训三项齐全，抽查合格。", 30, 45, "每周上报进场人数"),
]  # fmt: skip


class Orders:
    def __init__(self, year: Year, fates: Fates) -> None:
        self.year, self.fates = year, fates
        self.programmes, self.categories = list(Programme.objects.all()), list(Category.objects.all())

    # ── by hand ──────────────────────────────────────────────────────────────

    def by_hand(self, how_many: int) -> None:
        year = self.year
        at_home = {matter.title: self._places(matter) for matter in MATTERS}
        start = year.before(330)
        for number in range(how_many):
            day = start + timedelta(days=year.dice.randrange(325))
            matter = MATTERS[number % len(MATTERS)]
            places = at_home[matter.title]
            # Every unit that a matter concerns gets it before one gets it twice.
            unit = places[number // len(MATTERS) % len(places)]
            year.at(day, 9 + number % 8, self._one, unit, matter, day, number)

    def _places(self, matter: Matter) -> list[Unit]:
        return [
            unit
            for name, unit in self.year.units.items()
            if unit.pk in self.year.heads and any(word in name for word in matter.where)
        ]

    def _one(self, unit: Unit, matter: Matter, day: date, number: int) -> None:
        year = self.year
        due = terms.moved(day, 10 + year.dice.randrange(40))
        doer = year.members.get(unit.pk) if number % 3 else None
        helper = year.units["安全环保部"]
        task = ledger.register_and_dispatch(
            actor=year.office[number % 2], title=matter.title,
            type=[*year.types.values()][number % len(year.types)], lead_unit=unit, due_on=due,
            responsible=doer or year.heads[unit.pk], looker=year.lookers[number % len(year.lookers)],
            criterion=matter.criterion, deliverables=matter.deliverable,
            supporting_units=[helper] if number % 7 == 0 and unit != helper else [],
            nature="mandatory" if number % 3 else "elective",
            programme=self.programmes[number % len(self.programmes)] if number % 2 else None,
            category=self.categories[number % len(self.categories)] if number % 4 else None,
            report_every=Every.MONTH if number % 5 == 0 else "",
            milestones=[(matter.steps[0], terms.moved(day, 4)), (matter.steps[1], terms.moved(day, 8))] if number % 2 else [],
        )  # fmt: skip
        year.follow(task)

    # ── on the desk of whoever comes in ──────────────────────────────────────

    def on_the_desk(self) -> None:
        """Something of each kind that waits for an answer on the day the demonstration is built."""
        year, north = self.year, self.year.units["北港港区公司"]
        terminal = year.units["北港集装箱码头公司"]
        for number, (unit, title, ago, waits) in enumerate(
            [
                (north, "编制冬季大风天气作业方案", 1, ""),
                (north, "完成外贸航线查验配合事项清单", 12, "report"),
                (north, "核实客户反映的提箱排队问题", 15, "claim"),
                (terminal, "更换桥吊高压电缆", 20, "extension"),
                (terminal, "扩大夜间提箱窗口", 14, "support"),
                (north, "汇总港区隐患整改照片", 9, "due"),
            ]
        ):
            year.at(year.before(ago), 9, self._waiting, unit, title, waits, number)

    def _waiting(self, unit: Unit, title: str, waits: str, number: int) -> None:
        year, today, key = self.year, timezone.localdate(), unit.pk
        doer = year.members[key] if waits in ("due", "report") else year.heads[key]
        task = ledger.register_and_dispatch(
            actor=year.office[0], title=title, type=year.types["领导批示" if number % 2 else "督办"], lead_unit=unit,
            due_on=terms.moved(year.today, 2 if waits == "due" else 9), responsible=doer, looker=year.lookers[number % 3],
            criterion=f"{title}有结论、有清单，经核查人现场核对。", accountable=year.leaders[0], nature="mandatory",
            report_every=Every.WEEK if waits == "report" else "",
        )  # fmt: skip
        if not waits:
            return
        year.at(terms.moved(today, 1), 9, ledger.acknowledge_task, task.pk, actor=year.heads[key], unit=unit)
        last = terms.moved(year.today, -1)
        if waits == "claim":
            self.fates.claim_on(last, task.pk, doer)
        if waits == "extension":
            year.at(last, 10, ledger.ask_extension, task.pk, actor=doer, to=terms.moved(task.due_on, 8),
                    reason="电缆到货推迟一周，供应商来函附后。")  # fmt: skip
        if waits == "support":
            year.at(last, 11, ledger.request_support, task.pk, actor=doer, unit=year.units["北港港区公司"],
                    need="夜间查验人员需港区公司统筹，请协调增加两人。")  # fmt: skip

    # ── again and again ──────────────────────────────────────────────────────

    def recurring(self) -> None:
        for row in RECURRING:
            self.year.at(self.year.before(200), 9, self._template, *row)

    def _template(
        self, name: str, unit_name: str, every: str, days: int, title: str, criterion: str, brings: str
    ) -> None:
        year, unit = self.year, self.year.units[unit_name]
        first = terms.moved(timezone.localdate(), 5)
        ledger.keep_template(
            actor=year.office[0], name=name, type=year.types["督办"], title=title, criterion=criterion,
            deliverables=brings, lead_unit=unit, responsible=year.members[unit.pk], looker=year.office[1],
            term_days=days, milestones=[{"title": "列出清单", "before_days": 4}], again_every=every, next_on=first,
        )  # fmt: skip
        day: date | None = first
        while day is not None and day < year.today:
            year.at(day, 7, self._register_due)
            day = terms.next_after(day, every)

    def _register_due(self) -> None:
        last = Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        register_due()
        for task in Task.objects.filter(pk__gt=last, state=State.DISPATCHED):
            self.year.follow(task)

    # ── handed down ──────────────────────────────────────────────────────────

    def handed_down(self) -> None:
        for unit, title, criterion, ago, days, extra in HANDED_DOWN:
            self.year.at(self.year.before(ago), 9, self._whole, self.year.units[unit], title, criterion, days, extra)

    def _whole(self, unit: Unit, title: str, criterion: str, days: int, extra: str) -> None:
        year = self.year
        today = timezone.localdate()
        due = terms.moved(today, days)
        task = ledger.register_and_dispatch(
            actor=year.office[0], title=title, type=year.types["督办"], lead_unit=unit, due_on=due,
            responsible=year.heads[unit.pk], looker=year.office[2], accountable=year.leaders[1], criterion=criterion,
            deliverables="工作总结", programme=Programme.objects.get(name="改革深化年"), category=self.categories[3], report_every=Every.MONTH,
            milestones=[("印发实施方案", terms.moved(today, 6)), ("中期检查", terms.moved(today, days // 2)),
                        ("形成总结", terms.moved(due, -2))],
        )  # fmt: skip
        self.fates.follow(task, "plain")
        year.at(terms.moved(today, 2), 10, self._parts, task, extra)

    def _parts(self, whole: Task, extra: str) -> None:
        """The secondary unit hands it to its companies a week early and asks for one thing more; so do they in turn."""
        year = self.year
        head = year.heads[whole.lead_unit_id]
        for company in [
            u for u in year.units.values() if u.kind == "company" and u.path.startswith(whole.lead_unit.path)
        ]:
            due = terms.moved(whole.due_on, -7)
            part = ledger.register_and_dispatch(
                actor=head, parent=whole, title=f"{whole.title}（{company}）", type=whole.type, lead_unit=company,
                due_on=due, responsible=year.heads[company.pk], looker=head, criterion=f"{whole.criterion}\n{extra}",
                deliverables="工作总结\n问题整改清单", milestones=[("完成自查", terms.moved(timezone.localdate(), 8))],
            )  # fmt: skip
            self.fates.follow(part, "plain")
            year.at(terms.moved(timezone.localdate(), 2), 10, self._crew, part)

    def _crew(self, part: Task) -> None:
        year, unit = self.year, part.lead_unit
        small = ledger.register_and_dispatch(
            actor=year.heads[unit.pk], parent=part, title=f"{part.title.split('（')[0]}：现场自查", type=part.type,
            lead_unit=unit, due_on=terms.moved(part.due_on, -5), responsible=year.members[unit.pk],
            looker=year.heads[unit.pk], criterion=f"{part.criterion}\n每班签字确认", deliverables="自查表\n整改前后照片",
        )  # fmt: skip
        self.fates.follow(small, "plain")
