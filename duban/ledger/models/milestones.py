"""Steps on the way, and the criteria list of an acceptance project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.task import Task
from duban.org.models import Unit


class Milestone(models.Model):
    """A dated step inside the task's due date."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class ProofState(models.TextChoices):
    OPEN = "open", _("Not ready")
    READY = "ready", _("Proof handed in")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")


class Proof(models.Model):
    """One criterion of an acceptance: the standard, the proof it needs, and how it stands. Readiness = passed / all."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="proofs")
    order = models.PositiveSmallIntegerField(default=0)
    standard = models.TextField(_("standard"))
    needed = models.TextField(_("proof needed"), blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    state = models.CharField(_("state"), max_length=8, choices=ProofState.choices, default=ProofState.OPEN)
    note = models.TextField(_("note"), blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    judged_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("acceptance criterion")
        verbose_name_plural = _("acceptance criteria")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.standard[:60]


class MockAcceptance(models.Model):
    """A rehearsal of the acceptance: planned for a day, later with what it showed."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="mocks")
    on = models.DateField(_("on"))
    outcome = models.TextField(_("outcome"), blank=True)
    passed = models.PositiveSmallIntegerField(_("criteria passed"), null=True, blank=True)
    total = models.PositiveSmallIntegerField(_("criteria in all"), null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("mock acceptance")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return str(self.on)
