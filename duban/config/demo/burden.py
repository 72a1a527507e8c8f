"""Burdens of the demonstration: budgets, one unit over its own, what was measured, and asks that could be one."""

import random
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from duban.burden import actions
from duban.burden.models import Charge
from duban.burden.standing import this_month
from duban.checklists.costs import estimates
from duban.checklists.models import Edition
from duban.inspections import actions as inspections
from duban.inspections.models import VisitKind
from duban.org.models import Appointment, Role, Unit, UnitKind
from duban.routines import making
from duban.routines.actions import set_duty
from duban.routines.models import Duty, Form, Who

DOCUMENT = "望潮办〔2026〕3号 为基层减负若干措施"
HOURS = 20
BUSY = "北港港区公司"


def build_burden(units: dict[str, Unit]) -> None:
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(person__is_active=True).select_related("person", "unit")
    clerk = next(post.person for post in posts.order_by("pk") if post.role == Role.SUPERVISION)
    group = Unit.objects.get(depth=1)
    actions.set_budget(actor=clerk, unit=group, since=today, hours=HOURS, source=DOCUMENT)
    _measured(random.Random(7))
    _two_duties(units, clerk, today)
    _two_visits(units, clerk, list(posts), today)
    _over(units, clerk, today)


def _measured(dice: random.Random) -> None:
    """Briefings of half a month, confirmed in a minute or two each; rounds that take a little less than estimated."""
    for duty in Duty.objects.filter(form__in=(Form.MORNING, Form.EVENING, Form.SHORT)):
        for pk in duty.occurrences.filter(met_at__isnull=False).order_by("-pk").values_list("pk", flat=True)[:40]:
            usual = 9 if duty.form == Form.SHORT else 1.6
            actions.measure(("duty", duty.pk), seen=("occurrence", pk), minutes=usual * dice.uniform(0.6, 1.5))
    for edition, minutes in estimates(Edition.objects.in_force().values_list("pk", flat=True), this_month()).items():
        for n in range(12):
            actions.measure(
                ("edition", edition), seen=("demo", 100 * edition + n), minutes=minutes * dice.uniform(0.6, 1.1)
            )
    actions.settle()


def _two_duties(units: dict[str, Unit], clerk: Any, today: date) -> None:
    """The safety department and a secondary unit ask the same companies for one checklist in one week."""
    edition = Edition.objects.in_force(today).select_related("checklist").filter(checklist__code="XF").first()
    if edition is None:
        return
    common: dict[str, Any] = {
        "who": Who.UNITS, "form": Form.CHECKLIST, "checklist": edition.checklist, "since": today, "on_day_off": "after",
    }  # fmt: skip
    companies = [unit for unit in units.values() if unit.kind == UnitKind.COMPANY and unit.closed_on is None]
    wide = set_duty(
        **common, actor=clerk, owner=units["安全环保部"], name="消防设施每周检查", units=companies[:6],
        rule="FREQ=WEEKLY;BYDAY=MO", document="望潮安〔2026〕11号",
    )  # fmt: skip
    owner = units[BUSY]
    own = [unit for unit in companies[:6] if unit.path.startswith(owner.path)]
    near = set_duty(
        **common, actor=clerk, owner=owner, name="北港消防自查", units=own, rule="FREQ=WEEKLY;BYDAY=TH"
    )  # fmt: skip
    for duty in (wide, near):
        making.make_ahead(duty, today)


def _two_visits(units: dict[str, Unit], clerk: Any, posts: list[Appointment], today: date) -> None:
    """Two departments go to one unit within the same week, by one checklist."""
    edition = Edition.objects.in_force(today).order_by("pk").first()
    if edition is None:
        return
    for department, days in (("安全环保部", 3), ("工程技术部", 5)):
        team = [post.person for post in posts if post.unit == units[department]][:2]
        inspections.plan_visit(
            actor=clerk, kind=VisitKind.PLANNED, unit=units[BUSY], looking_unit=units[department], edition=edition,
            on=today + timedelta(days=days), team=team, place="1号泊位",
        )  # fmt: skip


def _over(units: dict[str, Unit], clerk: Any, today: date) -> None:
    """The busiest port is allowed less than it is asked already: whoever asks more is warned."""
    busy = units[BUSY]
    ahead = Charge.objects.filter(month__gte=this_month(), bearer=busy).values("month").annotate(asked=Sum("minutes"))
    most = max((month["asked"] for month in ahead), default=0)
    hours = max(round(most / 60 * 0.85), 1)
    actions.set_budget(actor=clerk, unit=busy, since=today, hours=hours, source=DOCUMENT)
    # What the port's office is allowed says nothing of the quays below it.
    for unit in units.values():
        if unit.path.startswith(busy.path) and unit.depth == busy.depth + 1:
            actions.set_budget(actor=clerk, unit=unit, since=today, hours=HOURS, source=DOCUMENT)
