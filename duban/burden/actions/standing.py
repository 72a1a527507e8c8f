"""Setting rates and budgets: an edition from a day on; the past keeps what it had."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.burden import askers, kinds, standing
from duban.burden.access import keeps
from duban.burden.models import Budget, Rates
from duban.journal import actions as journal
from duban.org.models import Person, Unit

MOST_MINUTES = 600


@transaction.atomic
def set_rates(
    *,
    actor: Person,
    since: date,
    minutes: Mapping[str, float],
    source: str = "",
    near_days: int = 7,
    report_days: int = 5,
    enough: int = 5,
) -> Rates:
    """A new edition from a day on. `minutes` of acts that are left out stay as they are before it."""
    if not keeps(actor):
        raise PermissionDenied
    if Rates.objects.filter(since__gte=since).exists():
        raise ValidationError({"since": _("A later or equal edition exists already.")})
    known = {act.code for act in askers.acts() if act.minutes is not None}
    for code, value in minutes.items():
        if code not in known or not 0 <= value <= MOST_MINUTES:
            raise ValidationError({code: _("Minutes are between 0 and %(most)s.") % {"most": MOST_MINUTES}})
    before = Rates.objects.filter(since__lt=since).first()
    made = Rates(
        since=since, minutes={**(before.minutes if before else {}), **minutes}, source=source.strip(), by=actor,
        near_days=near_days, report_days=report_days, enough=enough,
    )  # fmt: skip
    made.full_clean()
    made.save()
    journal.append(
        kinds.RATES_SET, actor=actor, noun="cost_rule", noun_id=made.pk,
        body={"since": since, "source": made.source, "near_days": near_days, "report_days": report_days,
              "enough": enough, "minutes": {code: str(value) for code, value in made.minutes.items()}},
    )  # fmt: skip
    transaction.on_commit(standing.forget)
    standing.forget()
    return made


@transaction.atomic
def set_budget(*, actor: Person, unit: Unit, since: date, hours: int | None, source: str = "") -> Budget:
    """From this month or a later one. Set again for the same month, the later word holds; the journal keeps both."""
    if not keeps(actor):
        raise PermissionDenied
    since = standing.month_of(since)
    if since < standing.this_month():
        raise ValidationError({"since": _("A budget begins this month or later.")})
    made, _new = Budget.objects.update_or_create(
        unit=unit, since=since, defaults={"hours": hours, "source": source.strip()[:200], "by": actor}
    )
    journal.append(
        kinds.BUDGET_SET, actor=actor, noun="burden_budget", noun_id=made.pk, unit_id=unit.pk,
        body={"unit": str(unit), "since": since, "hours": hours, "source": made.source},
    )  # fmt: skip
    transaction.on_commit(standing.forget)
    standing.forget()
    return made
