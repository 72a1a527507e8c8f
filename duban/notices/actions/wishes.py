"""How somebody wants to be told: rhythm, quiet hours, and ways out of their own."""

import uuid
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.journal import canonical
from duban.notices import kinds, services
from duban.notices.models import Channel, Delivery, Notice, Preference, Rhythm
from duban.notices.outbox import pack_due
from duban.notices.timing import is_quiet
from duban.org.models import Person

MOST_CHANNELS = 5


def set_wishes(
    *,
    actor: Person,
    by_mail: bool,
    rhythm: str,
    digest_at: time,
    digest_on: int,
    quiet_from: time | None,
    quiet_until: time | None,
    working_days_only: bool,
) -> Preference:
    """Replace the person's wishes. Quiet hours need both ends, or none, and a digest comes outside of them; deliveries
    already due keep their time."""
    if (quiet_from is None) != (quiet_until is None):
        raise ValidationError({"quiet_until": _("Give both ends of the quiet hours, or none.")})
    if quiet_from is not None and quiet_from == quiet_until:
        raise ValidationError(
            {"quiet_until": _("These quiet hours have no length; leave both ends empty to have none.")}
        )
    if rhythm != Rhythm.AT_ONCE and is_quiet(digest_at, quiet_from, quiet_until):
        raise ValidationError({"digest_at": _("This is within your quiet hours: the digest would come later.")})
    values: dict[str, Any] = {
        "by_mail": by_mail,
        "rhythm": Rhythm(rhythm),
        "digest_at": digest_at,
        "digest_on": digest_on,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "working_days_only": working_days_only,
    }
    with transaction.atomic():
        wish, _made = Preference.objects.update_or_create(person=actor, defaults=values)
        journal.append(
            kinds.WISHES_CHANGED,
            actor=actor,
            noun="person",
            noun_id=actor.pk,
            body={**values, "rhythm": str(Rhythm(rhythm).value)},
        )
    return wish


def add_channel(*, actor: Person, name: str, address: str) -> Channel:
    """Add a robot's address. ValidationError when notices may not go there; the address never enters the journal."""
    address = services.as_address(address)
    services.check_address(address)
    with transaction.atomic():
        # Held while counting: two at once must not both be the fifth.
        Person.objects.select_for_update().get(pk=actor.pk)
        if Channel.objects.filter(person=actor).count() >= MOST_CHANNELS:
            raise ValidationError(_("No more than %(count)s ways for one person.") % {"count": MOST_CHANNELS})
        channel = Channel.objects.create(person=actor, name=name.strip(), address=address)
        journal.append(
            kinds.CHANNEL_ADDED,
            actor=actor,
            noun="person",
            noun_id=actor.pk,
            body={"name": channel.name, "service": channel.service},
        )
    return channel


def remove_channel(channel_id: int, *, actor: Person) -> None:
    remove_of(actor, channel_id, actor=actor)


@transaction.atomic
def remove_of(person: Person, channel_id: int, *, actor: Person | None) -> None:
    """For who may decide about this person's account, as the caller has made sure."""
    channel = _own(channel_id, person)
    Delivery.objects.filter(channel=channel).delete()
    journal.append(kinds.CHANNEL_REMOVED, actor=actor, noun="person", noun_id=person.pk, body={"name": channel.name})
    channel.delete()


def held(person: Person) -> dict[int, str]:
    """For the page of a new password."""
    return {each.pk: _("Notices to “%(name)s”") % {"name": each.name} for each in Channel.objects.filter(person=person)}


def _own(channel_id: int, actor: Person) -> Channel:
    try:
        return Channel.objects.select_for_update().get(pk=channel_id, person=actor)
    except Channel.DoesNotExist:
        raise Http404 from None


def try_channel(channel_id: int, *, actor: Person) -> None:
    """Send one notice out by this way at once, quiet hours or not: its owner is sitting in front of it."""
    now = timezone.now()
    with transaction.atomic():
        channel = _own(channel_id, actor)
        notice = Notice.objects.create(
            person=actor,
            kind=kinds.TRIED.code,
            body=canonical.body_text({"channel": channel.name}),
            occasion=f"try:{uuid.uuid4().hex[:32]}",
            read_at=now,
        )
        Delivery.objects.create(notice=notice, person=actor, channel=channel, due_at=now)
    pack_due(now)
