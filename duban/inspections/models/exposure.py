"""曝光: what was found at a unit, told to all or to a part of the group, after a check by another and the unit's reply."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.calendars.terms import NotATerm, Term
from duban.findings.models import Finding
from duban.findings.models import State as FindingState
from duban.ledger.numbers import check_yearly, filled
from duban.org.models import Person, Unit


class ExposureState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("exposure", "Draft")
    CHECKING = "checking", pgettext_lazy("exposure", "Being checked")
    REPLYING = "replying", pgettext_lazy("exposure", "Right of reply")
    ISSUED = "issued", pgettext_lazy("exposure", "Issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("exposure", "Withdrawn")
    DROPPED = "dropped", pgettext_lazy("exposure", "Dropped")


def is_a_term(text: str) -> None:
    try:
        Term.parse(text)
    except NotATerm:
        raise ValidationError(_("Give a term such as “5 working days”, “3 months” or “90 days”.")) from None


class ExposureQuerySet(models.QuerySet["Exposure"]):
    def with_marks(self) -> "ExposureQuerySet":
        """`unrectified` and `corrected` come along, so that lists ask once."""
        open_ones = Finding.objects.filter(exposures=OuterRef("pk")).exclude(state=FindingState.CLOSED)
        later = Exposure.objects.filter(corrects=OuterRef("pk"), issued_at__isnull=False)
        return self.annotate(unrectified=Exists(open_ones), corrected=Exists(later))


class Exposure(models.Model):
    """`unit` is the exposed one, `office` on whose behalf it is told, `shown_in` the unit below which it is shown (empty:
    everywhere). Whether its problems are put right and whether it has expired is worked out, never stored. Nothing but
    its end changes once it is issued; a correction is a new one that `corrects` the old."""

    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(pgettext_lazy("exposure", "text"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("exposed unit"))
    office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("exposure", "on behalf of")
    )
    shown_in = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("shown only within")
    )
    shown_for = models.CharField(_("shown for"), max_length=40, validators=[is_a_term])
    findings = models.ManyToManyField(Finding, related_name="exposures", verbose_name=_("findings"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", editable=False
    )
    # Why a person's name stands in the text all the same.
    names_why = models.CharField(_("why names must stand"), max_length=300, blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=ExposureState.choices, default=ExposureState.DRAFT, editable=False
    )
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    # Whoever had a hand in it does not check it.
    written_by = models.ManyToManyField(Person, related_name="+")
    # The check that was passed last, and until when the unit may reply before it is issued.
    passed_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True, editable=False)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(_("shown until"), null=True, blank=True)
    # Why it was dropped or withdrawn, and when.
    ended_why = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        verbose_name = _("exposure notice")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="inspections_exposure_number"),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False) & ~Q(state__in=["dropped", "withdrawn"]),
                name="inspections_exposure_one_correction",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, number="", expires_on__isnull=True)
                | (Q(issued_at__isnull=False, expires_on__isnull=False) & ~Q(number="")),
                name="inspections_exposure_issued_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_at__isnull=False), name="inspections_exposure_issued"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["withdrawn", "dropped"], ended_on__isnull=False)
                | (~Q(state__in=["withdrawn", "dropped"]) & Q(ended_on__isnull=True)),
                name="inspections_exposure_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="inspections_exposure_unit"),
            models.Index(fields=["state", "expires_on"], name="inspections_exposure_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("inspections:exposure", args=[self.pk])

    def is_expired(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today

    @property
    def is_rectified(self) -> bool:
        """Every problem it tells of is closed; the answer follows the findings, also when one comes back."""
        known = self.__dict__.get("unrectified")
        return not (self.findings.exclude(state=FindingState.CLOSED).exists() if known is None else known)

    @property
    def is_corrected(self) -> bool:
        known = self.__dict__.get("corrected")
        return self.corrections.filter(issued_at__isnull=False).exists() if known is None else bool(known)


class ExposureNumber(models.Model):
    """The last number given in a year; its row is held until the transaction ends, so there are no gaps or doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class ExposureRules(models.Model):
    """Terms in force from a day until the next edition."""

    since = models.DateField(_("in force since"), unique=True)
    source = models.CharField(_("source document"), max_length=120)
    reply_term = models.CharField(_("term to reply"), max_length=40, validators=[is_a_term])
    ruling_term = models.CharField(_("term to rule on disputed facts"), max_length=40, validators=[is_a_term])
    shown_term = models.CharField(_("shown at most for"), max_length=40, validators=[is_a_term])
    pattern = models.CharField(
        _("number pattern"), max_length=60, default="督查曝光〔{year}〕{serial}号",
        help_text=_("{year} and {serial} are filled in"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("edition of the rules for exposure")
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.source} ({self.since})"

    def clean(self) -> None:
        check_yearly(self.pattern)

    def number(self, year: int, serial: int) -> str:
        return filled(self.pattern, year, serial)
