"""Offers to merge two asks, where the consent of another is needed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.org.models import Person, Unit


class MergeOffer(models.Model):
    """`second` gives way to `first`, when somebody in `to_unit`, whose word is wanted for one of them, consents."""

    kind = models.CharField(max_length=12)
    way = models.CharField(max_length=12)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    # As both are called, for the journal and for whoever may not open them.
    title = models.CharField(max_length=300)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("offer to merge")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "second"], condition=Q(accepted__isnull=True), name="burden_one_open_offer"
            ),
        ]
        indexes = [models.Index(fields=["to_unit"], name="burden_offer_open", condition=Q(accepted__isnull=True))]

    def __str__(self) -> str:
        return self.title
