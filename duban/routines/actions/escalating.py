"""Telling those above that something is missing: once for each duty, unit and slot."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duban.journal import actions as journal
from duban.routines import kinds
from duban.routines.models import Duty, Escalation, Occurrence

NAMED = 5
# What was missed long ago is in the table of missed ones; nobody is woken for it.
TOO_OLD = timedelta(days=3)


def escalate_due(now: datetime | None = None) -> int:
    """Tell of everything whose time has come; returns how many notices. Safe to run twice and by two workers."""
    now = now or timezone.now()
    told = 0
    for duty in Duty.objects.exclude(escalate_to=Escalation.NOBODY):
        before = now - timedelta(hours=duty.escalate_hours)
        told += _escalate(duty, before, now)
    return told


@transaction.atomic
def _escalate(duty: Duty, before: datetime, now: datetime) -> int:
    rows = Occurrence.objects.unmet().filter(
        duty=duty, escalated_at__isnull=True, due_at__lt=before, due_at__gte=before - TOO_OLD
    )
    # Whoever holds the rows tells of them; another worker finds them told.
    found = list(rows.select_for_update(of=("self",)).select_related("unit", "person").order_by("pk"))
    groups: dict[tuple[int, object, int], list[Occurrence]] = defaultdict(list)
    for each in found:
        groups[each.unit_id, each.day, each.shift].append(each)
    Occurrence.objects.filter(pk__in=[each.pk for each in found]).update(escalated_at=now)
    for (unit_id, day, _shift), missing in groups.items():
        journal.append(
            kinds.ESCALATED,
            actor=None,
            noun="occurrence",
            noun_id=missing[0].pk,
            unit_id=unit_id,
            about=("duty", duty.pk),
            body={
                "name": duty.name,
                "day": str(day),
                "unit": str(missing[0].unit),
                "count": len(missing),
                "named": [str(each.person or each.unit) for each in missing[:NAMED]],
                "to": duty.escalate_to,
                "person": duty.escalate_person_id,
            },
        )
    return len(groups)
