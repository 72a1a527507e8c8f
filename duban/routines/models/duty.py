"""A standing duty: a promise that comes round again. Who owes it, what, when, and what happens when it stays undone."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.calendars import WorkingCalendar
from duban.calendars.rules import DayOff as RuleDayOff
from duban.calendars.rules import DutyRule, Shift
from duban.checklists.models import Checklist
from duban.ledger.models import Programme
from duban.org.models import Person, Role, Unit, UnitKind


class Who(models.TextChoices):
    """How those who owe it are found, on each day anew."""

    UNITS = "units", _("Units named one by one")
    KIND = "kind", _("All units of a kind")
    ROLE = "role", _("Whoever holds a role or a post")
    PEOPLE = "people", _("People named one by one")


class Form(models.TextChoices):
    CHECKLIST = "checklist", _("A checklist")
    SHORT = "short", _("A short report: done, problem, next")
    MORNING = "morning", _("Morning briefing")
    EVENING = "evening", _("Evening report")
    WEEKLY = "weekly", _("Weekly note")
    MONTHLY = "monthly", _("Monthly note")
    QUARTERLY = "quarterly", _("Quarterly note")


# Forms whose draft is composed from what happened.
DRAFTED = (Form.MORNING, Form.EVENING, Form.WEEKLY, Form.MONTHLY, Form.QUARTERLY)


class DayOff(models.TextChoices):
    SKIP = "skip", _("is left out")
    BEFORE = "before", _("moves to the working day before")
    AFTER = "after", _("moves to the working day after")
    KEEP = "keep", _("is owed all the same")


class TermUnit(models.TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("working days")


class Escalation(models.TextChoices):
    NOBODY = "", _("Nobody")
    HEAD = "head", _("The head of the unit")
    ABOVE = "above", _("The heads of the unit above")
    OFFICE = "office", _("The supervision office")
    PERSON = "person", _("A named person")


class Duty(models.Model):
    """Its slots begin at `begins_at`, or with each of its shifts; the term runs from there. A term of 0 hours lasts to
    the end of the shift, or of the day."""

    name = models.CharField(pgettext_lazy("duty", "name"), max_length=120)
    purpose = models.TextField(_("what is to be done"), blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    document = models.CharField(_("source document"), max_length=200, blank=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme")
    )

    who = models.CharField(_("who owes it"), max_length=8, choices=Who.choices, default=Who.UNITS)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("people"))
    unit_kind = models.CharField(pgettext_lazy("unit", "kind"), max_length=20, choices=UnitKind.choices, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    post = models.CharField(_("post"), max_length=60, blank=True, help_text=_("Part of its name, such as 班长"))
    within = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("at or below")
    )

    form = models.CharField(_("what it is"), max_length=10, choices=Form.choices, default=Form.SHORT)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("checklist")
    )

    rule = models.CharField(_("rule of recurrence"), max_length=200, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followers", null=True, blank=True, verbose_name=_("follows")
    )
    later = models.PositiveSmallIntegerField(_("working days later"), default=0)
    on_day_off = models.CharField(_("on a day off it"), max_length=6, choices=DayOff.choices, default=DayOff.SKIP)
    # [{"name": "早班", "begins": "08:00", "ends": "16:00"}, …]
    shifts = models.JSONField(_("shifts"), default=list, blank=True)
    begins_at = models.TimeField(_("opens at"), default=time(8))
    term = models.PositiveSmallIntegerField(_("term"), default=0)
    term_unit = models.CharField(_("term in"), max_length=6, choices=TermUnit.choices, default=TermUnit.HOURS)
    # 0: by the rates in force; a checklist is counted item by item.
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=0)

    escalate_to = models.CharField(_("then tell"), max_length=8, choices=Escalation.choices, blank=True, default="")
    escalate_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("named person")
    )
    escalate_hours = models.PositiveSmallIntegerField(_("hours after the term"), default=0)

    since = models.DateField(_("in force since"))
    # The last day, itself included.
    until = models.DateField(_("last day"), null=True, blank=True)
    # How far occurrences have been made; only what is later is still to come.
    made_until = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("standing duty")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="routines_until_after_since"
            ),
            models.CheckConstraint(
                condition=Q(rule="", follows__isnull=False) | (~Q(rule="") & Q(follows__isnull=True)),
                name="routines_rule_or_follows",
            ),
            models.CheckConstraint(
                condition=Q(form="checklist", checklist__isnull=False)
                | (~Q(form="checklist") & Q(checklist__isnull=True)),
                name="routines_checklist_when_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("routines:duty", args=[self.pk])

    @property
    def is_drafted(self) -> bool:
        return self.form in DRAFTED

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def hours_of_shifts(self) -> tuple[Shift, ...]:
        return tuple(
            Shift(each["name"], time.fromisoformat(each["begins"]), time.fromisoformat(each["ends"]))
            for each in self.shifts
        )

    @property
    def timing(self) -> DutyRule:
        """When it falls due, for `duban.calendars.rules`. Raises BadRule."""
        shifts, off = self.hours_of_shifts, RuleDayOff(self.on_day_off)
        if self.follows_id:
            return DutyRule(after=str(self.follows_id), later=self.later, shifts=shifts, until=self.until)
        return DutyRule(rule=self.rule, start=self.since, on_day_off=off, shifts=shifts, until=self.until)

    def shift_name(self, number: int) -> str:
        return str(self.shifts[number - 1]["name"]) if 0 < number <= len(self.shifts) else ""

    def opens(self, day: date, shift: int) -> datetime:
        """When the slot begins."""
        at = time.fromisoformat(self.shifts[shift - 1]["begins"]) if shift else self.begins_at
        return timezone.make_aware(datetime.combine(day, at))

    def due(self, day: date, shift: int, calendar: WorkingCalendar) -> datetime:
        """The last moment of the term of a slot."""
        opens = self.opens(day, shift)
        if self.term and self.term_unit == TermUnit.HOURS:
            return opens + timedelta(hours=self.term)
        if self.term:
            return _end_of(calendar.add_working_days(day, self.term))
        if shift:
            return timezone.make_aware(self.hours_of_shifts[shift - 1].on(day)[1])
        return _end_of(day)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class Pause(models.Model):
    """From a day to a day, both included, nothing is owed, and the reason stays."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateField(pgettext_lazy("pause", "from"))
    until = models.DateField(pgettext_lazy("pause", "to"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pause")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="routines_pause_until_after_since"),
        ]
