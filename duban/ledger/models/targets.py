"""Measured targets: from a baseline to a goal by a day, read again and again."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.catalogue import Programme
from duban.ledger.models.task import Task
from duban.org.models import Unit


class Target(models.Model):
    """Belongs to a programme, a task or both; several units may answer for it jointly."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("programme"),
    )
    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("task")
    )
    name = models.CharField(_("name"), max_length=120)
    measure = models.CharField(_("unit of measure"), max_length=30)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4)
    baseline_on = models.DateField(_("baseline of"))
    goal = models.DecimalField(_("goal"), max_digits=18, decimal_places=4)
    by_on = models.DateField(_("by"))
    units = models.ManyToManyField(Unit, related_name="targets", verbose_name=_("responsible units"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["by_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(task__isnull=False), name="target_has_a_home"
            ),
            models.CheckConstraint(condition=~Q(goal=F("baseline")), name="target_goal_is_not_baseline"),
            models.CheckConstraint(condition=Q(by_on__gt=F("baseline_on")), name="target_by_after_baseline"),
        ]

    def __str__(self) -> str:
        return self.name

    def reached(self, value: Decimal) -> Decimal:
        """Part of the way from the baseline to the goal, in percent; may be below 0 or above 100."""
        return ((value - self.baseline) * 100 / (self.goal - self.baseline)).quantize(Decimal("0.1"))

    def expected(self, on: date) -> Decimal:
        """Where an even pace would be on that day."""
        days = min(max((on - self.baseline_on).days, 0), (self.by_on - self.baseline_on).days)
        return self.baseline + (self.goal - self.baseline) * days / (self.by_on - self.baseline_on).days


class Reading(models.Model):
    """A value of a day. A correction is a new row; the one it replaces stays and points to it."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    note = models.CharField(_("note"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "on"], condition=Q(replaced_by__isnull=True), name="reading_one_in_force_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
