"""督查通报: what was inspected, found and put right in a period, told to all."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.org.models import Person, Unit


class Bulletin(models.Model):
    """Drafted from facts, corrected by a person, issued once. `lines` are the facts by unit as they were when drafted:
    [[unit, visits, findings, closed, overdue, relapsed], …]."""

    title = models.CharField(_("title"), max_length=120)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by"))
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("about the units below"))
    since = models.DateField(_("from"))
    until = models.DateField(_("up to and including"))
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)
    body = models.TextField(_("text"))
    lines = models.JSONField(default=list)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bulletin")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="inspections_bulletin_until_after_since"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="inspections_bulletin_number"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:bulletin", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None
