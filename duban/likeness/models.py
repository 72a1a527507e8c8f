"""What was compared, what of it can be found again, and the hints that came of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.files.models import Blob, Evidence


class Rules(models.Model):
    """What is worth a hint. One row; a change is in the journal. Without a row its defaults hold."""

    shortest = models.PositiveSmallIntegerField(
        _("shortest text"),
        default=20,
        validators=[MinValueValidator(10)],
        help_text=_("Texts of fewer characters, stock phrases not counted, are never hinted at."),
    )
    share = models.PositiveSmallIntegerField(
        _("least share of the same words"),
        default=60,
        validators=[MinValueValidator(30), MaxValueValidator(100)],
        help_text=_("In percent of the later text."),
    )
    common = models.PositiveSmallIntegerField(
        _("common from so many texts on"),
        default=50,
        validators=[MinValueValidator(5), MaxValueValidator(500)],
        help_text=_("A run of words that stands in so many texts is a manner of speaking."),
    )
    units = models.PositiveSmallIntegerField(
        _("a form from so many units on"),
        default=5,
        validators=[MinValueValidator(2)],
        help_text=_("What so many units hand in alike is a form or a template, not a copy."),
    )
    bits = models.PositiveSmallIntegerField(
        _("most difference between pictures"),
        default=10,
        validators=[MaxValueValidator(11)],  # more than the index is sure to find
        help_text=_("In bits of 64; 0 finds only the same picture saved again."),
    )
    phrases = models.TextField(
        _("stock phrases"),
        blank=True,
        default="已完成\n已全部完成\n已按要求完成\n已完成整改\n已整改完毕\n已对照办结标准逐项完成\n相关资料已归档备查\n现场核查合格\n请予核查",
        help_text=_("One on each line. They are left out before texts are compared."),
    )

    class Meta:
        verbose_name = _("rules of copy hints")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Entry(models.Model):
    """One text with its files as an upper room registered it (a claim of completion, a report, a finding), or what is
    written in one of these files. A file that many hand in is read and compared once."""

    noun = models.CharField(max_length=40)
    noun_id = models.BigIntegerField()
    # What it is about (a task): likeness within one and the same matter is no copy.
    about_noun = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    body = models.TextField(blank=True)
    # Of a document: which evidence it is, and its content.
    file = models.BigIntegerField(default=0)
    blob = models.OneToOneField(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    # Of the text itself: when it and all its files were compared. Documents have none.
    compared_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["noun", "noun_id", "file"], name="likeness_entry_once")]
        indexes = [
            models.Index(fields=["about_noun", "about_id"], name="likeness_about"),
            models.Index(fields=["id"], condition=models.Q(compared_at=None, file=0), name="likeness_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.noun_id}"


class Sketch(models.Model):
    """A few of the runs of characters of an entry, as numbers: enough to find it again, not enough to read it."""

    pk = models.CompositePrimaryKey("value", "entry")
    value = models.IntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="sketch", db_index=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.value)


class Attachment(models.Model):
    """A file of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files", db_index=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "evidence"], name="likeness_file_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.evidence_id}"


class Print(models.Model):
    """What a picture looks like: 64 bits in four bands to find it by, 256 to be sure. Bands are null without a face."""

    blob = models.OneToOneField(Blob, on_delete=models.PROTECT, primary_key=True, related_name="+")
    a = models.SmallIntegerField(null=True, db_index=True)
    b = models.SmallIntegerField(null=True, db_index=True)
    c = models.SmallIntegerField(null=True, db_index=True)
    d = models.SmallIntegerField(null=True, db_index=True)
    fine = models.BinaryField(default=b"")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.blob_id)


class HintKind(models.TextChoices):
    TEXT = "text", _("Text")
    PICTURE = "picture", _("Picture")
    FILE = "file", _("The same file")


class Hint(models.Model):
    """The later entry is like the earlier one. Never a verdict; `share` in percent. Files are 0 when it is the text."""

    later = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="hints", db_index=False)
    earlier = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="echoes")
    kind = models.CharField(max_length=10, choices=HintKind.choices)
    later_file = models.BigIntegerField(default=0)
    earlier_file = models.BigIntegerField(default=0)
    share = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("copy hint")
        constraints = [
            models.UniqueConstraint(
                fields=["later", "earlier", "later_file", "earlier_file"], name="likeness_hint_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.later_id} ~ {self.earlier_id}"


class Seen(models.TextChoices):
    ON_PURPOSE = "on_purpose", _("The same on purpose")
    COPIED = "copied", _("Copied")
    NOT_ALIKE = "not_alike", _("Not alike")


class Look(models.Model):
    """What a verifier found on looking. A fact that is added to, never changed; the last one is shown."""

    hint = models.ForeignKey(Hint, on_delete=models.CASCADE, related_name="looks")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Seen.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_verdict_display()
