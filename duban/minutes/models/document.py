"""A document as it came in, what could be read of it, and what people corrected."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.minutes.composition import Composition, RawDecision, RawRepair
from duban.org.models import Unit


class DocumentKind(models.TextChoices):
    MINUTES = "minutes", _("Meeting minutes")
    SUPERIOR = "superior", _("Superior document")
    INSTRUCTION = "instruction", _("Leader's instruction")
    PLAN = "plan", _("Annual plan")
    NOTICE = "notice", _("Notice")


class DocumentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("document", "Not yet reviewed")
    REVIEWING = "reviewing", _("Under review")
    ISSUED = "issued", pgettext_lazy("document", "Issued")


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READ = "read", pgettext_lazy("document", "Read")
    FAILED = "failed", _("Could not be read")


class Document(models.Model):
    """Minutes, a superior's document, an instruction: words that may bind somebody to do something."""

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.MINUTES)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number of the document"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("date of the document"), null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("filed by unit"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)

    original = models.ForeignKey("files.Blob", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)

    raw = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # [[raw_start, raw_end, text, kind, sure], …] as the reader gave them; decisions of people are `Correction` rows.
    repairs = models.JSONField(default=list)
    doubtful = models.PositiveIntegerField(default=0)
    reading = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    reader = models.CharField(max_length=20, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_text = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    sketch = models.BinaryField(max_length=256, default=b"")

    # Kept beside the rows they count, changed in the same transaction: the list must not count 100,000 documents.
    open_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            models.Index(fields=["unit", "-id"], name="minutes_unit"),
            models.Index(fields=["digest"], name="minutes_digest"),
            models.Index(fields=["state", "-id"], name="minutes_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def composition(self) -> Composition:
        """The text with its changes. Two reads: the repairs are on the row, the corrections are rows of their own."""
        corrections = [RawDecision(c.raw_start, c.raw_end, c.text) for c in self.corrections.all()]
        return Composition(self.raw, [RawRepair(*row) for row in self.repairs], corrections)

    @property
    def is_read(self) -> bool:
        return self.reading == ReadingState.READ

    @property
    def proposal_count(self) -> int:
        return self.open_count + self.done_count


class Correction(models.Model):
    """What a person decided about a stretch of the raw text: keep the raw words, or these words."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="corrections")
    raw_start = models.PositiveIntegerField()
    raw_end = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["raw_start", "raw_end"]
        constraints = [
            models.UniqueConstraint(fields=["document", "raw_start", "raw_end"], name="correction_unique"),
            models.CheckConstraint(condition=Q(raw_end__gte=models.F("raw_start")), name="correction_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.raw_start}–{self.raw_end}"


class Band(models.Model):
    """One band of a document's sketch: documents that share a band may be nearly the same."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value", "document"], name="minutes_band_value")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.value}"
