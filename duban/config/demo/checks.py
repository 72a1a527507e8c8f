"""Checklists of the demonstration: the ten aspects in force, checks made by them, and a norm that grew out of one."""

import random
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from duban.checklists.actions import (
    Batch,
    Given,
    approve_edition,
    begin_response,
    bring_into_force,
    draft_rule,
    finish_response,
    load_pack,
    make_norm,
    note_pattern,
    record_answers,
)
from duban.checklists.models import Checklist, Edition, Item, Response
from duban.config.demo.clock import clock_at
from duban.org.access import standing_of
from duban.org.fields import key_of
from duban.org.models import Appointment, Person, Role, Unit, UnitKind

PACKS = ("ten_aspects", "safety", "port_tariff")
DOCUMENT = "望潮督〔2026〕{n}号"
ROUNDS = 12
IN_FORCE_FOR = timedelta(days=250)
_WHY = ("现场未见记录", "标识缺失", "人员回答不完整", "设施损坏待修", "未按规定时限办理")


def build_checks(units: dict[str, Unit]) -> None:
    """Load, approve and bring into force; then a dozen checks at different units, two left open, one contradicted."""
    dice, now = random.Random(24), timezone.now()
    office = _people(Role.SUPERVISION)
    if len(office) < 2:
        return
    drafter, approver = office[0], office[1]
    with clock_at(now - IN_FORCE_FOR):
        _bring_into_force(drafter, approver)
    editions = list(Edition.objects.in_force().order_by("pk"))
    places = [unit for unit in units.values() if unit.kind in (UnitKind.SECONDARY, UnitKind.COMPANY)]
    for number in range(ROUNDS):
        edition, unit = editions[number % len(editions)], dice.choice(places)
        with clock_at(now - timedelta(days=4 * (ROUNDS - 1 - number), hours=1)):
            _round(number, edition, unit, drafter, dice)
    with clock_at(now - timedelta(days=2)):
        _norm(drafter)


def _bring_into_force(drafter: Person, approver: Person) -> None:
    owner = standing_of(drafter).posts[0].unit_id
    for pack in PACKS:
        load_pack(pack, actor=drafter, owner=Unit.objects.get(pk=owner))
    for number, checklist in enumerate(Checklist.objects.order_by("pk"), 1):
        edition = checklist.editions.get()
        approve_edition(edition.pk, actor=approver)
        bring_into_force(edition.pk, actor=drafter, since=timezone.localdate(), document=DOCUMENT.format(n=number))


def _round(number: int, edition: Edition, unit: Unit, drafter: Person, dice: random.Random) -> None:
    holders = Appointment.objects.in_force(timezone.localdate()).filter(unit=unit, person__is_active=True)
    lookers = [post.person for post in holders.select_related("person")] or [drafter]
    place = dice.choice(("1号泊位", "堆场", "候工楼", "卡口"))
    response = begin_response(actor=lookers[0], edition=edition, unit=unit, place=place)
    _answer(response, lookers[0], dice, whole=number % 6 != 5)
    if number == 0 and len(lookers) > 1:
        item = response.edition.items.filter(kind="yes_no").first()
        if item is not None:
            _one(response, item, lookers[1], "no", "复核时未见")
    if number % 6 != 5:
        finish_response(response.pk, actor=lookers[0])


def _people(role: str) -> list[Person]:
    rows = Appointment.objects.in_force(timezone.localdate()).filter(role=role, person__is_active=True)
    return list(dict.fromkeys(row.person for row in rows.select_related("person").order_by("pk")))


def _answer(response: Response, person: Person, dice: random.Random, *, whole: bool) -> None:
    items = list(response.edition.items.order_by("order"))
    for item in items if whole else items[: len(items) // 2]:
        bad = dice.random() < 0.12
        if item.proof and item.kind != "signature":
            # Nobody invents a photo here: what asks for proof is said not to apply.
            _one(response, item, person, "", "本次未涉及", na=True)
        elif item.kind == "yes_no":
            _one(response, item, person, "no" if bad else "yes", dice.choice(_WHY) if bad else "")
        elif item.kind == "number":
            edge = item.low if item.low is not None else item.high
            inside = item.low if item.high is None else item.high
            value = (edge - 1 if item.low is not None else edge + 1) if bad and edge is not None else inside
            _one(response, item, person, str(value if value is not None else 1), dice.choice(_WHY) if bad else "")
        elif item.kind == "choice":
            _one(response, item, person, item.labels[-1] if bad else item.labels[0], "")
        elif item.kind == "person":
            _one(response, item, person, key_of(person.pk), "")
        elif item.kind in ("text", "signature"):
            _one(response, item, person, person.name if item.kind == "signature" else "按要求整改。", "")


def _one(response: Response, item: Item, person: Person, value: str, reason: str, *, na: bool = False) -> None:
    moment = timezone.now() - timedelta(minutes=5)
    given = Given(uuid4(), response.device, item.pk, moment, value, na=na, reason=reason)
    record_answers(Batch(given=[given]), actor=person)


def _norm(actor: Person) -> None:
    item = Item.objects.filter(text__startswith="登轮人员穿戴").select_related("edition__checklist", "section").first()
    if item is None:
        return
    month = timezone.localdate().replace(day=1)
    counts = {f"{month - timedelta(days=31 * back):%Y-%m}": number for back, number in ((3, 2), (2, 4), (1, 5), (0, 3))}
    pattern = note_pattern(
        actor=actor, title="夜班登轮人员防护用品穿戴不全反复出现", item_code=item.code, place="跳板口",
        cause="夜班无人在穿脱区监督", counts=counts,
    )  # fmt: skip
    rule = draft_rule(
        pattern.pk, actor=actor, text="夜班登轮前由带班人员在穿脱区逐人检查防护用品并签名",
        guidance="带班人员名单随排班表公布；抽查当晚签名与登轮名单是否一致。",
    )  # fmt: skip
    make_norm(rule.pk, actor=actor, checklist=item.edition.checklist, section=item.section.title)
