"""The papers of a year: minutes, a plan, an instruction, a notice; damaged copies among them; issued a day later."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from duban.config.demo.year import Year
from duban.ledger import terms
from duban.ledger.models import Task
from duban.minutes import actions as minutes
from duban.minutes.issuing import preview
from duban.minutes.models import Document, DocumentKind, Proposal, ProposalState
from duban.minutes.reader import read_raw
from duban.minutes.state import state_of
from duban.org.models import Unit
from duban.reading.restoration.damage import annotate, cut_out_of_step, traditional

TEXTS = Path(__file__).parent / "texts"
OF_EVERYBODY = "面向全体的一般要求，由各单位在日常工作中落实"
# What the clerk makes of a sentence whose first words make no good title.
TITLES = {
    "自查，形成自查报告": "开展收费自查",
    "两条内支线": "稳住集装箱航线，新开通两条内支线",
    "低效资产处置方案": "制定低效资产处置方案",
    "半年开展一次评估": "开展改革任务半年评估",
    "早晨会、晚汇报": "落实早晨会、晚汇报，每日上报水情雨情",
    "一周内拿出治理方案": "治理北港堆场扬尘",
    "计量争议": "解决件杂货计量争议",
    "审计三类项目": "编制年度审计计划",
    "督审联动机制": "建立督审联动机制",
    "会议事项的跟踪落实": "跟踪落实会议事项，每周汇总进展",
    "专题报道": "策划专题报道，建立新闻报道激励机制",
    "年轻干部培养办法": "完善年轻干部培养办法",
    "外贸客户服务需求": "摸清外贸客户服务需求，建立服务台账",
    "精简会议文件": "精简会议文件，建立文件清单",
}
KINDS = {
    "纪要": (DocumentKind.MINUTES, "望潮纪要", "综合办公室"),
    "要点": (DocumentKind.PLAN, "望潮督", "督查办公室"),
    "批示": (DocumentKind.INSTRUCTION, "望潮批", "集团董事长"),
    "通知": (DocumentKind.NOTICE, "望潮发", "综合办公室"),
}


def damaged(text: str, seed: int) -> str:
    """A copy such as a careless web page makes: traditional, with pinyin, its bytes out of step."""
    return cut_out_of_step(annotate(traditional(text), random.Random(seed)))


class Papers:
    """Files every paper on its day. The last one stays on the desk, for a visitor to review."""

    def __init__(self, year: Year) -> None:
        self.year = year
        papers = sorted((_day_of(path, year.now.date()), path) for path in TEXTS.glob("*.txt"))
        serials: dict[tuple[str, int], int] = {}
        for number, (day, path) in enumerate(papers, 1):
            text = path.read_text(encoding="utf-8")
            title = text.splitlines()[0].strip()
            kind, sign, issuer = next(v for word, v in KINDS.items() if title.endswith(word))
            serial = serials[sign, day.year] = serials.get((sign, day.year), 0) + 1
            about: dict[str, Any] = {
                "kind": kind,
                "title": title,
                "number": f"{sign}〔{day.year}〕{serial}号",
                "issuer": issuer,
            }
            raw = damaged(text, seed=number) if number % 3 == 0 else text
            year.at(day, 16, self._file, raw, day, about, path == papers[-1][1])
        last_day, last = papers[-1]
        # A unit files the copy it was sent, too: whoever opens either is told of the other.
        copy = damaged(last.read_text(encoding="utf-8"), seed=77)
        year.at(terms.moved(last_day, 1), 10, self._file_copy, copy, last_day)

    def _file(self, raw: str, day: date, about: dict[str, Any], last: bool) -> None:
        document = minutes.file_document(
            actor=self.year.office[0], unit=self.year.units["督查办公室"], issued_on=day, raw=raw,
            reading=self._read(raw, day), **about,
        )  # fmt: skip
        if not last:
            self.year.at(day + timedelta(days=1), 9, self._issue, document, day)

    def _file_copy(self, raw: str, day: date) -> None:
        unit = self.year.units["北港港区公司"]
        minutes.file_document(
            actor=self.year.liaisons[unit.pk], unit=unit, kind=DocumentKind.SUPERIOR, title="集团调度会纪要（转发件）",
            issued_on=day, raw=raw, reading=self._read(raw, day),
        )  # fmt: skip

    def _read(self, raw: str, day: date) -> Any:
        return read_raw(raw, date=day, units=list(self.year.units))

    def _issue(self, document: Document, day: date) -> None:
        year = self.year
        clerk, looker = year.office[0], year.office[1 + document.pk % 3]
        minutes.fill_in(
            document.pk, actor=clerk, looker=looker, due_on=terms.moved(day, 60),
            accountable=year.leaders[document.pk % len(year.leaders)], criterion_from_deliverables=True,
        )  # fmt: skip
        for proposal in document.proposals.filter(state=ProposalState.OPEN):
            self._look_at(proposal)
        kind = year.types["领导批示" if document.kind == DocumentKind.INSTRUCTION else "会议议定"]
        plan = preview(
            document, actor=clerk, chosen={p.pk: p.version for p in document.proposals.all()}, type_id=kind.pk
        )
        chosen = {line.proposal.pk: line.proposal.version for line in plan.lines if line.ready}
        if not chosen:
            return
        issue = minutes.issue_proposals(
            document.pk, actor=clerk, seen=chosen, type_id=kind.pk, once=f"demo-{document.pk}"
        )
        for each in Proposal.objects.filter(issue=issue).select_related("task"):
            assert each.task is not None
            year.follow(each.task)

    def _look_at(self, proposal: Proposal) -> None:
        """As a clerk does: put aside what binds nobody, join what was ordered before, fill in what is missing."""
        clerk, lead = self.year.office[0], proposal.lead_unit
        if lead is None:
            minutes.dismiss_proposal(proposal.pk, actor=clerk, reason=OF_EVERYBODY)
            return
        if known := _ordered_before(proposal, lead):
            minutes.join_to_task(proposal.pk, actor=clerk, task_id=known.pk)
            return
        was = state_of(proposal)
        title = next((better for words, better in TITLES.items() if words in proposal.source_text), proposal.title)
        values: dict[str, Any] = {"title": title}
        if not proposal.criterion:
            values["criterion"] = f"{title}落实到位，资料齐全，经核查人现场核对。"
        if proposal.responsible is None:
            mates = [p for p in self.year.office if p.pk not in (clerk.pk, proposal.looker_id)]
            values["responsible"] = self.year.heads.get(lead.pk, mates[0])
        minutes.edit_proposal(proposal.pk, actor=clerk, was=was, values=values)


def _ordered_before(proposal: Proposal, lead: Unit) -> Task | None:
    """An open task of the same unit with nearly the same title, or that must bring the same thing."""
    for task in Task.objects.open().filter(lead_unit=lead).order_by("-pk"):
        pairs = [(a, b) for a in proposal.deliverables for b in task.deliverable_list]
        if any(_alike(a, b) for a, b in [(proposal.title, task.title), *pairs]):
            return task
    return None


def _day_of(path: Path, today: date) -> date:
    """The last such day of a year before today: the demonstration's year ends when it is built."""
    day = date.fromisoformat(path.stem[:10]).replace(year=today.year)
    return day if day < today else day.replace(year=today.year - 1)


def _alike(one: str, other: str) -> bool:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other)]
    least = min(map(len, pairs))
    return least > 2 and len(pairs[0] & pairs[1]) >= 0.6 * least
