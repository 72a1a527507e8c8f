"""Exposure notices of the year: one that expired, one with a reply and put right, one withdrawn, one corrected, one whose unit
may still reply, one being checked and one being written."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from duban.config.demo import pictures
from duban.config.demo.year import Year
from duban.findings.models import Finding
from duban.inspections import actions
from duban.inspections.actions.exposures import is_settled, pictures_of
from duban.inspections.models import Exposure
from duban.ledger import terms
from duban.org.models import Person, Unit

# How many days ago it is begun, and what becomes of it; terms are counted from there.
BEGUN = (
    (170, "waived"),
    (80, "withdrawn"),
    (60, "corrected"),
    (40, "replied"),
    (5, "replying"),
    (4, "checking"),
    (3, "draft"),
)
REPLIES = {
    "replied": "问题属实，我单位接受批评。当日已安排整改，班组组织了学习，同类点位正逐一排查，整改材料随附报送。",
    "corrected": "问题属实，已整改。",
    "withdrawn": "照片所示区域当日已移交施工单位封闭施工，不属我单位管理，附移交单，请予核实。",
}


class Exposures:
    def __init__(self, year: Year) -> None:
        self.year = year

    def live(self) -> None:
        if len(self.year.office) < 3:
            return
        actions.set_exposure_rules(
            actor=self.year.office[0], since=self.year.before(360), source="望潮督〔2026〕21号 曝光管理规定",
            said={"reply_term": "5个工作日", "ruling_term": "5个工作日", "shown_term": "3个月",
                  "pattern": "督查曝光〔{year}〕{serial}号"},
        )  # fmt: skip
        for days, fate in BEGUN:
            self.year.at(self.year.before(days), 9, self._draft, fate)

    @property
    def _clerk(self) -> Person:
        return self.year.office[0]

    def _draft(self, fate: str) -> None:
        finding = self._worth_telling(fate)
        if finding is None:
            return
        office = Unit.objects.get(name="督查办公室")
        notice = actions.draft_exposure(actor=self._clerk, office=office, finding_ids=[finding.pk])
        photos = [each.pk for each in pictures_of(notice, self._clerk)][:2]
        actions.change_exposure(
            notice.pk, actor=self._clerk, title=notice.title, body=notice.body, unit=notice.unit, shown_in=None,
            shown_for=notice.shown_for, photo_ids=photos,
        )  # fmt: skip
        if fate == "draft":
            return
        self._mask(notice)
        actions.submit_exposure(notice.pk, actor=self._clerk)
        if fate == "checking":
            return
        checker = self.year.office[1]
        if fate == "replied":
            actions.check_exposure(
                notice.pk, actor=checker, passed=False, note="请核对照片中车辆号牌是否全部遮挡，并补全检查标准。"
            )
            actions.submit_exposure(notice.pk, actor=self._clerk)
        actions.check_exposure(notice.pk, actor=checker, passed=True, note="照片、文字均已核对。")
        if fate == "replying":
            return
        self.year.at(terms.moved(timezone.localdate(), 2), 10, self._reply, notice.pk, fate)

    def _worth_telling(self, fate: str) -> Finding | None:
        """A finding that stands, of a unit with somebody who answers; one put right where the notice shall be."""
        told = Finding.objects.filter(exposures__isnull=False).values("title")
        rows = Finding.objects.filter(outcome="", found_on__gte=timezone.localdate() - timedelta(days=150))
        fits = [row for row in rows.exclude(title__in=told).select_related("unit").order_by("-found_on", "-pk")
                if is_settled(row) and row.unit_id in self.year.heads]  # fmt: skip
        wanted = "closed" if fate in ("waived", "replied") else ""
        return next((row for row in fits if row.state == wanted), fits[0] if fits else None)

    def _mask(self, notice: Exposure) -> None:
        for photo in notice.photos.select_related("evidence"):
            boxes: list[Any] = list(pictures.SEEN) if photo.evidence.noun == "finding" else []
            actions.mask_photo(notice.pk, photo.pk, actor=self._clerk, boxes=boxes, nobody=not boxes)

    def _reply(self, key: int, fate: str) -> None:
        notice = Exposure.objects.get(pk=key)
        head = self.year.heads[notice.unit_id]
        if fate == "waived":
            actions.waive_reply(key, actor=head)
        elif fate != "withdrawn":
            actions.reply_to_exposure(key, actor=head, text=REPLIES[fate])
        on = terms.moved(timezone.localdate(), 5 if fate == "withdrawn" else 1)
        self.year.at(on, 10, self._issue, key, fate)

    def _issue(self, key: int, fate: str) -> None:
        notice = actions.issue_exposure(key, actor=self._clerk)
        today = timezone.localdate()
        if fate == "withdrawn":
            head, ruler = self.year.heads[notice.unit_id], self.year.office[2]
            self.year.at(
                terms.moved(today, 1), 9, actions.reply_to_exposure, key, actor=head, text=REPLIES[fate], disputes=True
            )
            self.year.at(terms.moved(today, 4), 15, actions.rule_on_exposure, key, actor=ruler, upheld=True,
                         ruling="经查移交单和门岗记录，该区域当日确已移交，通报事实有误，予以撤回。")  # fmt: skip
        elif fate == "corrected":
            self.year.at(terms.moved(today, 3), 9, self._correct, key)

    def _correct(self, key: int) -> None:
        new = actions.correct_exposure(key, actor=self._clerk)
        body = new.body.replace("检查发现：", "检查发现（原通报所写地点有误，现予更正）：")
        actions.change_exposure(
            new.pk, actor=self._clerk, title=new.title, body=body, unit=new.unit, shown_in=None,
            shown_for=new.shown_for, photo_ids=[photo.evidence_id for photo in new.photos.all()],
        )  # fmt: skip
        self._mask(new)
        actions.submit_exposure(new.pk, actor=self._clerk)
        actions.check_exposure(new.pk, actor=self.year.office[1], passed=True)
        actions.waive_reply(new.pk, actor=self.year.heads[new.unit_id])
        self.year.at(terms.moved(timezone.localdate(), 1), 9, actions.issue_exposure, new.pk, actor=self._clerk)
