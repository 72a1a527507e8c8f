"""回头看: closed tasks and findings drawn for a check by an outsider, by a rule that is data."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.inspections.models.draw import Draw
from duban.org.models import Person


class InspectionRules(models.Model):
    """In force from a day until the next edition: what is looked at again, and by when suggestions are answered."""

    since = models.DateField(_("in force since"), unique=True)
    source = models.CharField(_("source document"), max_length=200)
    all_red = models.BooleanField(_("all that were red"), default=True)
    extended = models.PositiveSmallIntegerField(_("all that were extended at least so often"), default=2)
    share = models.PositiveSmallIntegerField(_("of the rest, %"), default=10, validators=[MaxValueValidator(100)])
    days = models.PositiveSmallIntegerField(_("days to put right what has come back"), default=15)
    answer_days = models.PositiveSmallIntegerField(
        _("working days to answer a suggestion"), default=10, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("edition of the rules for inspections")
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.source} ({self.since})"


class Stratum(models.TextChoices):
    """By what the rule draws."""

    RED = "red", _("Those that were red")
    EXTENDED = "extended", _("Was extended again and again")
    REST = "rest", _("The rest")


class LookBack(models.Model):
    """One closed thing that was drawn, and its checker. `held` is the verdict; what did not hold is open again."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="look_backs")
    noun = models.CharField(max_length=10, choices=[("task", _("Task")), ("finding", _("Finding"))])
    noun_id = models.BigIntegerField()
    title = models.CharField(max_length=240)
    checker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    held = models.BooleanField(null=True)
    note = models.TextField(_("what was looked at, and what was found"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    # It did not hold, and the task or finding was opened again by whoever may.
    reopened = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("look-back")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "noun", "noun_id"], name="inspections_look_back_once_a_draw"),
            models.CheckConstraint(
                condition=Q(held__isnull=True, at__isnull=True) | Q(held__isnull=False, at__isnull=False),
                name="inspections_look_back_judged",
            ),
        ]
        indexes = [models.Index(fields=["noun", "noun_id"], name="inspections_look_back_of")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:look_back", args=[self.pk])
