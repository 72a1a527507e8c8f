"""What runs beside single orders: measured targets, acceptance projects, the claim board, views that people keep."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from duban.config.demo import pictures
from duban.config.demo.fates import Fates
from duban.config.demo.year import Year
from duban.files.actions import keep
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.ledger.models import Category, Programme, Proof, Task
from duban.org.models import Person, Unit

# programme, name, measure, baseline, goal, units, value reached at each month's end as parts of the way (0 to 1)
TARGETS = [
    ("货源攻坚年", "集装箱吞吐量", "万标箱", 0, 186, ["北港集装箱码头公司", "南港件杂货码头公司"],
     [0.07, 0.13, 0.21, 0.29, 0.38, 0.47, 0.55, 0.64, 0.73, 0.82, 0.9, 1.0]),
    ("货源攻坚年", "新开通内支线", "条", 0, 6, ["生产经营部", "望潮航务公司"],
     [0, 0, 0.17, 0.17, 0.33, 0.33, 0.5, 0.5, 0.67, 0.67, 0.83, 1.0]),
    ("货源攻坚年", "跨境电商月均票数", "万票", 3.2, 3.7, ["望潮物流公司"],
     [0.1, 0.04, 0.22, 0.4, 0.56, 0.8, 0.84, 0.9, 1.02, 1.1, 1.16, 1.2]),
    ("改革深化年", "低效资产处置", "宗", 0, 12, ["财务管理部", "望潮置业公司"],
     [0, 0, 0.08, 0.17, 0.25, 0.33, 0.42, 0.42, 0.5, 0.58, 0.67, 0.75]),
    ("改革深化年", "改革任务完成率", "%", 0, 100, ["企业改革部"],
     [0.04, 0.09, 0.18, 0.26, 0.35, 0.49, 0.55, 0.63, 0.71, 0.82, 0.9, 1.0]),
    ("作风建设年", "文件简报数量", "件", 420, 300, ["综合办公室"],
     [0.05, 0.12, 0.22, 0.3, 0.42, 0.5, 0.61, 0.68, 0.77, 0.85, 0.95, 1.0]),
    ("作风建设年", "客户满意度", "%", 91.5, 96, ["生产经营部", "北港港区公司", "南港港区公司"],
     [0.02, 0.09, 0.2, 0.16, 0.33, 0.4, 0.53, 0.6, 0.62, 0.73, 0.8, 0.9]),
]  # fmt: skip
# standard, what proves it, whose
OPENING = [
    ("查验场地面积不少于8000平方米，围网封闭", "竣工图和现场照片", "望潮建设公司"),
    ("旅检通道不少于4条，标识双语", "现场照片", "望潮建设公司"),
    ("视频监控全覆盖，存储不少于90天", "存储抽查记录", "科技信息部"),
    ("口岸检查单位办公用房移交", "移交单", "望潮置业公司"),
    ("引航、拖轮、系解缆具备外轮作业条件", "能力核定表", "望潮航务公司"),
    ("危险货物应急处置预案备案", "备案回执", "安全环保部"),
    ("隔离观察用房不少于12间", "现场照片", "望潮置业公司"),
    ("电子口岸系统联调通过", "联调报告", "科技信息部"),
    ("码头靠泊能力等级核验", "核验意见", "南港件杂货码头公司"),
    ("口岸限定区域划定并公告", "公告", "南港港区公司"),
    ("供水供电双回路", "验收单", "工程技术部"),
    ("从业人员岗前培训合格率100%", "培训名册和考核表", "人力资源部"),
    ("卫生检疫设施配备到位", "设备清单和照片", "南港港区公司"),
    ("消防验收合格", "消防验收意见书", "望潮建设公司"),
]
GREEN = [
    ("岸电使用率不低于60%", "近半年使用台账", "北港集装箱码头公司"),
    ("堆场喷淋全覆盖", "喷淋试验照片", "北港散货码头公司"),
    ("雨污分流改造完成", "竣工验收单", "望潮建设公司"),
    ("粉尘在线监测联网", "联网截图", "北港散货码头公司"),
    ("清洁能源机械占比不低于50%", "设备台账", "北港港区公司"),
    ("含油污水接收闭环", "联单抽查表", "安全环保部"),
]
OFFERED = [
    ("帮扶困难职工家庭过冬", "走访到户，困难逐户有解决办法。", "", 12),
    ("义务维修职工宿舍楼道灯", "坏灯清零，楼道照度达标。", "北港港区公司", 9),
    ("整理老港区口述史资料", "完成访谈十人，资料归档。", "", 8),
    ("夜班司机热饮点志愿服务", "入冬至开春每晚有人值守。", "", 5),
    ("协助窗口梳理办事指南", "指南一事一页，客户试读通过。", "", 3),
]
TAKEN = [
    ("码头沿线垃圾清理党员责任区", "责任区每周清理，抽查无积存。", "北港党总支", 130),
    ("疏港公路早高峰交通疏导", "高峰拥堵时长下降一半。", "机关党总支", 95),
    ("台风季物资装卸突击队", "一小时内集结到位，演练合格。", "南港党总支", 60),
    ("退役设备配件回收利用", "可用配件全部登记上架。", "物流党支部", 25),
]
VIEWS = [
    ("逾期未销号", "light=red"),
    ("货源攻坚年·按单位", "programme={programme}&group=unit"),
    ("等待核查", "state=claimed"),
    ("曾经逾期", "was_red=1&sort=-due"),
]


class Campaigns:
    def __init__(self, year: Year, fates: Fates) -> None:
        self.year, self.fates = year, fates

    def targets(self) -> None:
        for name, *rest in TARGETS:
            programme = Programme.objects.get(name=name)
            self.year.at(programme.since + timedelta(days=9), 9, self._target, programme, *rest)

    def _target(self, programme: Programme, name: str, measure: str, baseline: float, goal: float, units: list[str],
                way: list[float]) -> None:  # fmt: skip
        year, found = self.year, [self.year.units[u] for u in units]
        places = Decimal("0.1") if measure in ("万标箱", "%") else Decimal("0.01") if baseline % 1 else Decimal(1)
        target = ledger.set_target(
            actor=year.office[0], name=name, measure=measure, baseline=Decimal(str(baseline)),
            baseline_on=programme.since, goal=Decimal(str(goal)), by_on=programme.until, units=found, programme=programme,
        )  # fmt: skip
        for month, part in enumerate(way, 1):
            last = date(programme.since.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            value = (Decimal(str(baseline)) + Decimal(str(goal - baseline)) * Decimal(str(part))).quantize(places)
            reader = year.heads[found[month % len(found)].pk]
            year.at(last + timedelta(days=4), 9, ledger.record_reading, target.pk, actor=reader, on=last, value=value)

    # ── acceptance ───────────────────────────────────────────────────────────

    def acceptances(self) -> None:
        self.year.at(self.year.before(120), 9, self._acceptance, "南港区扩大开放通过国家级验收", "口岸开放专班",
                     "对照口岸验收清单逐项合格，取得验收意见。", OPENING, 185)  # fmt: skip
        self.year.at(self.year.before(60), 9, self._acceptance, "北港港区通过四星级绿色港口评价", "北港港区公司",
                     "评价指标逐项达标，取得评价证书。", GREEN, 90)  # fmt: skip

    def _acceptance(
        self, title: str, lead: str, criterion: str, standards: list[tuple[str, str, str]], days: int
    ) -> None:
        year, unit = self.year, self.year.units[lead]
        today = timezone.localdate()
        due = today + timedelta(days=days)
        helpers = {name: year.units[name] for _, _, name in standards if name != lead}
        task = ledger.register_and_dispatch(
            actor=year.office[0], title=title, type=year.types["督办"], lead_unit=unit, due_on=due,
            responsible=year.heads[unit.pk], looker=year.office[1], accountable=year.leaders[0], criterion=criterion,
            deliverables="验收申请\n自查报告", supporting_units=list(helpers.values()), is_acceptance=True,
            programme=Programme.objects.get(name="货源攻坚年"), category=Category.objects.filter(name="五新港口").first(),
            report_every="month", milestones=[("完成自查", today + timedelta(days=days // 3)),
                                              ("预验收", due - timedelta(days=25))],
        )  # fmt: skip
        head = year.heads[unit.pk]
        year.at(terms.moved(today, 1), 9, ledger.acknowledge_task, task.pk, actor=head, unit=unit)
        for helper in helpers.values():
            year.at(
                terms.moved(today, 2), 9, ledger.acknowledge_task, task.pk, actor=year.heads[helper.pk], unit=helper
            )
        for month in range(1, days // 30):
            year.at(today + timedelta(days=30 * month), 14, self._report, task.pk, head)
        for number, (standard, needed, whose) in enumerate(standards):
            proof = ledger.set_proof(
                task.pk, actor=year.office[0], standard=standard, needed=needed, unit=year.units[whose]
            )
            # One after the other, evenly over the time; the looker comes a few days later.
            ready = today + timedelta(days=12 + number * (days - 30) // len(standards))
            year.at(ready, 15, self._hand_in, proof.pk, year.heads[year.units[whose].pk])
            good = number % 5 != 3
            year.at(terms.moved(ready, 4), 10, ledger.judge_proof, proof.pk, actor=task.looker, passed=good,
                    note="" if good else "资料与现场不一致，请核实后重新提交。")  # fmt: skip
            if number == 3:
                year.at(terms.moved(ready, 9), 15, self._hand_in, proof.pk, year.heads[year.units[whose].pk])
                year.at(terms.moved(ready, 12), 10, ledger.judge_proof, proof.pk, actor=task.looker, passed=True)
        rehearsal = today + timedelta(days=days // 2)
        year.at(rehearsal - timedelta(days=14), 9, self._rehearse, task, rehearsal)
        year.at(rehearsal + timedelta(days=10), 9, ledger.plan_mock_acceptance, task.pk, actor=year.office[0],
                on=due - timedelta(days=20))  # fmt: skip

    def _report(self, key: int, head: Person) -> None:
        ready = Proof.objects.filter(task=key, state="passed").count()
        ledger.report_on_task(
            key, actor=head, done=f"验收清单已通过{ready}项，其余按倒排计划推进。",
            problem="" if ready % 2 else "部分资料需外部单位出具，已发函催办。", next_step="每周五碰头，未通过项逐项盯办。",
            progress=min(95, ready * 100 // max(Proof.objects.filter(task=key).count(), 1)),
        )  # fmt: skip

    def _hand_in(self, proof_id: int, by: Person) -> None:
        proof = ledger.hand_in_proof(proof_id, actor=by, note="资料和现场均已具备，请核查。")
        task = Task.objects.get(pk=proof.task_id)
        picture = pictures.scene(proof_id + 9000, timezone.localtime())
        name = f"{proof.needed[:12]}.jpg"
        keep(picture, name, actor=by, noun="proof", noun_id=proof_id, unit_id=task.lead_unit_id)

    def _rehearse(self, task: Task, on: date) -> None:
        year = self.year
        mock = ledger.plan_mock_acceptance(task.pk, actor=year.office[0], on=terms.moved(terms.moved(on, -1), 1))
        year.at(mock.on, 17, ledger.hold_mock_acceptance, mock.pk, actor=year.office[0],
                outcome="硬件基本到位，主要差在资料：两项台账与现场不一致，限一周补正。")  # fmt: skip

    # ── the claim board ──────────────────────────────────────────────────────

    def claim_board(self) -> None:
        for title, criterion, scope, ago in OFFERED:
            self.year.at(self.year.before(ago), 9, self._offer, title, criterion, self.year.units.get(scope))
        for title, criterion, branch, ago in TAKEN:
            self.year.at(self.year.before(ago), 9, self._offer_and_take, title, criterion, self.year.units[branch])

    def _offer(self, title: str, criterion: str, scope: Unit | None) -> Task:
        year = self.year
        task = ledger.register_task(
            actor=year.office[0], title=title, type=year.types["督办"], lead_unit=year.units["党委组织部"],
            due_on=terms.moved(timezone.localdate(), 40), looker=year.office[3], criterion=criterion, nature="elective",
            programme=Programme.objects.get(name="作风建设年"),
        )  # fmt: skip
        ledger.open_for_claim(task.pk, actor=year.office[0], scope=scope, note="党支部、党员均可认领，先认先得。")
        return task

    def _offer_and_take(self, title: str, criterion: str, branch: Unit) -> None:
        task = self._offer(title, criterion, None)
        self.year.at(terms.moved(timezone.localdate(), 2), 10, self._take, task.pk, branch)

    def _take(self, key: int, branch: Unit) -> None:
        self.year.follow(ledger.claim_task(key, actor=self.year.heads[branch.pk], unit=branch))

    # ── views ────────────────────────────────────────────────────────────────

    def views(self) -> None:
        programme = Programme.objects.get(name="货源攻坚年")
        for name, query in VIEWS:
            self.year.at(self.year.before(90), 9, ledger.save_view, actor=self.year.office[0], name=name,
                         query=query.format(programme=programme.pk), shared=True)  # fmt: skip
        unit = self.year.units["北港港区公司"]
        self.year.at(self.year.before(80), 9, ledger.save_view, actor=self.year.heads[unit.pk], name="北港区未结事项",
                     query=f"unit={unit.pk}&state=open")  # fmt: skip
