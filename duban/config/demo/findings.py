"""What was found in the year, and what became of it: every state of a finding, repeats, disputes, fixes with pictures."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from duban.config.demo import pictures
from duban.config.demo.year import Year
from duban.files.actions import keep
from duban.findings import actions as do
from duban.findings.layers import layer_of
from duban.findings.models import Finding, FindingKind
from duban.ledger import actions as ledger
from duban.ledger import terms
from duban.org.models import Person, Unit

# kind, severity, place, item, what was found, what should be, measures
FOUND = [
    ("隐患", "major", "3号泊位", "LB-01", "护栏缺失约4米，未设警示。", "临水边缘护栏连续完好", "补装护栏并纳入班前检查"),
    ("隐患", "minor", "机修车间", "XF-003", "灭火器被货架遮挡，取用不便。", "消防器材前一米内无遮挡", "清移货架并划线"),
    ("隐患", "major", "散货堆场", "FC-02", "喷淋两处不出水，扬尘明显。", "喷淋全覆盖、随时可用", "更换喷头并每周试喷"),
    ("短板", "minor", "值班室", "XF-006", "夜间值班记录缺两班签字。", "每班交接双方签字", "重申交接班制度并抽查"),
    ("薄弱环节", "minor", "船岸界面", "DLCB-005", "登轮人员登记与视频记录对不上。", "登轮登记与视频逐人相符", "登轮登记改为扫码并每日核对"),
    ("隐患", "critical", "危险品堆场", "XF-009", "隔离间距不足，与普货同区存放。", "按隔离表分区存放", "立即移场并重画分区"),
    ("慵懒散贪", "minor", "调度室", "", "当班期间长时间离岗。", "当班在岗", "谈话提醒并纳入当月考核"),
]  # fmt: skip
# Of those that stand in a checklist of the packs.
ASPECTS = {"XF-003": "消防安全", "XF-006": "消防安全", "XF-009": "消防安全", "DLCB-005": "登临国际航行船舶"}
# The last step each one reaches; drawn in turn.
FATES = ("closed", "closed", "fixed", "returned", "repeat", "disputed", "closed", "relapsed", "late", "upheld")
OPEN = ("issued", "accepted", "disputed_now", "planned", "rectifying", "claimed")


class Findings:
    def __init__(self, year: Year) -> None:
        self.year = year
        self.kinds = {kind.name: kind for kind in FindingKind.objects.all()}
        self.at_units = [
            unit for unit in year.units.values()
            if unit.pk in year.heads and unit.pk in year.members and layer_of(unit) >= 2
            and year.heads[unit.pk] != year.members[unit.pk]
        ]  # fmt: skip

    def live(self) -> None:
        """Some forty over the year, and one at each open state in the last days."""
        if not self.at_units:
            return
        dice = self.year.dice
        for number in range(40):
            self._plan(
                self.year.before(dice.randrange(20, 300)), FOUND[number % len(FOUND)], FATES[number % len(FATES)]
            )
        for number, fate in enumerate(OPEN):
            self._plan(self.year.before(3 + 4 * number), FOUND[number % 5], fate)
        self._checks()

    def _plan(self, day: date, what: tuple[str, ...], fate: str) -> None:
        unit = self.year.dice.choice(self.at_units)
        self.year.at(day, 10, self._issue, unit, what, fate)

    def _issue(self, unit: Unit, what: tuple[str, ...], fate: str, cause: str = "") -> None:
        kind, severity, place, item, condition, criterion, measures = what
        year, finder = self.year, self.year.dice.choice(self.year.lookers)
        finding = do.issue_finding(
            actor=finder, unit=unit, kind=self.kinds[kind], severity=severity, place=place, item_code=item,
            condition=condition, criterion=criterion, person=year.members[unit.pk] if kind == "慵懒散贪" else None,
        )  # fmt: skip
        self._photo(finding, finder, "finding")
        head, key, today = year.heads[unit.pk], finding.pk, timezone.localdate()
        if fate == "issued":
            return
        if fate in ("disputed", "disputed_now", "upheld"):
            year.at(
                terms.moved(today, 1), 15, do.dispute_finding, key, actor=head, reason="检查时正在检修，已设临时防护。"
            )
            if fate == "disputed_now":
                return
            ruler = next(person for person in year.office if person != finder)
            year.at(terms.moved(today, 4), 10, do.rule_on_dispute, key, actor=ruler, upheld=fate == "upheld",
                    ruling="经查阅检修票和视频，情况属实。" if fate == "upheld" else "临时防护不符合要求，问题成立。")  # fmt: skip
            if fate == "upheld":
                return
        elif fate == "fixed" and severity == "minor" and kind != "慵懒散贪" and not finding.repeat_of_id:
            year.at(today, 16, self._fix, key, finder)
            return
        else:
            year.at(terms.moved(today, 1), 15, do.accept_finding, key, actor=head)
        if fate == "accepted":
            return
        year.at(terms.moved(today, 6), 9, self._hand_in, key, measures, what, fate)

    def _fix(self, key: int, finder: Person) -> None:
        finding = Finding.objects.get(pk=key)
        self._photo(finding, finder, "finding_after")
        do.fix_on_spot(key, actor=finder, note="责任单位当场整改，现场确认。")

    def _hand_in(self, key: int, measures: str, what: tuple[str, ...], fate: str) -> None:
        year, today = self.year, timezone.localdate()
        finding = Finding.objects.select_related("unit", "kind").get(pk=key)
        head, doer = year.heads[finding.unit_id], year.members[finding.unit_id]
        looker = year.dice.choice([person for person in year.lookers if person != doer])
        if finding.kind.is_conduct:
            do.record_outcome(key, actor=year.office[0], outcome="education", outcome_words="批评教育，作出书面检查")
        do.plan_rectification(
            key, actor=head, cause="日常检查流于形式", deeper_cause="岗位检查标准未写入班组职责，无人复核",
            measures=measures, responsible=doer, due_on=terms.moved(today, 8),
        )  # fmt: skip
        if fate == "planned":
            return
        year.at(terms.moved(today, 1), 10, self._to_work, key, looker, what, fate)

    def _to_work(self, key: int, looker: Person, what: tuple[str, ...], fate: str) -> None:
        year, today = self.year, timezone.localdate()
        finding = do.accept_plan(key, actor=year.office[0], looker=looker)
        assert finding.task
        task, doer = finding.task.pk, finding.task.responsible
        year.at(terms.moved(today, 1), 9, ledger.acknowledge_task, task, actor=year.heads[finding.unit_id])
        if fate == "rectifying":
            return
        done = terms.moved(today, 12 if fate == "late" else 5)
        year.at(done, 15, ledger.claim_completion, task, actor=doer, statement="已按方案整改到位，现场照片已上传。")
        if fate == "claimed":
            return
        if fate == "returned":
            year.at(
                terms.moved(done, 1), 10, do.recheck_finding, key, actor=looker, passed=False, note="仍有一处未到位。"
            )
            done = terms.moved(done, 4)
            year.at(done, 15, ledger.claim_completion, task, actor=doer, statement="剩余一处已整改到位。")
        year.at(terms.moved(done, 2), 10, self._recheck, key, looker)
        if fate == "relapsed":
            year.at(terms.moved(done, 25), 10, self._relapse, key)
        if fate == "repeat":
            year.at(terms.moved(done, 30), 10, self._issue, finding.unit, what, "closed")

    def _recheck(self, key: int, looker: Person) -> None:
        do.recheck_finding(key, actor=looker, passed=True, note="现场复查，已整改到位。")
        self._photo(Finding.objects.get(pk=key), looker, "finding_after")

    def _relapse(self, key: int) -> None:
        due = terms.moved(timezone.localdate(), 8)
        do.relapse_finding(key, actor=self.year.office[0], reason="回头看发现问题再次出现。", due_on=due)

    def _photo(self, finding: Finding, by: Any, noun: str) -> None:
        picture = pictures.scene(finding.pk * 7 + len(noun), timezone.localtime(), people=noun == "finding")
        keep(picture, "现场照片.jpg", actor=by, noun=noun, noun_id=finding.pk, unit_id=finding.unit_id)

    def _checks(self) -> None:
        """What the layers passed and failed: the lower one looks often, the upper ones now and then."""
        year, dice = self.year, self.year.dice
        group = next(unit for unit in year.units.values() if unit.depth == 1)
        number = 0
        for unit in self.at_units[:8]:
            for _kind, _severity, place, item, *_rest in FOUND:
                if item not in ASPECTS:
                    continue
                day, aspect = year.before(dice.randrange(8, 75)), ASPECTS[item]
                for looking, passed, on in (
                    (unit, dice.random() < 0.6, day),
                    (group, dice.random() < 0.3, day + timedelta(days=dice.randrange(1, 8))),
                ):
                    number += 1
                    do.record_check(
                        unit=unit, item_code=item, place=place, aspect=aspect, looking_unit=looking, passed=passed, on=on,
                        source=("demonstration", number),
                    )  # fmt: skip
