"""How long an ask really took: a number without a name. No person, no unit and no hour is kept with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measurement(models.Model):
    """One time that something was done. `key` is made from its number so that it is counted once, and leads to nobody."""

    of_noun = models.CharField(max_length=20)
    of_id = models.BigIntegerField()
    key = models.UUIDField(unique=True)
    minutes = models.FloatField()

    class Meta:
        verbose_name = _("measurement")
        default_permissions = ()
        indexes = [models.Index(fields=["of_noun", "of_id", "-id"], name="burden_measurement_of")]

    def __str__(self) -> str:
        return f"{self.of_noun} {self.of_id}: {self.minutes}"


class Measured(models.Model):
    """The median of the last measurements of one thing, brought up to date by a job. `last` is the newest one in it."""

    of_noun = models.CharField(max_length=20)
    of_id = models.BigIntegerField()
    minutes = models.FloatField()
    count = models.PositiveIntegerField()
    last = models.BigIntegerField()

    class Meta:
        verbose_name = _("median of measurements")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["of_noun", "of_id"], name="burden_measured_once")]

    def __str__(self) -> str:
        return f"{self.of_noun} {self.of_id}: {self.minutes} ({self.count})"
