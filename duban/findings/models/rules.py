"""What the supervision office keeps as data: kinds of findings, and the terms and periods in force."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.ledger.models import TaskType
from duban.ledger.numbers import check_yearly, filled


class Group(models.TextChoices):
    HAZARD = "hazard", _("Hazard")
    SHORTCOMING = "shortcoming", _("Shortcoming")
    WEAK_LINK = "weak_link", _("Weak link")
    CONDUCT = "conduct", _("Conduct")


class FindingKind(models.Model):
    """What sort of thing was found. Never deleted: a kind no longer wanted is retired."""

    name = models.CharField(pgettext_lazy("finding", "name"), max_length=60, unique=True)
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    explained = models.CharField(_("when to choose it"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("kind of finding")
        verbose_name_plural = _("kinds of findings")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_conduct(self) -> bool:
        return self.group == Group.CONDUCT


class FindingRules(models.Model):
    """Terms and periods in force from a day until the next edition. Terms are in working days, periods in days."""

    since = models.DateField(_("in force since"), unique=True)
    source = models.CharField(_("source document"), max_length=200)
    accept_days = models.PositiveSmallIntegerField(
        _("working days to accept or dispute"), default=3, validators=[MinValueValidator(1)]
    )
    ruling_days = models.PositiveSmallIntegerField(
        _("working days to rule on a dispute"), default=5, validators=[MinValueValidator(1)]
    )
    plan_days = models.PositiveSmallIntegerField(
        _("working days to hand in a plan"), default=5, validators=[MinValueValidator(1)]
    )
    interim_days = models.PositiveSmallIntegerField(
        _("interim control is needed when rectification takes more working days than"), default=10
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("the same at the same place within this many days is a repeat"), default=180
    )
    missed_days = models.PositiveSmallIntegerField(
        _("passed below and failed above within this many days is a miss"), default=30
    )
    drawn_share = models.PositiveSmallIntegerField(
        _("share of on-the-spot fixes drawn for a recheck, %"), default=20, validators=[MaxValueValidator(100)]
    )

    # As long as the number of a finding may be: what is filled in is no longer than its name in braces.
    pattern = models.CharField(
        _("number pattern"), max_length=40, default="问题〔{year}〕{serial}号",
        help_text=_("{year} and {serial} are filled in"),
    )  # fmt: skip

    # What rectification tasks are registered as: their number and report cycle.
    task_type = models.ForeignKey(
        TaskType,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("type of the rectification task"),
    )

    class Meta:
        verbose_name = _("edition of the rules for findings")
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.source} ({self.since})"

    def clean(self) -> None:
        check_yearly(self.pattern)

    def number(self, year: int, serial: int) -> str:
        return filled(self.pattern, year, serial)

    @property
    def said(self) -> list[tuple[str, Any]]:
        """(what it rules, its value), in the order of the form that keeps editions."""
        names = (
            "accept_days", "ruling_days", "plan_days", "interim_days", "repeat_days", "missed_days", "drawn_share",
            "pattern", "task_type",
        )  # fmt: skip
        fields = {field.name: field for field in self._meta.concrete_fields}
        # Braces say nothing to whoever reads the rules: a number that the pattern makes stands for it.
        values = {"pattern": self.number(timezone.localdate().year, 12)}
        return [(str(fields[name].verbose_name), values.get(name, getattr(self, name))) for name in names]
