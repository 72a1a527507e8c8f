"""Setting what requests cost: a new edition from a day on; the one before ends there and stays readable."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.minutes import kinds
from duban.minutes.models import CostRule
from duban.org.access import standing_of
from duban.org.models import Person, Role


@transaction.atomic
def set_cost_rule(
    *, actor: Person, since: date, receipt: int, report: int, evidence: int, completion: int, source: str = ""
) -> CostRule:
    if not standing_of(actor).has(Role.SUPERVISION):
        raise PermissionDenied
    if CostRule.objects.filter(since__gte=since).exists():
        raise ValidationError({"since": _("A later or equal edition exists already.")})
    CostRule.objects.select_for_update().filter(until__isnull=True).update(until=since)
    rule = CostRule.objects.create(
        since=since, receipt=receipt, report=report, evidence=evidence, completion=completion, source=source
    )
    journal.append(
        kinds.COST_RULED,
        actor=actor,
        noun="cost_rule",
        noun_id=rule.pk,
        body={
            "since": since,
            "receipt": receipt,
            "report": report,
            "evidence": evidence,
            "completion": completion,
            "source": source,
        },
    )
    return rule
