"""意见建议: what people below see and propose, answered by a named unit within a term."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.inspections.models.visit import Visit
from duban.ledger.models import Task
from duban.org.models import Person, Unit


class SuggestionState(models.TextChoices):
    SENT = "sent", _("Waiting for an answer")
    ADOPTED = "adopted", pgettext_lazy("suggestion", "Adopted")
    DECLINED = "declined", pgettext_lazy("suggestion", "Not adopted")


class Suggestion(models.Model):
    """`by` is empty when it is anonymous: nothing in the house then tells who sent it. The sender keeps a code, of which
    only the SHA-256 is here, and reads the answer with it."""

    title = models.CharField(_("in short"), max_length=120)
    text = models.TextField(_("what you see, and what you propose"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    code = models.CharField(max_length=64, blank=True, default="")
    # Where it comes from, when the sender says so.
    origin_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="suggestions", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("answered by"))
    sent_on = models.DateField(default=timezone.localdate)
    answer_by = models.DateField()
    state = models.CharField(_("state"), max_length=10, choices=SuggestionState.choices, default=SuggestionState.SENT)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, code="") | (Q(by__isnull=True) & ~Q(code="")),
                name="inspections_suggestion_named_or_coded",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_on__isnull=True) | (~Q(state="sent") & Q(answered_on__isnull=False)),
                name="inspections_suggestion_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "answer_by"], name="inspections_suggestion_unit"),
            models.Index(fields=["code"], name="inspections_suggestion_code"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:suggestion", args=[self.pk])

    def is_late(self, today: date) -> bool:
        return self.state == SuggestionState.SENT and self.answer_by < today
