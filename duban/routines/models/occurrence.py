"""One time that a duty is owed by one unit or person; what was reported; what was asked back; the tally of them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.org.models import Person, Unit
from duban.routines.models.duty import Duty


class Standing(models.TextChoices):
    """Follows from the clock and from what happened; never stored."""

    AHEAD = "ahead", pgettext_lazy("occurrence", "Ahead")
    OPEN = "open", pgettext_lazy("occurrence", "Open")
    MET = "met", pgettext_lazy("occurrence", "Met")
    LATE = "late", pgettext_lazy("occurrence", "Met late")
    MISSED = "missed", pgettext_lazy("occurrence", "Missing")
    EXCUSED = "excused", pgettext_lazy("occurrence", "Excused")


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def unmet(self) -> "OccurrenceQuerySet":
        return self.filter(met_at__isnull=True, excused_at__isnull=True)

    def standing(self, standing: str, now: datetime) -> "OccurrenceQuerySet":
        if standing == Standing.MET:
            return self.filter(met_at__isnull=False, met_at__lte=models.F("due_at"))
        if standing == Standing.LATE:
            return self.filter(met_at__gt=models.F("due_at"))
        if standing == Standing.EXCUSED:
            return self.filter(met_at__isnull=True, excused_at__isnull=False)
        if standing == Standing.MISSED:
            return self.unmet().filter(due_at__lt=now)
        if standing == Standing.OPEN:
            return self.unmet().filter(due_at__gte=now, opens_at__lte=now)
        if standing == Standing.AHEAD:
            return self.unmet().filter(opens_at__gt=now)
        return self


class Occurrence(models.Model):
    """`subject` is u7 for a unit and p7 for a person; `unit` is that unit, or the one the person belongs to."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="occurrences", db_index=False)
    subject = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    day = models.DateField(_("day"))
    shift = models.PositiveSmallIntegerField(default=0)
    # As it was called: the duty's shifts may be named and ordered otherwise since.
    shift_name = models.TextField(blank=True, db_default="")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    excuse = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    # Nobody excused it: this was paused, as it was called then, and what follows it fell away.
    fell_with = models.TextField(blank=True, db_default="")
    # When those above were told that it is missing: once.
    escalated_at = models.DateTimeField(null=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "day", "subject", "shift"], name="routines_once_each"),
        ]
        indexes = [
            models.Index(fields=["unit", "day", "id"], name="routines_of_unit"),
            models.Index(fields=["day", "id"], name="routines_by_day"),
            models.Index(fields=["person", "day", "id"], name="routines_of_person", condition=Q(person__isnull=False)),
            models.Index(
                fields=["day", "unit", "duty", "due_at"],
                name="routines_unmet",
                condition=Q(met_at__isnull=True, excused_at__isnull=True),
            ),
            models.Index(
                fields=["duty", "due_at"],
                name="routines_to_escalate",
                condition=Q(met_at__isnull=True, excused_at__isnull=True, escalated_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty.name} · {self.who} · {self.day:%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("routines:occurrence", args=[self.pk])

    @property
    def who(self) -> str:
        return f"{self.person}（{self.unit}）" if self.person_id else str(self.unit)

    @property
    def reason(self) -> str:
        """Why nothing is owed, in the reader's language."""
        if not self.fell_with:
            return self.excuse
        said = gettext("%(duty)s, which it follows, was paused: %(reason)s")
        return said % {"duty": self.fell_with, "reason": self.excuse}

    def standing_at(self, now: datetime) -> Standing:
        if self.met_at:
            return Standing.LATE if self.met_at > self.due_at else Standing.MET
        if self.excused_at:
            return Standing.EXCUSED
        if now > self.due_at:
            return Standing.MISSED
        return Standing.OPEN if now >= self.opens_at else Standing.AHEAD

    @property
    def standing(self) -> Standing:
        return self.standing_at(timezone.now())


class Report(models.Model):
    """What was said: three parts of one line a fact. What they are called depends on the form of the duty.

    `draft` keeps what the machine proposed ({"done": […], "problem": […], "plan": […]}), so that it can be told what a
    person changed.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="report")
    done = models.TextField(pgettext_lazy("report", "done"), blank=True)
    problem = models.TextField(pgettext_lazy("report", "problem"), blank=True)
    plan = models.TextField(pgettext_lazy("report", "next"), blank=True)
    draft = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("routine", "report")

    def __str__(self) -> str:
        return str(self.occurrence)


class Question(models.Model):
    """Asked back from above about one report, and its answer."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("question")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["occurrence"], name="routines_unanswered", condition=Q(answered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class Tally(models.Model):
    """How many occurrences a unit had on a day, for one duty and (duty 0) for all; written by triggers, append-only,
    summed up by a job. Sums of rows with the same key are the truth."""

    duty = models.BigIntegerField()
    unit = models.BigIntegerField()
    day = models.DateField()
    made = models.IntegerField()
    met = models.IntegerField()
    late = models.IntegerField()
    excused = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["duty", "day", "unit"],
                include=["made", "met", "late", "excused"],
                name="routines_tally_cell",
            ),
        ]
