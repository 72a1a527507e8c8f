"""Who inspects whom: dated edges of the supervision network, each from a document."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duban.org.models import Unit


class EdgeQuerySet(models.QuerySet["Edge"]):
    def in_force(self, on: date) -> "EdgeQuerySet":
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))


class Edge(models.Model):
    """`looker` inspects `looked_at` in one field of work; an empty `aspect` means all of them. From itself to itself is
    self-inspection."""

    looker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspecting unit"))
    looked_at = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspected unit"))
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("source document"), max_length=120)

    objects = EdgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection duty")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["looker", "looked_at", "aspect"], condition=Q(until__isnull=True), name="inspections_edge_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="inspections_edge_until_after_since"
            ),
        ]
        indexes = [
            models.Index(fields=["looked_at", "since"], name="inspections_edge_at"),
            models.Index(fields=["looker", "since"], name="inspections_edge_by"),
        ]

    def __str__(self) -> str:
        return f"{self.looker} → {self.looked_at}" + (f" · {self.aspect}" if self.aspect else "")

    @property
    def is_self(self) -> bool:
        return self.looker_id == self.looked_at_id
