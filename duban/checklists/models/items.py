"""What is looked at: one question, how it is answered, and what answer passes."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models.editions import Edition, Section


class Dimension(models.TextChoices):
    PEOPLE = "people", pgettext_lazy("dimension", "People")
    GOODS = "goods", pgettext_lazy("dimension", "Goods")
    ENVIRONMENT = "environment", pgettext_lazy("dimension", "Environment")


class AnswerKind(models.TextChoices):
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number with limits")
    CHOICE = "choice", _("Choice")
    TEXT = "text", pgettext_lazy("answer", "Text")
    PHOTO = "photo", _("Photo")
    PERSON = "person", pgettext_lazy("answer", "Person")
    SIGNATURE = "signature", _("Signature")


class Severity(models.TextChoices):
    MINOR = "minor", pgettext_lazy("severity", "Minor")
    MAJOR = "major", pgettext_lazy("severity", "Major")
    CRITICAL = "critical", pgettext_lazy("severity", "Critical")


class Item(models.Model):
    """`code` names the same question through all editions of a checklist, so that results can be compared over years."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=32)
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("what is looked at"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension.choices, blank=True)
    kind = models.CharField(_("answer"), max_length=10, choices=AnswerKind.choices, default=AnswerKind.YES_NO)
    # For a choice: [{"label": "…", "fails": false}, …] in the order shown.
    options = models.JSONField(_("options"), default=list, blank=True)
    # For a number: what passes, both ends included; None is open.
    low = models.DecimalField(_("at least"), max_digits=14, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=14, decimal_places=4, null=True, blank=True)
    measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MINOR)
    veto = models.BooleanField(_("veto"), default=False)
    proof = models.BooleanField(_("proof required"), default=False)
    # The rule that brought it here, when one did: the last step of a norm's life.
    rule = models.ForeignKey("Rule", on_delete=models.PROTECT, related_name="items", null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("checklist", "item")
        ordering = ["edition", "section__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="checklists_item_code"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="checklists_low_not_above_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def limits(self) -> str:
        """What passes, as one reads it: ≥ 2, ≤ 8, 2–8, with the unit of measure."""
        low, high = plain(self.low), plain(self.high)
        if low and high:
            said = low if low == high else f"{low}–{high}"
        else:
            said = f"≥ {low}" if low else f"≤ {high}" if high else ""
        return f"{said} {self.measure}".strip()

    @property
    def criterion(self) -> str:
        """What should be, as a finding says it; how one looks is guidance."""
        return f"{self.text}：{self.limits}" if self.limits else self.text

    @property
    def labels(self) -> list[str]:
        return [str(each["label"]) for each in self.options]

    @property
    def must_be_answered(self) -> bool:
        """What can fail needs an answer; notes, photos, names and signatures only where proof is asked for."""
        return self.proof or self.kind in {AnswerKind.YES_NO, AnswerKind.NUMBER, AnswerKind.CHOICE}

    def verdict_of(self, value: Any) -> str:
        """pass or fail for a value that `answering.value_of` accepted. Not applicable is said beside the value."""
        if self.kind == AnswerKind.YES_NO:
            return "pass" if value == "yes" else "fail"
        if self.kind == AnswerKind.NUMBER:
            number = Decimal(str(value))
            low_enough = self.high is None or number <= self.high
            return "pass" if low_enough and (self.low is None or number >= self.low) else "fail"
        if self.kind == AnswerKind.CHOICE:
            return "fail" if any(each["label"] == value and each.get("fails") for each in self.options) else "pass"
        return "pass"


def plain(value: Decimal | None) -> str:
    """A number without the zeros that only the column holds."""
    return "" if value is None else f"{value.normalize():f}"
