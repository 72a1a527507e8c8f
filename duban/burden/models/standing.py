"""What stands as data: minutes that each act takes its receiver, and what a unit may be asked in a month."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.org.models import Person, Unit


class Rates(models.Model):
    """An edition, in force from a day until the next one. `minutes` is {code of an act: minutes of one person}; an act
    that it does not name takes what the house starts with (`acts.Act.minutes`)."""

    since = models.DateField(_("in force since"), unique=True)
    minutes = models.JSONField(default=dict, blank=True)
    near_days = models.PositiveSmallIntegerField(_("visits to one unit within so many days can be merged"), default=7)
    report_days = models.PositiveSmallIntegerField(
        _("reports due within so many days of each other can be merged"), default=5
    )
    # From how many measurements on their median takes the place of what was estimated.
    enough = models.PositiveSmallIntegerField(
        _("measurements before their median counts"), default=5, validators=[MinValueValidator(3)]
    )
    source = models.CharField(_("where it comes from"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("edition of the rates")
        ordering = ["-since"]

    def __str__(self) -> str:
        return str(self.since)


class Budget(models.Model):
    """What a unit may be asked in a month, from a month on until its next budget. Units without one of their own have
    that of the nearest unit above, each for itself. `hours` empty ends it: then it is the one above again."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    since = models.DateField(_("from the month"))
    hours = models.PositiveIntegerField(_("hours a month"), null=True, blank=True)
    source = models.CharField(_("where it comes from"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("burden budget")
        ordering = ["unit__path", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="burden_budget_once"),
            models.CheckConstraint(condition=models.Q(since__day=1), name="burden_budget_from_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.since:%Y-%m}"
