"""The secret address of somebody's dates: made, looked up, taken back."""

import hashlib
import re
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.notices import kinds
from duban.notices.models import CalendarFeed
from duban.org.models import Person

_SECRET = re.compile(r"[A-Za-z0-9_\-]{43}")


def open_calendar(*, actor: Person) -> str:
    """A new secret, shown this once; an older one stops working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            person=actor, defaults={"digest": _digest(secret), "made_at": timezone.now()}
        )
        journal.append(kinds.CALENDAR_OPENED, actor=actor, noun="person", noun_id=actor.pk)
    return secret


def close_calendar(*, actor: Person) -> None:
    close_of(actor, actor=actor)


@transaction.atomic
def close_of(person: Person, _number: int = 0, *, actor: Person | None) -> None:
    """For who may decide about this person's account, as the caller has made sure."""
    if CalendarFeed.objects.filter(person=person).delete()[0]:
        journal.append(kinds.CALENDAR_CLOSED, actor=actor, noun="person", noun_id=person.pk)


def held(person: Person) -> dict[int, str]:
    """For the page of a new password."""
    return {feed.pk: _("The address of my calendar") for feed in CalendarFeed.objects.filter(person=person)}


def owner_of(secret: str) -> Person | None:
    """Whose dates the secret opens; nobody's when it was taken back or its person left."""
    if not _SECRET.fullmatch(secret):
        return None
    feed = CalendarFeed.objects.select_related("person").filter(digest=_digest(secret), person__is_active=True).first()
    return feed.person if feed else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
