"""Everything that moves, stops or ends a deadline: each a record with a reason and an author (B6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.task import Task

PERSON = settings.AUTH_USER_MODEL


class ExtensionState(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Extension(models.Model):
    """Asked before the due date; the date moves only when the dispatching side approves."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField(_("new due date"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ExtensionState.choices, default=ExtensionState.SUBMITTED)
    decided_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="submitted"), name="extension_one_pending"),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="extension_moves_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} → {self.to_on}"


class Suspension(models.Model):
    """Put on ice (暂缓): the clock stands still until it is resumed."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    resumed_on = models.DateField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    was = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("suspension")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(resumed_on__isnull=True), name="suspension_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.resumed_on or ''}"


class Cancellation(models.Model):
    """Stopped for good (停办)."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="cancellation")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("cancellation")

    def __str__(self) -> str:
        return self.reason[:60]


class Decline(models.Model):
    """Sent back as not ours (退签), within the term for receipts."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="declines")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decline")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason[:60]
