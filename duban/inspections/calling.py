"""The checker of a look-back is a stranger to the matter: sees it for this, and opens again what did not hold. After that the
matter is none of theirs any more."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from duban.findings.models import Finding
from duban.inspections.models import LookBack
from duban.org.access import Standing


def seen(standing: Standing, noun: str) -> Iterator[Any]:
    rows = LookBack.objects.filter(checker=standing.person.pk).order_by()
    rows = rows.filter(Q(held__isnull=True) | Q(held=False, reopened=False))
    yield rows.filter(noun=noun).values("noun_id")
    if noun == "task":
        found = Finding.objects.filter(pk__in=rows.filter(noun="finding").values("noun_id"), task__isnull=False)
        yield found.order_by().values("task")


def failed(standing: Standing, noun: str, pk: int) -> bool:
    """After the verdict only: nobody opens without having judged, and what is open again is no longer theirs."""
    rows = LookBack.objects.filter(by=standing.person.pk, checker=standing.person.pk, held=False, reopened=False)
    if rows.filter(noun=noun, noun_id=pk).exists():
        return True
    return (
        noun == "task"
        and Finding.objects.filter(task=pk, pk__in=rows.filter(noun="finding").values("noun_id")).exists()
    )
