"""What was found when somebody looked: responses, and answers that are facts and never change."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models.editions import Edition
from duban.checklists.models.items import AnswerKind, Item
from duban.org.models import Person, Unit


class Verdict(models.TextChoices):
    PASS = "pass", pgettext_lazy("verdict", "Passed")
    FAIL = "fail", pgettext_lazy("verdict", "Failed")
    NA = "na", pgettext_lazy("verdict", "Not applicable")


class Conflict(StrEnum):
    NONE = ""
    SOFT = "soft"  # several people, one verdict
    HARD = "hard"  # several people, different verdicts


class Response(models.Model):
    """One round through an edition at a unit. Keeps the edition it was begun on, whatever comes into force meanwhile."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="responses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit looked at"))
    # On whose behalf: the layer that looks. Equal to `unit` when a unit looks at itself.
    looking_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("looking unit")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    # What it belongs to, when an upper room began it: ("visit", 7).
    about_noun = models.CharField(max_length=40, blank=True, default="")
    about_id = models.BigIntegerField(null=True, blank=True)
    # The device's own number: a response begun without a network has it before the server knows of it.
    device = models.UUIDField(unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("checklist", "response")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_noun", "about_id"], name="checklists_response_about"),
            models.Index(fields=["unit", "-id"], name="checklists_response_unit"),
            models.Index(fields=["edition", "-id"], name="checklists_response_edition"),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.edition.checklist.name, str(self.unit), self.place]))

    def get_absolute_url(self) -> str:
        return reverse("checklists:response", args=[self.pk])

    @property
    def is_stale(self) -> bool:
        """Whether its edition was no longer in force when the response arrived."""
        ended = self.edition.until
        return ended is not None and timezone.localtime(self.received_at).date() >= ended


class Answer(models.Model):
    """One person's answer to one item. Append-only by database triggers: a correction is another answer.

    `value`: "yes"|"no", a number as text, a choice's label, text, a person's id, or "" (photo, signature). Files hang on
    it as evidence of the noun `answer`. `answered_at` is what the device's clock said; `clock_off` is by how many seconds
    that clock was ahead of the server's when the answer was sent.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    device = models.UUIDField(unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(default=str, blank=True)
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    clock_off = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("answer")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["response", "item"], name="checklists_answer_item"),
            models.Index(fields=["item", "verdict"], name="checklists_answer_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.item.code}: {self.verdict}"

    @property
    def happened_at(self) -> datetime:
        """When it was answered by the server's clock, as far as the device's difference is known."""
        return self.answered_at - timedelta(seconds=self.clock_off)

    @property
    def clock_was_wrong(self) -> bool:
        return abs(self.clock_off) >= 300

    @property
    def clock_words(self) -> str:
        """By how much the device's clock was wrong: +1 d, −20 min."""
        sign, minutes = ("+" if self.clock_off > 0 else "−"), abs(self.clock_off) // 60
        if minutes >= 1440:
            return f"{sign}{minutes / 1440:.1f} d"
        return f"{sign}{minutes / 60:.1f} h" if minutes >= 60 else f"{sign}{minutes} min"

    @property
    def shown(self) -> str:
        """The value as a person says it."""
        if self.verdict == Verdict.NA:
            return str(Verdict.NA.label)
        if self.item.kind == AnswerKind.YES_NO:
            return str(pgettext_lazy("answer", "Yes") if self.value == "yes" else pgettext_lazy("answer", "No"))
        if self.item.kind == AnswerKind.NUMBER:
            return f"{self.value} {self.item.measure}".strip()
        if self.item.kind == AnswerKind.PERSON:
            person = Person.objects.filter(pk=self.value).first() if self.value else None
            return person.name if person else ""
        return str(self.value or "")


@dataclass
class ItemResult:
    """An item and what everybody last said of it. `verdict` is the worst of them; empty when nobody answered."""

    item: Item
    answers: list[Answer] = field(default_factory=list)

    def take(self, answer: Answer) -> None:
        answer.item = self.item
        self.answers = [each for each in self.answers if each.by_id != answer.by_id] + [answer]

    @property
    def verdict(self) -> str:
        said = {answer.verdict for answer in self.answers}
        return next((each for each in (Verdict.FAIL, Verdict.PASS, Verdict.NA) if each in said), "")

    @property
    def conflict(self) -> Conflict:
        if len(self.answers) < 2:
            return Conflict.NONE
        return Conflict.HARD if len({answer.verdict for answer in self.answers}) > 1 else Conflict.SOFT
