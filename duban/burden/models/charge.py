"""The ledger of burdens: who was asked for what, in which month, and what was saved."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.models import Unit


class Charge(models.Model):
    """One act that one source asks of one unit in one month: there is one row for it, however often it is declared.

    `count` is how often, by all people together, `each` the minutes of one person for one time as the sender was told, `minutes` all of it.
    `of_*` names what is measured (an edition, a duty); `measured` is the same act by the median of what was measured,
    over all units: never what these very people took.
    """

    source_noun = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    asker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    bearer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Its first day.
    month = models.DateField()
    act = models.CharField(max_length=24)
    people = models.PositiveIntegerField(default=1)
    count = models.PositiveIntegerField()
    each = models.FloatField()
    minutes = models.PositiveIntegerField()
    of_noun = models.CharField(max_length=20, blank=True, default="")
    of_id = models.BigIntegerField(null=True)
    measured = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("charge")
        ordering = ["-minutes", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source_noun", "source_id", "bearer", "month", "act"], name="burden_charged_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="burden_charge_in_a_month"),
        ]
        indexes = [
            models.Index(fields=["month", "bearer"], include=["minutes", "measured"], name="burden_charge_of_month"),
            models.Index(fields=["bearer", "month", "-minutes", "-id"], name="burden_charge_of_unit"),
            models.Index(fields=["asker", "month"], name="burden_charge_by"),
            models.Index(fields=["of_noun", "of_id"], name="burden_charge_measured", condition=Q(of_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.source_noun} {self.source_id} → {self.bearer_id} {self.month:%Y-%m} {self.act}"


class How(models.TextChoices):
    JOINED = "joined", _("Two visits made one")
    SAME_DAY = "same_day", _("Two visits on one day")
    DROPPED = "dropped", _("One duty in place of two")
    TAKEN_OUT = "taken_out", _("Units taken out of a second duty")
    ONE_REPORT = "one_report", _("One report in place of two")
    PREFILLED = "prefilled", _("Reports drafted from what was known")


class Saving(models.Model):
    """What a unit was spared in a month. `count` is how often (visits merged, lines that nobody had to type)."""

    how = models.CharField(pgettext_lazy("saving", "how"), max_length=12, choices=How.choices)
    source_noun = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    bearer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    # What was merged has come apart again.
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("saving")
        ordering = ["-minutes", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["how", "source_noun", "source_id", "bearer", "month"], name="burden_saved_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="burden_saving_in_a_month"),
        ]
        indexes = [
            models.Index(fields=["month", "bearer"], include=["minutes"], name="burden_saving_of_month"),
            models.Index(fields=["source_noun", "source_id"], name="burden_saving_by"),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.source_noun} {self.source_id} {self.month:%Y-%m}"
