"""Planning a year or a quarter: drafted, changed, published. What was published is not changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections import kinds
from duban.inspections.access import plans, plans_for
from duban.inspections.manifests import plain
from duban.inspections.models import Plan, Quota, Stratum
from duban.journal import actions as journal
from duban.org.access import standing_of
from duban.org.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Share:
    """A unit of a risk, to be visited so often."""

    unit: Unit
    stratum: str
    visits: int


@transaction.atomic
def make_plan(
    *,
    actor: Person,
    unit: Unit,
    title: str,
    year: int,
    quarter: int | None = None,
    document: str = "",
    strata: Sequence[tuple[str, int]],
    shares: Sequence[Share],
) -> Plan:
    """Draft a plan. `strata` are (risk, how many are drawn each time)."""
    if not plans_for(standing_of(actor), unit.pk):
        raise PermissionDenied
    plan = Plan(unit=unit, title=title.strip(), year=year, quarter=quarter, document=document.strip(), made_by=actor)
    plan.full_clean()
    plan.save()
    _write(plan, strata, shares)
    _tell(kinds.PLAN_MADE, plan, actor, units=len(shares))
    return plan


@transaction.atomic
def change_plan(
    plan_id: int,
    *,
    actor: Person,
    title: str,
    year: int,
    quarter: int | None = None,
    document: str = "",
    strata: Sequence[tuple[str, int]],
    shares: Sequence[Share],
) -> Plan:
    plan = plans.get_for(actor, plan_id, "edit", lock=True)
    plan.title, plan.year, plan.quarter, plan.document = title.strip(), year, quarter, document.strip()
    plan.full_clean()
    plan.save()
    plan.strata.all().delete()
    _write(plan, strata, shares)
    _tell(kinds.PLAN_CHANGED, plan, actor, units=len(shares))
    return plan


def _write(plan: Plan, strata: Sequence[tuple[str, int]], shares: Sequence[Share]) -> None:
    names = [name for name, _draw in strata]
    if not names:
        raise ValidationError({"strata": _("Name at least one risk.")})
    if len({plain(name) for name in names}) < len(names):
        raise ValidationError({"strata": _("Each risk stands there once.")})
    if len({share.unit.pk for share in shares}) < len(shares):
        raise ValidationError({"shares": _("Each unit stands there once.")})
    if unknown := sorted({share.stratum for share in shares} - set(names)):
        raise ValidationError({"shares": _("There is no risk called %(names)s.") % {"names": "、".join(unknown)}})
    made = {
        name: Stratum.objects.create(plan=plan, name=name, draw=draw, order=order)
        for order, (name, draw) in enumerate(strata)
    }
    for name, draw in strata:
        held = sum(share.stratum == name for share in shares)
        if draw > held:
            raise ValidationError(
                {"strata": _("%(n)s are to be drawn from “%(risk)s”, which has %(held)s units.")
                 % {"n": draw, "risk": name, "held": held}}
            )  # fmt: skip
    Quota.objects.bulk_create(
        Quota(plan=plan, unit=share.unit, stratum=made[share.stratum], visits=share.visits) for share in shares
    )


@transaction.atomic
def publish_plan(plan_id: int, *, actor: Person) -> Plan:
    plan = plans.get_for(actor, plan_id, "publish", lock=True)
    if not plan.quotas.exists():
        raise ValidationError(_("A plan without units cannot be published."))
    plan.published_by, plan.published_at = actor, timezone.now()
    plan.save(update_fields=["published_by", "published_at"])
    visits = sum(plan.quotas.values_list("visits", flat=True))
    _tell(kinds.PLAN_PUBLISHED, plan, actor, visits=visits)
    return plan


def _tell(kind: kinds.Kind, plan: Plan, actor: Person, **body: object) -> None:
    journal.append(
        kind, actor=actor, noun="inspection_plan", noun_id=plan.pk, unit_id=plan.unit_id,
        body={"title": plan.title, "period": plan.period, **body},
    )  # fmt: skip
