"""The morning's reminder of what waits past its term for somebody's word: receipts, verifications, answers to requests
for support. Whoever owes the word is told, and whoever sent the order."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from duban.ledger.models import CompletionClaim, Receipt, State, SupportRequest, SupportState, Task
from duban.notices.kinds import WAITING
from duban.notices.models import Notice
from duban.notices.reminding import late_since, named, reminder
from duban.org.models import Unit
from duban.org.voices import speakers_of_each

RECEIPT, VERIFICATION, SUPPORT = "receipts", "verifications", "supports"


def reminders(today: date) -> list[Notice]:
    """One notice for each person; all that is late on the first working day of a week, else what became so."""
    found = list(_waiting(today))
    voices = speakers_of_each({unit for *_, unit in found if unit}, today)
    told: dict[int, list[tuple[str, Task]]] = defaultdict(list)
    for what, task, person, unit in found:
        owed = [person] if person else voices.get(unit.pk, []) if unit else []
        for each in {*owed, task.dispatched_by_id}:
            if each is not None:
                told[each].append((what, task))
    return [_reminder(person, waits, today) for person, waits in told.items()]


Waiting = tuple[str, Task, int | None, Unit | None]
"""what, of which task, and of whom: a person or else the speakers of a unit"""


def _waiting(today: date) -> Iterator[Waiting]:
    for receipt in _late(Receipt.objects.awaited(), "due_on", today).select_related("task", "unit"):
        yield RECEIPT, receipt.task, None, receipt.unit
    claims = CompletionClaim.objects.filter(
        verification__isnull=True, task__state=State.CLAIMED, task__verified_on__isnull=True
    )
    for claim in _late(claims, "verify_by", today).select_related("task"):
        yield VERIFICATION, claim.task, claim.task.looker_id, None
    asked = SupportRequest.objects.filter(state=SupportState.OPEN, task__ended_on__isnull=True)
    for request in _late(asked, "due_on", today).select_related("task", "to_unit"):
        yield SUPPORT, request.task, request.to_person_id, request.to_unit


def _late(rows: QuerySet[Any], term: str, today: date) -> QuerySet[Any]:
    late = rows.filter(**{f"{term}__lt": today})
    if since := late_since(today):
        late = late.filter(**{f"{term}__gte": since})
    return late.order_by(term, "pk")


def _reminder(person: int, waits: list[tuple[str, Task]], today: date) -> Notice:
    counts = Counter(what for what, _ in waits)
    body = {what: counts[what] for what in (RECEIPT, VERIFICATION, SUPPORT)}
    return reminder(WAITING, person, today, **body, tasks=named(task for _, task in waits))
