"""What will be visited in a year or a quarter: risk strata, and how often each unit."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.org.models import Person, Unit


class Plan(models.Model):
    """A programme of inspections. A draft is its keepers' own; once published everybody reads it and nobody changes it."""

    title = models.CharField(_("title"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("on behalf of"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2200)])
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    document = models.CharField(_("source document"), max_length=120, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("inspections", "plan")
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__gte=1, quarter__lte=4), name="inspections_plan_quarter"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:plan", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def period(self) -> str:
        """As the journal keeps it, in no language."""
        return f"{self.year} Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def period_words(self) -> str:
        said = {"year": self.year, "quarter": self.quarter}
        return gettext("%(year)s Q%(quarter)s") % said if self.quarter else gettext("year %(year)s") % said


class Stratum(models.Model):
    """Units of one risk; `draw` of them are drawn each time."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="strata")
    name = models.CharField(_("risk"), max_length=40)
    draw = models.PositiveSmallIntegerField(_("drawn each time"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="inspections_stratum_once")]

    def __str__(self) -> str:
        return self.name


class Quota(models.Model):
    """How often a unit is to be visited in the plan's period, and of which risk it is."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stratum = models.ForeignKey(Stratum, on_delete=models.CASCADE, related_name="quotas")
    visits = models.PositiveSmallIntegerField(_("visits"), default=1)

    class Meta:
        ordering = ["stratum__order", "unit__path"]
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="inspections_quota_once")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.stratum} · {self.visits}"
