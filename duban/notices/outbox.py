"""Notices on their way out: gathered into parcels by person and channel, sent by jobs, tried again when that fails.

A parcel and its job are written in one transaction. A sender that dies leaves its parcel taken; after a while it is
given to a new job. The parcel keeps its name, and a mail its Message-ID, so that a mail sent twice by such an accident
is one to the reader's programme.
"""

import logging
import uuid
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from duban.notices import services
from duban.notices.models import Channel, Delivery, Notice

log = logging.getLogger("duban.notices")
LOST_AFTER = timedelta(minutes=10)
LAST_TRY = 8
_LINES = 50  # of one message


def pack_due(now: datetime | None = None, limit: int = 1000) -> int:
    """Put what is due into parcels, one for each person and channel, and ask for their sending; returns how many."""
    now = now or timezone.now()
    waiting = Delivery.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now).filter(
        Q(taken_at__isnull=True) | Q(taken_at__lt=now - LOST_AFTER)
    )
    if not waiting.exists():
        return 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        parcels: dict[tuple[int, int | None, str], list[int]] = defaultdict(list)
        for row in waiting.select_for_update(skip_locked=skip).order_by("id")[:limit]:
            parcels[row.person_id, row.channel_id, row.parcel].append(row.pk)
        for (_person, _channel, lost), ids in parcels.items():
            parcel = lost or uuid.uuid4().hex
            Delivery.objects.filter(pk__in=ids).update(taken_at=now, parcel=parcel)
            send_parcel.enqueue(parcel)
    return len(parcels)


@task()
def send_parcel(parcel: str) -> None:
    rows = list(
        Delivery.objects.filter(parcel=parcel, sent_at__isnull=True, given_up_at__isnull=True)
        .select_related("notice", "person", "channel")
        .order_by("notice_id")
    )
    if not rows:
        return  # sent by another job, or its person was removed
    person, channel = rows[0].person, rows[0].channel
    if not person.is_active:
        # Who has left is told nothing more, not even what waited.
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(given_up_at=timezone.now())
        return
    with translation.override(settings.LANGUAGE_CODE):
        title, body = wording([row.notice for row in rows])
    try:
        if channel is None:
            sent = bool(person.email) and _mail(parcel, person.email, title, body)
        else:
            sent = channel.is_on and services.send_to(channel.address, title=title, body=body)
    except Exception as error:
        # Addresses carry secrets, and some errors quote them: only the kind of error is logged.
        log.warning("parcel %s could not be sent: %s", parcel, type(error).__name__)
        sent = False
    _note(parcel, channel, sent)


def _mail(parcel: str, to: str, title: str, body: str) -> bool:
    host = (settings.SITE_URL.split("://")[-1].split("/")[0].split(":")[0]) or "localhost"
    mail = EmailMessage(
        title,
        body,
        to=[to],
        headers={"Message-ID": f"<{parcel}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=30) if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") else None,
    )
    return mail.send() == 1


def _note(parcel: str, channel: Channel | None, sent: bool) -> None:
    now = timezone.now()
    rows = Delivery.objects.filter(parcel=parcel, sent_at__isnull=True, given_up_at__isnull=True)
    with transaction.atomic():
        if channel is not None:
            if sent:
                Channel.objects.filter(pk=channel.pk).update(failing_since=None)
            else:
                Channel.objects.filter(pk=channel.pk, failing_since__isnull=True).update(failing_since=now)
        if sent:
            rows.update(sent_at=now)
            return
        for tries in sorted(set(rows.values_list("tries", flat=True))):
            some = rows.filter(tries=tries)
            if tries + 1 >= LAST_TRY:
                some.update(given_up_at=now, tries=F("tries") + 1)
            else:
                # 2, 4, 8 … 128 minutes; a new parcel then, which may gather more.
                some.update(
                    taken_at=None, parcel="", tries=F("tries") + 1, due_at=now + timedelta(minutes=2 ** (tries + 1))
                )


def wording(notices: list[Notice]) -> tuple[str, str]:
    """Title and text of one message about these notices, in the language in force."""
    lines = [one_line(notice.line) for notice in notices]
    title = (
        lines[0]
        if len(lines) == 1
        else ngettext("%(count)s notice", "%(count)s notices", len(lines)) % {"count": len(lines)}
    )
    parts = []
    for place, (notice, line) in enumerate(zip(notices, lines, strict=True), 1):
        if place > _LINES:
            parts.append(_("… and %(count)s more in Duban.") % {"count": len(lines) - _LINES})
            break
        parts.append((f"{place}. " if len(lines) > 1 else "") + line)
        if notice.url:
            parts.append(settings.SITE_URL + notice.url)
    parts += ["", _("Choose what reaches you: %(url)s") % {"url": f"{settings.SITE_URL}/notices/preferences"}]
    return (_("[Duban]") + " " + title)[:120], "\n".join(parts)


def one_line(text: str) -> str:
    """A title must not hold line breaks, and a notice of a mail's length is no notice."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else flat[:299] + "…"
