"""What was spared: counted as the difference of what was charged before and after, never estimated."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from duban.burden.foreseen import Source
from duban.burden.models import Charge, Saving
from duban.burden.standing import this_month


@transaction.atomic
def save_minutes(how: str, source: Source, spared: Mapping[tuple[int, date], float], *, count: int = 1) -> int:
    """Add to what a source saved, by (unit, month). Call it once for each time that something was saved."""
    total = 0
    for (unit, month), minutes in sorted(spared.items()):
        if (whole := round(minutes)) <= 0:
            continue
        row, _new = Saving.objects.get_or_create(
            how=how, source_noun=source[0], source_id=source[1], bearer_id=unit, month=month
        )
        Saving.objects.filter(pk=row.pk).update(
            minutes=F("minutes") + whole, count=F("count") + count, at=timezone.now(), undone_at=None
        )
        total += whole
    return total


def undo_saving(source: Source, *hows: str) -> None:
    """What was merged has come apart: from this month on it saves nothing."""
    rows = Saving.objects.filter(source_noun=source[0], source_id=source[1], how__in=hows, undone_at__isnull=True)
    rows.filter(month__gte=this_month()).update(undone_at=timezone.now(), minutes=0, count=0)


@dataclass(slots=True)
class Spared:
    minutes: int = 0


@contextmanager
def counting_what_is_saved(
    how: str, source: Source, *, of: Sequence[Source], bearer_id: int | None = None
) -> Iterator[Spared]:
    """What the charges of the sources `of` fall by inside the block is saved by `source`: for each unit, or for one only.

    Inside a transaction that holds the rows of the sources.
    """
    before, made = _charged(of, bearer_id), Spared()
    yield made
    after = _charged(of, bearer_id)
    made.minutes = save_minutes(how, source, {key: minutes - after.get(key, 0) for key, minutes in before.items()})


def _charged(of: Sequence[Source], bearer_id: int | None) -> dict[tuple[int, date], int]:
    condition = Q(pk__in=[])
    for noun, pk in of:
        condition |= Q(source_noun=noun, source_id=pk)
    rows = Charge.objects.filter(condition, month__gte=this_month()).order_by()
    if bearer_id is not None:
        rows = rows.filter(bearer=bearer_id)
    return {(unit, month): n for unit, month, n in rows.values_list("bearer", "month").annotate(n=Sum("minutes"))}
