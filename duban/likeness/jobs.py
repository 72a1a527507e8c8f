"""Comparing happens after the change is kept, in the worker; nobody waits for it."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from duban.calendars.periodic import Periodic
from duban.likeness import sources
from duban.likeness.models import Entry

log = logging.getLogger(__name__)
AT_ONCE = 200


@task()
def compare_in_background(noun: str, noun_id: int) -> int:
    from duban.likeness.actions import compare

    try:
        return compare(noun, noun_id)
    except OSError:
        # The file store is away: what was not compared is found by the sweep.
        log.warning("%s %s cannot be compared now", noun, noun_id, exc_info=True)
        return 0


def compare_later(noun: str, noun_id: int) -> None:
    """Call it in the transaction that writes the text; it is compared once that is committed."""
    transaction.on_commit(lambda: compare_in_background.enqueue(noun, noun_id))


def waiting(most: int) -> list[tuple[str, int]]:
    """What was never compared, oldest first: written before this room was there, or its job was lost."""
    found = list(Entry.objects.filter(compared_at=None).order_by("pk").values_list("noun", "noun_id")[:most])
    for source in sources.every():
        known = Entry.objects.filter(noun=source.noun, noun_id=OuterRef("pk"))
        rows = source.ids().filter(~Exists(known)).order_by("pk").values_list("pk", flat=True)
        found += [(source.noun, pk) for pk in rows[: max(most - len(found), 0)]]
    return found


@task()
def sweep(after: int = 0) -> int:
    """Compare what waits, a stretch at a time. It goes on only while it gets on: an ill row does not keep it running."""
    done = 0
    for noun, noun_id in waiting(AT_ONCE):
        try:
            compare_in_background.func(noun, noun_id)
            done += 1
        except Exception:
            log.exception("%s %s could not be compared", noun, noun_id)
    if done == AT_ONCE and after < 10_000:
        sweep.enqueue(after + 1)
    return done


PERIODIC = [Periodic("likeness.sweep", sweep.enqueue, every=timedelta(hours=1))]
