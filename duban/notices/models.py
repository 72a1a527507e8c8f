"""What somebody is told, by which ways, and how far the telling has got."""

import json
from datetime import time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.journal import kinds as journal_kinds

PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """One line in somebody's in-app list. Kept as kind and facts, so that it is said in the reader's language."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=64)
    body = models.TextField(default="{}")
    actor_name = models.CharField(max_length=150, blank=True)
    noun = models.CharField(max_length=40, blank=True)
    noun_id = models.BigIntegerField(null=True, blank=True)
    # The journal entry it tells of; reminders tell of no entry but of a day, by their `occasion`.
    entry_id = models.BigIntegerField(null=True, blank=True)
    occasion = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["entry_id", "person"], condition=Q(entry_id__isnull=False), name="notice_once_an_entry"
            ),
            models.UniqueConstraint(
                fields=["person", "occasion"], condition=~Q(occasion=""), name="notice_once_an_occasion"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def kind_of(self) -> journal_kinds.Kind:
        return journal_kinds.get(self.kind)

    @property
    def subject(self) -> str:
        """What it is about, as the entry carries it: number and title of a task."""
        return " ".join(str(self.facts[name]) for name in ("number", "title") if self.facts.get(name))

    @property
    def text(self) -> str:
        """Who did what: wordings of entries leave the actor to whoever shows them."""
        said = self.kind_of.say(self.facts)
        return f"{self.actor_name} {said}" if self.actor_name else said

    @property
    def line(self) -> str:
        said = {"subject": self.subject, "text": self.text}
        return gettext("%(subject)s: %(text)s") % said if self.subject else self.text

    @property
    def icon(self) -> str:
        return self.kind_of.icon

    @property
    def url(self) -> str:
        known = journal_kinds.noun(self.noun) if self.noun_id is not None else None
        return known.link(self.noun_id) if known and self.noun_id is not None else ""


class Bookmark(models.Model):
    """How far the journal has been read: a place in its tree, where nothing can be put in later."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=-1)

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


class Preference(models.Model):
    """How somebody wants to be told outside Duban. Who never chose has these defaults; in-app notices always come."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="notice_preference")
    by_mail = models.BooleanField(_("Also by e-mail"), default=True)
    rhythm = models.CharField(_("How often"), max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    digest_at = models.TimeField(_("Digest at"), default=time(8, 30))
    digest_on = models.PositiveSmallIntegerField(_("Weekly digest on"), choices=Weekday.choices, default=Weekday.MONDAY)
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True, default=time(20, 0))
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True, default=time(7, 30))
    working_days_only = models.BooleanField(_("Only on working days"), default=True)

    class Meta:
        verbose_name = _("notice preferences")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"


class Channel(models.Model):
    """A way out of a person's own choosing: the address of a robot in WeCom, DingTalk, Feishu or another service."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="channels")
    name = models.CharField(_("name"), max_length=60)
    # Carries a secret: shown to nobody again, never journaled.
    address = models.CharField(_("address"), max_length=400)
    is_on = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=timezone.now)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("channel")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def service(self) -> str:
        return self.address.split("://", 1)[0]


class Service(models.Model):
    """What administrators let notices go out to, beside the services built in: a scheme, and the one host it may reach,
    as “host” at the usual port or “host:port”."""

    scheme = models.CharField(_("scheme"), max_length=20)
    host = models.CharField(_("host"), max_length=200)
    # A robot on the intranet is a private address, and must be said to be meant.
    inside = models.BooleanField(_("on the internal network"), default=False)

    class Meta:
        verbose_name = _("service")
        ordering = ["scheme", "host"]
        constraints = [models.UniqueConstraint(fields=["scheme", "host"], name="service_unique")]

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"


class Delivery(models.Model):
    """One notice on its way out by one channel (none: e-mail). Sent together with what is due to the same place."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries")
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    parcel = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["notice"], condition=Q(channel__isnull=True), name="delivery_once_by_mail"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_waiting",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["parcel"], name="delivery_parcel", condition=~Q(parcel="")),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel_id or 'mail'}"


class CalendarFeed(models.Model):
    """The secret address of somebody's dates. Only its digest is kept; a new one makes the old one useless."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
