"""A plausible year of the invented group, lived through the same actions that people use, each at its own time."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rich.progress import Progress

from duban.config.demo.clock import clock_at, defaults_by_the_clock
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.ledger.models import Category, Programme, State, Task, TaskType
from duban.minutes import actions as minutes
from duban.minutes.issuing import preview
from duban.minutes.models import Document, Proposal, ProposalState
from duban.minutes.reader import read_raw
from duban.minutes.state import state_of
from duban.org.models import Appointment, Person, Role, Unit
from duban.reading.restoration.damage import annotate, cut_out_of_step, traditional

TEXTS = Path(__file__).parent / "texts"
SMALL = [
    ("整改消防通道占用", "通道畅通，标识齐全，现场复查通过。"),
    ("更新危险货物作业票证台账", "台账齐全，与现场抽查一致。"),
    ("修订外来车辆入港管理办法", "办法经审定后印发。"),
    ("完成堆场照明改造", "照度检测合格，资料归档。"),
    ("清理超期堆存货物", "清单逐票处置完毕。"),
    ("开展收费公示自查", "自查报告经核查无遗漏。"),
    ("组织门机防风锚定检查", "检查记录齐全，问题全部整改。"),
    ("建立客户投诉回访台账", "回访率百分之百，台账可查。"),
    ("编制岸电使用考核办法", "办法印发并组织宣贯。"),
    ("完成视频监控盲区排查", "盲区清单及补点方案经审定。"),
]
DONE = ["已组织专题会部署，明确分工。", "完成现场摸排，形成问题清单。", "已完成主体工作，正在完善资料。"]
PROBLEMS = ["", "", "部分设备到货延迟。", "与相关单位的接口尚待明确。"]
NEXT = ["下周完成剩余事项。", "继续按节点推进，每周复盘。"]


def damaged(text: str, seed: int) -> str:
    """A copy such as a careless web page makes: traditional, with pinyin, its bytes out of step."""
    return cut_out_of_step(annotate(traditional(text), random.Random(seed)))


class Year:
    """Events in order of time; whatever would lie in the future stays undone."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.units, self.dice, self.now = units, random.Random(2026), timezone.localtime()
        self._events: list[tuple[datetime, int, partial[Any]]] = []
        self._order = count()
        posts = Appointment.objects.select_related("person").order_by("pk")
        self.heads = {p.unit_id: p.person for p in posts if p.role == Role.HEAD}
        self.members = {p.unit_id: p.person for p in posts if p.role in (Role.MEMBER, Role.LIAISON)}
        self.office = [p.person for p in posts if p.role == Role.SUPERVISION]
        self.leaders = [p.person for p in posts if p.role == Role.LEADER]
        self.types = {t.name: t for t in TaskType.objects.all()}
        self.skipped: list[str] = []

    def at(self, day: date, hour: int, act: Callable[..., Any], *what: Any, **how: Any) -> None:
        moment = timezone.make_aware(
            datetime.combine(terms.moved(terms.moved(day, -1), 1), time(hour, self.dice.randrange(60)))
        )
        if moment < self.now:
            heapq.heappush(self._events, (moment, next(self._order), partial(act, *what, **how)))

    def live(self) -> None:
        with defaults_by_the_clock(), Progress() as bar:
            line = bar.add_task("a year of life", total=None)
            while self._events:
                moment, _, act = heapq.heappop(self._events)
                with clock_at(moment):
                    try:
                        act()
                    except (ValidationError, PermissionDenied) as refused:
                        # The rules refuse some of what people try; a year holds such days too.
                        self.skipped.append(f"{moment:%m-%d} {refused}")
                bar.advance(line)

    # ── documents ─────────────────────────────────────────────────────────────

    def file_minutes(self) -> None:
        papers = sorted(TEXTS.glob("*.txt"))
        for number, path in enumerate(papers, 1):
            day, title = date.fromisoformat(path.stem[:10]), path.stem[11:]
            text = path.read_text(encoding="utf-8")
            raw = damaged(text, seed=number) if number % 3 == 0 else text
            last = path == papers[-1]
            self.at(day, 16, self._file, raw, day, title, number, last)

    def _file(self, raw: str, day: date, title: str, number: int, last: bool) -> None:
        clerk = self.office[0]
        document = minutes.file_document(
            actor=clerk, unit=self.units["督查办公室"], kind="minutes", title=f"望潮港口集团{title}纪要",
            number=f"望潮纪要〔2026〕{number}号", issuer="综合办公室", issued_on=day, raw=raw,
            reading=read_raw(raw, date=day, units=[u.name for u in self.units.values()]),
        )  # fmt: skip
        # The latest one waits on the desk, so that a visitor finds something to review.
        if not last:
            self.at(day + timedelta(days=1), 9, self._issue, document, day)

    def _issue(self, document: Document, day: date) -> None:
        clerk, looker = self.office[0], self.office[1 + document.pk % 3]
        minutes.fill_in(
            document.pk, actor=clerk, looker=looker, due_on=terms.moved(day, 60),
            accountable=self.leaders[document.pk % len(self.leaders)], criterion_from_deliverables=True,
        )  # fmt: skip
        for proposal in document.proposals.filter(state=ProposalState.OPEN):
            if proposal.lead_unit is None:
                minutes.dismiss_proposal(
                    proposal.pk, actor=clerk, reason="面向全体的一般要求，由各单位在日常工作中落实"
                )
                continue
            was = state_of(proposal)
            values: dict[str, Any] = {}
            if not proposal.criterion:
                values["criterion"] = f"{proposal.title}落实到位，资料齐全，经核查人现场核对。"
            if proposal.responsible is None and (head := self.heads.get(proposal.lead_unit.pk)):
                values["responsible"] = head
            if values:
                minutes.edit_proposal(proposal.pk, actor=clerk, was=was, values=values)
        kind = self.types.get("会议议定") or next(iter(self.types.values()))
        plan = preview(
            document, actor=clerk, chosen={p.pk: p.version for p in document.proposals.all()}, type_id=kind.pk
        )
        chosen = {line.proposal.pk: line.proposal.version for line in plan.lines if line.ready}
        if not chosen:
            return
        issue = minutes.issue_proposals(
            document.pk, actor=clerk, seen=chosen, type_id=kind.pk, once=f"demo-{document.pk}"
        )
        for proposal in Proposal.objects.filter(issue=issue).select_related("task"):
            assert proposal.task is not None
            self.follow(proposal.task)

    # ── tasks ─────────────────────────────────────────────────────────────────

    def order_by_hand(self, how_many: int) -> None:
        programmes, categories = list(Programme.objects.all()), list(Category.objects.all())
        places = [
            u
            for u in self.units.values()
            if u.pk in self.heads and u.kind in ("department", "company", "secondary", "task_force")
        ]
        start = self.now.date() - timedelta(days=330)
        for number in range(how_many):
            day = start + timedelta(days=self.dice.randrange(325))
            unit, (title, criterion) = self.dice.choice(places), self.dice.choice(SMALL)
            self.at(day, 9 + number % 8, self._order_one, unit, title, criterion, day, number, programmes, categories)

    def _order_one(self, unit: Unit, title: str, criterion: str, day: date, number: int,
                   programmes: list[Programme], categories: list[Category]) -> None:  # fmt: skip
        clerk = self.office[number % len(self.office)]
        kinds = list(self.types.values())
        due = terms.moved(day, 10 + self.dice.randrange(40))
        doer = self.members.get(unit.pk) if number % 3 else None
        task = ledger.register_and_dispatch(
            actor=clerk, title=f"{unit}：{title}", type=kinds[number % len(kinds)], lead_unit=unit, due_on=due,
            responsible=doer or self.heads[unit.pk], looker=self.office[(number + 1) % len(self.office)], criterion=criterion,
            supporting_units=[self.units["安全环保部"]] if number % 7 == 0 and unit != self.units["安全环保部"] else [],
            nature="mandatory" if number % 3 else "elective", programme=programmes[number % len(programmes)] if number % 2 else None,
            category=categories[number % len(categories)] if number % 4 else None, report_every="month" if number % 5 == 0 else "",
            milestones=[("完成排查摸底", terms.moved(day, 4)), ("形成整改清单", terms.moved(day, 8))] if number % 2 else [],
        )  # fmt: skip
        self.follow(task)

    def follow(self, task: Task) -> None:
        """What becomes of a task: drawn once, then lived day by day."""
        sent, due = timezone.localdate(), task.due_on
        doer, head = task.responsible, self.heads.get(task.lead_unit_id) or task.responsible
        looker = task.looker
        assert doer
        assert head
        assert looker
        length = max((due - sent).days, 4)
        fate = self.dice.choices(
            ["plain", "late", "extended", "returned", "support", "silent", "relapsed"], [50, 12, 12, 9, 7, 7, 3]
        )[0]
        key = task.pk
        self.at(terms.moved(sent, 1), 9, ledger.acknowledge_task, key, actor=head, unit=task.lead_unit)
        if fate == "silent":
            return
        for step in range(min(3, 1 + length // 15)):
            self.at(
                sent + timedelta(days=int(length * (step + 1) / 4)), 14, ledger.report_on_task, key, actor=doer,
                done=DONE[step % 3], problem=self.dice.choice(PROBLEMS), next_step=NEXT[step % 2],
                progress=min(95, 30 * (step + 1)), once=f"demo-{key}-{step}",
            )  # fmt: skip
        if fate == "support":
            self.at(sent + timedelta(days=length // 3), 10, self._support, key, doer)
        if fate == "extended":
            self.at(terms.moved(due, -4), 10, self._extend, key, doer, task)
            due = terms.moved(due, 10)
        finish = terms.moved(due, 4 if fate == "late" else -self.dice.randrange(1, 4))
        if finish <= sent:
            finish = terms.moved(sent, 2)
        statement = "已对照办结标准逐项完成，相关资料已归档备查。"
        self.at(finish, 10, ledger.claim_completion, key, actor=doer, statement=statement)
        look = terms.moved(finish, 1)
        if fate == "returned":
            lacking = "缺少现场照片与签字清单，请补齐。"
            self.at(look, 11, ledger.verify_completion, key, actor=looker, verdict="returned", note=lacking)
            finish = terms.moved(look, 2)
            look = terms.moved(finish, 1)
            self.at(finish, 10, ledger.claim_completion, key, actor=doer, statement="已补齐现场照片与签字清单。")
        self.at(look, 15, self._verify, key, looker)
        if fate == "relapsed":
            back = terms.moved(look, 12)
            again = terms.moved(back, 10)
            self.at(back, 10, ledger.relapse_task, key, actor=looker, reason="回头看发现问题反弹。", due_on=again)

    def _verify(self, key: int, looker: Person) -> None:
        ledger.verify_completion(key, actor=looker, verdict="verified", note="现场核对，符合办结标准。")
        if Task.objects.get(pk=key).state != State.CLOSED:
            ledger.close_task(key, actor=looker)

    def _extend(self, key: int, doer: Person, task: Task) -> None:
        asked = ledger.ask_extension(
            key, actor=doer, to=terms.moved(task.due_on, 10), reason="外部审批尚未完成，申请顺延。"
        )
        approver = task.dispatched_by or self.office[0]
        tomorrow = terms.moved(timezone.localdate(), 1)
        self.at(
            tomorrow,
            9,
            ledger.decide_extension,
            asked.pk,
            actor=approver,
            approve=True,
            reason="情况属实，同意延期一次。",
        )

    def _support(self, key: int, doer: Person) -> None:
        asked = ledger.request_support(
            key, actor=doer, need="需工程技术部协调改造窗口期。", unit=self.units["工程技术部"]
        )
        head = self.heads[self.units["工程技术部"].pk]
        soon = terms.moved(timezone.localdate(), 2)
        self.at(soon, 15, ledger.answer_support, asked.pk, actor=head, answer="已协调，本周五起可进场。")
