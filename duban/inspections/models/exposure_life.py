"""What happens to an exposure notice: its photos masked, its checks, the replies to it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.files.models import Evidence
from duban.inspections.models.exposure import Exposure
from duban.org.models import Person

# The noun under which the copies shown to readers, and what comes with replies, are kept.
PHOTO, ENCLOSED = "exposure_photo", "exposure_reply"


class ExposurePhoto(models.Model):
    """One picture chosen from a finding's evidence. Readers get `copy` and never the original: made anew without metadata,
    with `boxes` [[left, top, width, height], …] (shares of the picture, 0 to 1) blackened, or declared to show nobody."""

    exposure = models.ForeignKey(Exposure, on_delete=models.CASCADE, related_name="photos")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    boxes = models.JSONField(default=list)
    nobody = models.BooleanField(default=False)
    copy = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("photo of an exposure notice")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["exposure", "evidence"], name="inspections_exposure_photo_once"),
            models.CheckConstraint(
                condition=Q(copy__isnull=True, settled_by__isnull=True)
                | Q(copy__isnull=False, settled_by__isnull=False),
                name="inspections_exposure_photo_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exposure_id}: {self.evidence_id}"


class ExposureCheck(models.Model):
    """The privacy and legal check, by somebody who had no hand in the text."""

    exposure = models.ForeignKey(Exposure, on_delete=models.PROTECT, related_name="checks")
    passed = models.BooleanField()
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("privacy and legal check")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.exposure_id}: {self.passed}"


class ExposureReply(models.Model):
    """申辩: what the exposed unit or the person concerned says, or that the unit waives it. With `disputes` it says that the
    facts are wrong: somebody else rules, once."""

    exposure = models.ForeignKey(Exposure, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("reply"), blank=True)
    # Otherwise it is the person concerned who replies; readers are not told who that is.
    for_unit = models.BooleanField(default=True)
    waived = models.BooleanField(default=False)
    disputes = models.BooleanField(_("the facts are wrong"), default=False)
    names_why = models.CharField(_("why names must stand"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rule_by = models.DateField(null=True, blank=True)
    upheld = models.BooleanField(null=True)
    ruling = models.TextField(_("ruling"), blank=True)
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reply to an exposure notice")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waived=True, disputes=False) | (Q(waived=False) & ~Q(text="")),
                name="inspections_exposure_reply_says",
            ),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True) | Q(disputes=True, ruled_at__isnull=False),
                name="inspections_exposure_reply_ruled",
            ),
            models.UniqueConstraint(
                fields=["exposure"],
                condition=Q(disputes=True, upheld__isnull=True),
                name="inspections_exposure_one_open_dispute",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.disputes and self.upheld is None
