"""What becomes of a task: drawn once, then lived day by day by those who have to do with it."""

from datetime import date, timedelta

from django.utils import timezone

from duban.config.demo import pictures
from duban.config.demo.matters import ASKED, EXTENSIONS, LACKING, MATTERS, NEXT, PROBLEMS, SUPPORT
from duban.config.demo.year import Year
from duban.files.actions import keep
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.ledger.models import Milestone, State, Task
from duban.org.models import Person

FATES = {
    "plain": 44, "late": 11, "stuck": 6, "extended": 12, "returned": 9, "support": 7, "silent": 5, "relapsed": 3, "declined": 3,
    "suspended": 2, "cancelled": 1,
}  # fmt: skip
GENERAL = ("已组织专题会部署，明确分工。", "完成现场摸排，形成问题清单。", "已完成主体工作，正在完善资料。")
STATEMENT = "已对照办结标准逐项完成，相关资料已归档备查。"
REPAIRED = "已按退办意见补齐，附补拍照片。"


class Fates:
    def __init__(self, year: Year) -> None:
        self.year = year
        self._deck: list[str] = []
        year.follow = self.follow

    def _next_fate(self) -> str:
        """From a shuffled deck, so that even a short year holds some of each."""
        if not self._deck:
            self._deck = [fate for fate, cards in FATES.items() for _ in range(cards)]
            self.year.dice.shuffle(self._deck)
        return self._deck.pop()

    def follow(self, task: Task, fate: str = "") -> None:
        year, dice = self.year, self.year.dice
        fate = fate or self._next_fate()
        sent, due, key = timezone.localdate(), task.due_on, task.pk
        doer, looker = task.responsible, task.looker
        assert doer
        assert looker
        head = year.heads.get(task.lead_unit_id, doer)
        first = terms.moved(sent, 1)
        if fate == "declined":
            self._decline(task, head, first)
            return
        if fate == "cancelled":
            year.at(terms.moved(sent, 6), 11, ledger.cancel_task, key, actor=task.dispatched_by,
                    reason="与上级新下达的任务重复，并入后一项办理。")  # fmt: skip
        if fate == "silent":
            year.at(terms.moved(due, 1), 10, self._urge, key, task.dispatched_by or looker)
            # Most wake up then; who was urged only lately may still be silent.
            if due > year.before(25):
                return
            first = terms.moved(due, 2)
        year.at(first, 9, ledger.acknowledge_task, key, actor=head, unit=task.lead_unit)
        for unit in task.supporting_units.all():
            if unit.pk in year.heads:
                year.at(terms.moved(sent, 2), 9, ledger.acknowledge_task, key, actor=year.heads[unit.pk], unit=unit)
        if fate == "silent":
            self._finish(task, doer, looker, sent, terms.moved(due, 8), fate)
            return
        self._talk(task, doer, looker, sent, due)
        self._report(task, doer, sent, due)
        for milestone in Milestone.objects.filter(task=task):
            year.at(terms.moved(milestone.due_on, dice.choice([-1, 0, 0, 2])), 16, ledger.reach_milestone, milestone.pk,
                    actor=doer)  # fmt: skip
        if fate == "support":
            year.at(sent + timedelta(days=max((due - sent).days // 3, 2)), 10, self._support, key, doer)
        if fate == "suspended":
            year.at(terms.moved(sent, 5), 15, ledger.suspend_task, key, actor=task.dispatched_by,
                    reason="配合泊位改造，待改造完成后继续。", look_again_on=terms.moved(due, 5))  # fmt: skip
            if sent > year.before(40):
                return
            year.at(terms.moved(sent, 11), 9, ledger.resume_task, key, actor=task.dispatched_by)
        if fate == "extended":
            why, granted, answer = EXTENSIONS[key % len(EXTENSIONS)]
            year.at(terms.moved(due, -4), 10, self._extend, task, doer, why, granted, answer)
            due = terms.moved(due, 10 if granted else 2)
        self._finish(task, doer, looker, sent, terms.moved(due, 4 if fate == "late" else -dice.randrange(1, 4)), fate)

    def claim_on(self, day: date, key: int, doer: Person) -> None:
        self.year.at(day, 10, self._claim, key, doer, STATEMENT)

    def _finish(self, task: Task, doer: Person, looker: Person, sent: date, finish: date, fate: str) -> None:
        year, key = self.year, task.pk
        if fate == "stuck":
            # Long overdue before anybody makes it move: the latest of them stand there still.
            finish = terms.moved(finish, 30)
        finish = max(finish, terms.moved(sent, 2))
        year.at(finish, 10, self._claim, key, doer, STATEMENT)
        look = terms.moved(finish, 1 + key % 3)
        if fate == "returned":
            year.at(look, 11, ledger.verify_completion, key, actor=looker, verdict="returned",
                    note=LACKING[key % len(LACKING)])  # fmt: skip
            finish = terms.moved(look, 2)
            look = terms.moved(finish, 1)
            year.at(finish, 10, self._claim, key, doer, REPAIRED)
        year.at(look, 15, self._verify, key, looker)
        if fate == "relapsed":
            back = terms.moved(look, 12)
            year.at(back, 10, ledger.relapse_task, key, actor=looker, due_on=terms.moved(back, 10),
                    reason="回头看抽查两处，同类问题再次出现。")  # fmt: skip
            year.at(terms.moved(back, 7), 10, self._claim, key, doer, "举一反三重新整改，并固化为班组日查项。")
            year.at(terms.moved(back, 9), 15, self._verify, key, looker)

    def _report(self, task: Task, doer: Person, sent: date, due: date) -> None:
        year, dice = self.year, self.year.dice
        length = max((due - sent).days, 4)
        said = next((m.done for m in MATTERS if m.title in task.title), GENERAL)
        for step in range(min(3, 1 + length // 15)):
            year.at(
                sent + timedelta(days=int(length * (step + 1) / 4)), 14, self._report_one, task.pk, doer, said[step],
                dice.choice(PROBLEMS), NEXT[(task.pk + step) % len(NEXT)], min(95, 30 * (step + 1) + task.pk % 6),
                f"demo-{task.pk}-{step}",
            )  # fmt: skip

    def _report_one(self, key: int, doer: Person, done: str, problem: str, following: str, far: int, once: str) -> None:
        report = ledger.report_on_task(
            key, actor=doer, done=done, problem=problem, next_step=following, progress=far, once=once
        )
        if key % 4 == 0:
            self._picture(report.pk, "report", key, doer, "现场")

    def _talk(self, task: Task, doer: Person, looker: Person, sent: date, due: date) -> None:
        year = self.year
        if task.pk % 3 == 0:
            question, answer = ASKED[task.pk % len(ASKED)]
            day = sent + timedelta(days=max((due - sent).days // 2, 2))
            year.at(day, 10, ledger.comment_on_task, task.pk, actor=looker, text=question)
            year.at(terms.moved(day, 1), 9, ledger.comment_on_task, task.pk, actor=doer, text=answer)
        if task.pk % 9 == 0 and year.leaders:
            leader = year.leaders[task.pk % len(year.leaders)]
            year.at(terms.moved(sent, 3), 8, ledger.follow_task, task.pk, actor=leader)
            text = "此事关系客户体验，请盯紧时间节点。" if task.pk % 2 else "办法要管用，先到现场走一遍再动笔。"
            year.at(terms.moved(sent, 4), 8, ledger.comment_on_task, task.pk, actor=leader, text=text)

    def _decline(self, task: Task, head: Person, day: date) -> None:
        year = self.year
        reason = "该区域已划归港口建设板块管理，非本单位职责范围。"
        year.at(day, 11, ledger.decline_task, task.pk, actor=head, reason=reason)
        other = year.units["港湾施工公司"]
        if task.lead_unit_id != other.pk:
            year.at(terms.moved(day, 2), 9, self._send_elsewhere, task.pk)

    def _send_elsewhere(self, key: int) -> None:
        other, clerk = self.year.units["港湾施工公司"], Task.objects.get(pk=key).dispatched_by
        assert clerk
        ledger.reassign_task(
            key, actor=clerk, lead_unit=other, responsible=self.year.heads[other.pk], reason="按职责分工改派。"
        )
        self.follow(ledger.dispatch_task(key, actor=clerk), "plain")

    def _urge(self, key: int, by: Person) -> None:
        ledger.urge_tasks([key], actor=by, note="已到期，请抓紧签收并反馈进展。")

    def _picture(self, noun_id: int, noun: str, key: int, doer: Person, name: str) -> int:
        task, now = Task.objects.get(pk=key), timezone.localtime()
        made = keep(
            pictures.scene(key * 10 + len(name), now), f"{name}{now:%m%d}.jpg", actor=doer, noun=noun, noun_id=noun_id,
            unit_id=task.lead_unit_id,
        )  # fmt: skip
        return made.pk

    def _claim(self, key: int, doer: Person, statement: str) -> None:
        task = Task.objects.get(pk=key)
        if task.state != State.UNDERWAY:
            return
        files = [self._picture(key, "task", key, doer, "补拍" if statement == REPAIRED else "整改后")]
        if key % 2:
            name = next((m.deliverable for m in MATTERS if m.title in task.title), "办结资料清单")
            sheet = pictures.workbook(name, key, doer.name)
            files.append(
                keep(sheet, f"{name}.xlsx", actor=doer, noun="task", noun_id=key, unit_id=task.lead_unit_id).pk
            )
        ledger.claim_completion(key, actor=doer, statement=statement, evidence_ids=files)

    def _verify(self, key: int, looker: Person) -> None:
        if Task.objects.get(pk=key).state != State.CLAIMED:
            return
        ledger.verify_completion(key, actor=looker, verdict="verified", note="现场核对，符合办结标准。")
        ledger.close_task(key, actor=looker)

    def _extend(self, task: Task, doer: Person, why: str, granted: bool, answer: str) -> None:
        asked = ledger.ask_extension(task.pk, actor=doer, to=terms.moved(task.due_on, 10), reason=why)
        soon = terms.moved(timezone.localdate(), 1 + task.pk % 2)
        self.year.at(soon, 9, ledger.decide_extension, asked.pk, actor=task.dispatched_by, approve=granted,
                     reason=answer)  # fmt: skip

    def _support(self, key: int, doer: Person) -> None:
        need, name, answer = SUPPORT[key % len(SUPPORT)]
        unit = self.year.units[name]
        asked = ledger.request_support(key, actor=doer, need=need, unit=unit)
        soon = terms.moved(timezone.localdate(), 1 + key % 4)
        self.year.at(soon, 15, ledger.answer_support, asked.pk, actor=self.year.heads[unit.pk], answer=answer)
