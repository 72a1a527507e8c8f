"""Comparing happens after the change is kept, in the worker; nobody waits for it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from duban.calendars.periodic import Periodic
from duban.likeness import sources
from duban.likeness.actions import compare
from duban.likeness.models import Entry

log = logging.getLogger(__name__)
AT_ONCE = 200


@task()
def compare_in_background(noun: str, noun_id: int) -> int:
    """Repeatable, and harmless when two do it at once or one is stopped half-way: what is there stays, once."""
    try:
        return compare(noun, noun_id)
    except OSError:
        # The file store is away: what was not compared is found by the sweep.
        log.warning("%s %s cannot be compared now", noun, noun_id, exc_info=True)
        return 0


def compare_later(noun: str, noun_id: int) -> None:
    """Call it in the transaction that writes the text; it is compared once that is committed."""
    transaction.on_commit(lambda: compare_in_background.enqueue(noun, noun_id))


@dataclass(frozen=True)
class Waiting:
    """`key` is its place in `queue`."""

    queue: str
    key: int
    noun: str
    noun_id: int


def waiting(past: Mapping[str, int]) -> list[Waiting]:
    """A stretch of what was never compared, oldest first, behind those of each queue in `past`: it was written before this
    room was there, or its job was lost, or is still to come."""
    rows = Entry.objects.filter(compared_at=None, file=0, pk__gt=past.get("", 0)).order_by("pk")
    found = [Waiting("", *row) for row in rows.values_list("pk", "noun", "noun_id")[:AT_ONCE]]
    for source in sources.every():
        known = Entry.objects.filter(noun=source.noun, noun_id=OuterRef("pk"))
        new = source.ids().filter(~Exists(known), pk__gt=past.get(source.noun, 0)).order_by("pk")
        keys = new.values_list("pk", flat=True)[: AT_ONCE - len(found)]
        found += [Waiting(source.noun, key, source.noun, key) for key in keys]
    return found


@task()
def sweep(past: dict[str, int] | None = None) -> int:
    """Compare what waits, a stretch at a time and always forward: what cannot be compared neither keeps it running nor
    holds up what comes after. With the file store away it ends, to begin anew in an hour."""
    past, done, away = dict(past or {}), 0, 0
    stretch = waiting(past)
    for each in stretch:
        past[each.queue] = each.key
        try:
            compare(each.noun, each.noun_id)
            done += 1
        except OSError:
            away += 1
            log.warning("%s %s cannot be compared now", each.noun, each.noun_id, exc_info=True)
        except Exception:
            log.exception("%s %s could not be compared", each.noun, each.noun_id)
    if len(stretch) == AT_ONCE and away < AT_ONCE:
        sweep.enqueue(past)
    return done


PERIODIC = [Periodic("likeness.sweep", sweep.enqueue, every=timedelta(hours=1))]
