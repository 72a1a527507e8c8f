"""Inspections of the demonstration: a network of three layers with its flaws, a plan, a draw sealed and one opened and
verified, a visit with a finding, a bulletin, and suggestions."""

import random
from datetime import timedelta
from uuid import uuid4

from django.core.files import File
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.checklists.models import Edition
from duban.config.demo import pictures
from duban.inspections import actions
from duban.inspections.actions import Share
from duban.inspections.models import Draw, Plan, Visit
from duban.inspections.recording import failed_items
from duban.org.models import Appointment, Person, Role, Unit, UnitKind

DOCUMENT = "望潮督〔2026〕20号"
# Photos of the drawn visits. Two teams show the same: whoever leads them is told so.
SCENES = (8113, 8120, 8113, 8131)
ASPECTS = ("安全生产", "疫情防控", "工作作风")


def build_inspections(units: dict[str, Unit]) -> None:
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(person__is_active=True).select_related("person", "unit")
    office = [post for post in posts.order_by("pk") if post.role == Role.SUPERVISION]
    edition = Edition.objects.in_force(today).order_by("pk").first()
    if not office or edition is None:
        return
    clerk, home = office[0].person, office[0].unit
    rows = [unit for unit in units.values() if unit.closed_on is None]
    secondary = [unit for unit in rows if unit.kind == UnitKind.SECONDARY]
    companies = [unit for unit in rows if unit.kind == UnitKind.COMPANY]
    sides = [unit for unit in rows if unit.kind == UnitKind.DEPARTMENT and unit.depth == 2 and unit.pk != home.pk]
    _network(clerk, sides, secondary, companies)
    inspectors = _inspectors(list(posts), home)
    plan = _plan(clerk, home, secondary, companies)
    throwers = [unit for unit in sides if any(post.unit_id == unit.pk for post in posts)][:3]
    if len(inspectors) < 6 or len(throwers) < 3:
        return
    who = {unit.pk: next(post.person for post in posts if post.unit_id == unit.pk) for unit in throwers}
    for turn, named in enumerate(("第一次抽查", "第二次抽查"), 1):
        _draw(clerk, plan, named, edition, inspectors, throwers, who, opened=turn == 1)
    _bulletin(clerk, home)
    _suggestions(list(posts), sides[0])
    _adopted(list(posts), units["北港港区公司"])


def _network(clerk: Person, sides: list[Unit], secondary: list[Unit], companies: list[Unit]) -> None:
    """Departments look at secondary units, these at their companies; the last unit looks only at itself."""
    since = timezone.localdate() - timedelta(days=200)

    def draw(looker: Unit, looked_at: Unit, aspect: str) -> None:
        actions.draw_edge(
            actor=clerk, looker=looker, looked_at=looked_at, aspect=aspect, since=since, document=DOCUMENT
        )

    for number, unit in enumerate(secondary[:-1]):
        for at, aspect in enumerate(ASPECTS):
            draw(sides[(number + at) % len(sides)], unit, aspect)
        for company in companies:
            if company.path.startswith(unit.path):
                draw(unit, company, "")
    draw(secondary[-1], secondary[-1], "")
    draw(sides[0], secondary[1], ASPECTS[2])


def _inspectors(posts: list[Appointment], home: Unit) -> list[Person]:
    wanted = {Role.INSPECTOR, Role.SUPERVISION, Role.AUDITOR, Role.MEMBER}
    found = [post.person for post in posts if post.role in wanted and (post.unit.depth <= 2 or post.unit_id == home.pk)]
    return list(dict.fromkeys(found))[:12]


def _plan(clerk: Person, home: Unit, secondary: list[Unit], companies: list[Unit]) -> Plan:
    today = timezone.localdate()
    plan = actions.make_plan(
        actor=clerk,
        unit=home,
        title=f"{today.year}年第{'一二三四'[(today.month - 1) // 3]}季度督查计划",
        year=today.year,
        quarter=(today.month - 1) // 3 + 1,
        document=DOCUMENT,
        strata=[("高风险", 2), ("一般风险", 2)],
        shares=[Share(u, "高风险", 2) for u in secondary] + [Share(u, "一般风险", 1) for u in companies],
    )
    return actions.publish_plan(plan.pk, actor=clerk)


def _draw(
    clerk: Person, plan: Plan, named: str, edition: Edition, inspectors: list[Person], throwers: list[Unit],
    who: dict[int, Person], *, opened: bool,
) -> None:  # fmt: skip
    today, dice = timezone.localdate(), random.Random(named)
    draw = actions.prepare_draw(
        plan.pk, actor=clerk, named=named, edition=edition, since=today, until=today + timedelta(days=30),
        inspectors=inspectors, throwers=throwers, team=2, cap=2,
    )  # fmt: skip
    actions.recuse(
        draw.pk, actor=clerk, person=inspectors[0], unit=plan.quotas.all()[0].unit, reason="亲属在该单位任职"
    )
    actions.freeze_draw(draw.pk, actor=clerk)
    throws = {unit.pk: (who[unit.pk], "".join(str(dice.randint(1, 6)) for _throw in range(8))) for unit in throwers}
    actions.throw_dice(draw.pk, actor=clerk, throws=throws)
    if not opened:
        return
    for number, visit in enumerate(Visit.objects.filter(draw=draw).order_by("pk")):
        _visit(visit, dice, photo=SCENES[number % len(SCENES)])
    actions.open_draw(Draw.objects.get(pk=draw.pk).pk, actor=clerk)


def _visit(visit: Visit, dice: random.Random, photo: int) -> None:
    """Answered on a phone, ended, its first failed items made findings, and signed by the side that looked."""
    leader = visit.team.order_by("pk").first()
    assert leader is not None
    response = actions.begin_visit(visit.pk, actor=leader)
    now, given = timezone.now(), []
    proven = response.edition.items.filter(kind="yes_no", proof=True).first()
    for item in response.edition.items.all():
        bad = dice.random() < 0.15
        # Whatever else wants a picture as proof was not looked at.
        yes = item.kind == "yes_no" and (item == proven or not item.proof)
        given.append(
            Given(
                uuid4(), response.device, item.pk, now + timedelta(seconds=dice.randint(2, 40)),
                value=("no" if bad else "yes") if yes else "", na=not yes, reason="" if yes else "本次未涉及",
                files=[File(pictures.scene(photo, visit.made_at), name="现场照片.jpg")] if item == proven else [],
            )
        )  # fmt: skip
    record_answers(Batch(given=given), actor=leader)
    actions.end_visit(visit.pk, actor=leader, summary="总体可控，个别岗位执行不到位。")
    for item_id in list(failed_items(visit))[:2]:
        actions.issue_from_item(visit.pk, item_id, actor=leader)
    actions.sign_visit(visit.pk, actor=leader, side="looking")


def _bulletin(clerk: Person, home: Unit) -> None:
    today = timezone.localdate()
    top = Unit.objects.filter(depth=1).first()
    assert top is not None
    made = actions.draft_bulletin(
        actor=clerk, unit=home, scope=top, since=today - timedelta(days=90), until=today, title="督查情况通报（第一期）"
    )
    actions.issue_bulletin(made.pk, actor=clerk, number="督查通报〔2026〕1号")


def _suggestions(posts: list[Appointment], unit: Unit) -> None:
    sender = next((post.person for post in posts if post.role == Role.MEMBER and post.unit_id != unit.pk), None)
    voice = next((p.person for p in posts if p.unit_id == unit.pk and p.role in (Role.HEAD, Role.LIAISON)), None)
    if sender is None or voice is None:
        return
    first = actions.send_suggestion(
        actor=sender, unit=unit, title="交接班表格能否合并", text="同样的内容每班填三张表，建议合成一张。"
    )
    actions.send_suggestion(
        actor=sender, unit=unit, title="夜间照明不足", text="3号门夜间看不清车牌，请加装照明。", anonymous=True,
        token=uuid4().hex,
    )  # fmt: skip
    actions.answer_suggestion(first.pk, actor=voice, adopted=False, answer="两张已合并，另一张是法定记录，需单独保留。")


def _adopted(posts: list[Appointment], unit: Unit) -> None:
    """One that became a task, and one that still waits."""
    voice = next((post.person for post in posts if post.unit_id == unit.pk and post.role == Role.HEAD), None)
    below = [post for post in posts if post.unit.path.startswith(unit.path) and post.unit_id != unit.pk]
    senders = [post.person for post in below if post.role == Role.MEMBER][:2]
    if voice is None or len(senders) < 2:
        return
    first = actions.send_suggestion(
        actor=senders[0], unit=unit, title="夜班班车增加一趟", text="22时下班后没有班车，建议增加一趟到东生活区。"
    )
    actions.answer_suggestion(
        first.pk, actor=voice, adopted=True, answer="每晚22时20分发车，时刻表上墙公布。",
        responsible=voice, due_on=timezone.localdate() + timedelta(days=20),
    )  # fmt: skip
    actions.send_suggestion(
        actor=senders[1], unit=unit, title="候工楼热水供应延长", text="二班下班后热水已停，建议供应至21时。"
    )
