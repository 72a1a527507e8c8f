"""The journal is read once, in the order in which it was sealed, and every entry becomes notices exactly one time.

Numbers of entries are no order to read by: a transaction that began earlier may commit later, and a reader who has
passed its number would never see it. Places in the journal's tree are given when entries are sealed, one after the
other, so nothing is ever put in behind a place that was read. The place read last and the notices that came of it are
written in one transaction: a crash in between leaves neither.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duban.journal.models import Entry, Leaf
from duban.ledger import terms
from duban.notices import audience
from duban.notices.models import Bookmark, Channel, Delivery, Notice, Preference
from duban.notices.timing import leaves_at
from duban.org.models import Person

log = logging.getLogger("duban.notices")
# An organisation that moves in with its past, or a demonstration, must not wake everybody up about last year.
TOO_OLD = timedelta(days=3)
_JOURNAL = "journal"


def tell_new(limit: int = 500, *, now: datetime | None = None) -> int:
    """Read on in the journal, at most `limit` entries; returns how many were read, 0 when nothing is new."""
    now = now or timezone.now()
    place = Bookmark.objects.filter(name=_JOURNAL).values_list("position", flat=True).first()
    read = -1 if place is None else place
    leaves = dict(
        Leaf.objects.filter(position__gt=read).order_by("position").values_list("entry_id", "position")[:limit]
    )
    if not leaves:
        return 0
    entries = Entry.objects.filter(pk__in=leaves, kind__in=audience.kinds(), at__gte=now - TOO_OLD)
    # Finding the people takes longest and writes nothing: no lock is held meanwhile.
    notices = _notices(sorted(entries, key=lambda entry: leaves[entry.pk]))
    with transaction.atomic():
        Bookmark.objects.get_or_create(name=_JOURNAL)
        mark = Bookmark.objects.select_for_update().get(name=_JOURNAL)
        if mark.position != read:
            return 0  # another worker was quicker and read the same
        keep(notices, now=now)
        mark.position = max(leaves.values())
        mark.save(update_fields=["position"])
    return len(leaves)


def _notices(entries: Iterable[Entry]) -> list[Notice]:
    notices = []
    for entry in entries:
        try:
            people = audience.of(entry)
            unnamed = audience.without_name(entry, people)
        except Exception:
            # One kind that cannot name its people must not keep everybody else from being told.
            log.exception("nobody is told of entry %s (%s)", entry.pk, entry.kind)
            continue
        notices += [
            Notice(
                person_id=person,
                kind=entry.kind,
                body=entry.body,
                actor_name="" if person in unnamed else entry.actor_name,
                noun=entry.noun,
                noun_id=entry.noun_id,
                entry_id=entry.pk,
                at=entry.at,
            )
            for person in sorted(people)
        ]
    return notices


def keep(notices: list[Notice], *, now: datetime) -> int:
    """Store notices for people who are still with us, with the deliveries that their wishes ask for."""
    people = {p.pk: p for p in Person.objects.filter(pk__in={n.person_id for n in notices}, is_active=True)}
    kept = Notice.objects.bulk_create([n for n in notices if n.person_id in people], batch_size=500)
    if not kept:
        return 0
    wishes = Preference.objects.in_bulk(people)
    channels: dict[int, list[Channel]] = {}
    for channel in Channel.objects.filter(person_id__in=people, is_on=True):
        channels.setdefault(channel.person_id, []).append(channel)
    calendar = terms.calendar()
    deliveries = []
    for notice in kept:
        person = people[notice.person_id]
        wish = wishes.get(person.pk) or Preference(person=person)
        ways: list[Channel | None] = list(channels.get(person.pk, ()))
        if wish.by_mail and person.email and mail_is_set_up():
            ways.append(None)
        if ways:
            due = leaves_at(now, wish, calendar)
            deliveries += [Delivery(notice=notice, person=person, channel=way, due_at=due) for way in ways]
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    return len(kept)


def mail_is_set_up() -> bool:
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def forget_before(moment: datetime) -> int:
    """Drop what was read long ago; the journal still has it."""
    return Notice.objects.filter(read_at__lt=moment).delete()[0]
