"""Rules of the ledger as data: editions with the day they take effect and the document they come from."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleEdition(models.Model):
    """The thresholds and terms in force from a day until the next edition. Days are working days."""

    since = models.DateField(_("in force since"), unique=True)
    source = models.CharField(_("source document"), max_length=200)
    yellow_days = models.PositiveSmallIntegerField(_("yellow when this many working days are left"), default=3)
    receipt_days = models.PositiveSmallIntegerField(
        _("working days to acknowledge or decline"), default=2, validators=[MinValueValidator(1)]
    )
    verify_days = models.PositiveSmallIntegerField(
        _("working days to verify"), default=5, validators=[MinValueValidator(1)]
    )
    support_days = models.PositiveSmallIntegerField(
        _("working days to answer a request for support"), default=3, validators=[MinValueValidator(1)]
    )
    max_extensions = models.PositiveSmallIntegerField(_("extensions allowed for one task"), default=2)
    urges_per_day = models.PositiveSmallIntegerField(_("urgings a person may get on one working day"), default=1)
    silent_days = models.PositiveSmallIntegerField(_("silent when nothing was heard for this many days"), default=15)
    # Whether the lights have been worked out by it: the job may have slept through its first day.
    relit = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("edition of the rules")
        verbose_name_plural = _("editions of the rules")
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.source} ({self.since})"


class CalendarDay(models.Model):
    """A local exception to the published calendar: works although free, or free although a working day."""

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(_("working day"))
    why = models.CharField(_("reason"), max_length=120)

    class Meta:
        verbose_name = _("local calendar day")
        verbose_name_plural = _("local calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.why}"
