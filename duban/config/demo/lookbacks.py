"""回头看 of the demonstration: what was closed in the last quarter is drawn; most of it holds, one thing does not."""

import random
from datetime import timedelta

from django.utils import timezone

from duban.inspections import actions
from duban.org.models import Appointment, Person, Role, Unit, UnitKind

NOTES = ("现场复核，整改到位，台账齐全。", "抽查三班记录，均按规定执行。", "与当班人员座谈并看现场，效果保持。")
FELL_BACK = "现场复核：原问题又出现，值班记录中断两周。"


def build_look_backs() -> None:
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(person__is_active=True).select_related("person", "unit")
    office = posts.filter(role=Role.SUPERVISION).order_by("pk").first()
    if office is None:
        return
    sides = Unit.objects.filter(kind=UnitKind.DEPARTMENT, depth=2).exclude(pk=office.unit_id).order_by("path")
    who: dict[Unit, Person] = {}
    for unit in sides:
        post = posts.filter(unit=unit).order_by("pk").first()
        if post is not None and post.person not in who.values():
            who[unit] = post.person
    throwers = list(who)[:3]
    checkers = [p.person for p in posts.filter(unit__depth__lte=2).exclude(role=Role.SUPERVISION).order_by("pk")]
    checkers = list(dict.fromkeys(checkers))[:16]
    if len(throwers) < 3 or len(checkers) < 6:
        return
    draw = actions.prepare_look_back(
        actor=office.person, unit=office.unit, named="上季度办结事项回头看", since=today - timedelta(days=60), until=today,
        inspectors=checkers, throwers=throwers, cap=8,
    )  # fmt: skip
    actions.freeze_draw(draw.pk, actor=office.person)
    dice = random.Random("回头看")
    throws = {unit.pk: (who[unit], "".join(str(dice.randint(1, 6)) for _throw in range(8))) for unit in throwers}
    actions.throw_dice(draw.pk, actor=office.person, throws=throws)
    rows = list(draw.look_backs.select_related("checker").order_by("pk"))
    for number, row in enumerate(rows[: max(len(rows) // 2, 1)]):
        assert row.checker is not None
        held = number != 1
        actions.judge_look_back(
            row.pk, actor=row.checker, held=held, note=NOTES[number % len(NOTES)] if held else FELL_BACK
        )
