"""What being asked costs: minutes per act, as data with dates and the document they come from."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CostRuleQuerySet(models.QuerySet["CostRule"]):
    def in_force(self, on: date) -> "CostRule | None":
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("-since").first()


class CostRule(models.Model):
    """One edition of the minutes that each act takes its receiver."""

    since = models.DateField(_("since"), unique=True)
    until = models.DateField(_("until"), null=True, blank=True)
    receipt = models.PositiveSmallIntegerField(_("minutes per receipt"), default=2)
    report = models.PositiveSmallIntegerField(_("minutes per report"), default=15)
    evidence = models.PositiveSmallIntegerField(_("minutes per deliverable"), default=30)
    completion = models.PositiveSmallIntegerField(_("minutes per completion claim"), default=20)
    source = models.CharField(_("where it comes from"), max_length=200, blank=True)

    objects = CostRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost rule")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="cost_until_after_since"
            )
        ]

    def __str__(self) -> str:
        return str(self.since)
