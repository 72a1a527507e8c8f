"""The life of a norm (四规): a pattern seen in the work → a rule drafted from it → an item of an edition in force."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models.editions import Edition
from duban.org.models import Person, Unit


class Pattern(models.Model):
    """Findings that keep coming: on one item, at one place, for one cause. Upper rooms count them and note it here."""

    item_code = models.CharField(_("item"), max_length=32, blank=True)
    title = models.CharField(_("what keeps happening"), max_length=200)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("unit")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    cause = models.CharField(_("cause"), max_length=300, blank=True)
    # Month as "2026-08" → how many.
    counts = models.JSONField(default=dict, blank=True)
    finding_ids = models.JSONField(default=list, blank=True)
    # What the counting goes by, so that counting again finds the same pattern; empty when noted by hand.
    key = models.CharField(max_length=64, blank=True, default="", editable=False)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("norm", "pattern")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="checklists_pattern_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("checklists:pattern", args=[self.pk])

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Rule(models.Model):
    """What must be done so that the pattern ends. It becomes a norm by standing in an edition in force."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="rules")
    text = models.CharField(_("rule"), max_length=300)
    guidance = models.TextField(_("how to follow it"), blank=True)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, related_name="rules", null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("norm", "rule")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
