"""The task: one lead unit, one responsible person, a named looker, a done-criterion, a due date."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.ledger.models.catalogue import Category, Every, Nature, Programme, TaskType
from duban.ledger.models.lit import TaskQuerySet
from duban.ledger.models.states import OPEN_STATES, Light, State
from duban.org.models import Unit


def lines_of(text: str) -> list[str]:
    """What is written one to a line: deliverables, demands."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Task(models.Model):
    """An order and its life. `due_on` is today's date; `original_due_on` is the first and never changes (trigger)."""

    type = models.ForeignKey(
        TaskType, on_delete=models.PROTECT, related_name="tasks", db_index=False, verbose_name=_("type")
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    serial = models.PositiveIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=80, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    source_text = models.TextField(_("source words"), blank=True)
    criterion = models.TextField(_("done-criterion"), blank=True)
    deliverables = models.TextField(_("deliverables"), blank=True, help_text=_("one per line"))
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.MANDATORY)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,
        verbose_name=_("programme"),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,
        verbose_name=_("category"),
    )
    is_acceptance = models.BooleanField(_("acceptance project"), default=False)

    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="tasks", db_index=False, verbose_name=_("lead unit")
    )
    supporting_units = models.ManyToManyField(
        Unit, through="SupportingUnit", related_name="supported_tasks", verbose_name=_("supporting units")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,
        verbose_name=_("responsible"),
    )
    accountable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accountable_tasks",
        db_index=False,
        verbose_name=_("accountable leader"),
    )
    looker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="looked_tasks",
        db_index=False,
        verbose_name=_("looker"),
    )

    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registered_tasks", db_index=False
    )
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatched_tasks",
        db_index=False,
    )
    dispatched_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_on = models.DateField(_("due on"))
    original_due_on = models.DateField(_("original due date"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    # When the looker found the claim in force true: ready to be closed. Empty again after a new claim or a relapse.
    verified_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    origin_noun = models.CharField(max_length=40, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, blank=True, editable=False)

    report_every = models.CharField(
        pgettext_lazy("cycle", "report"), max_length=12, choices=Every.choices, default=Every.NEVER, blank=True
    )
    next_report_on = models.DateField(_("next report on"), null=True, blank=True, editable=False)
    paused_on = models.DateField(null=True, blank=True, editable=False)
    paused_days = models.PositiveSmallIntegerField(default=0, editable=False)

    # Index columns, not states: the first day each light shines by today's facts and rules (docs/decisions).
    yellow_from = models.DateField(null=True, blank=True, editable=False)
    red_from = models.DateField(null=True, blank=True, editable=False)
    # A fact once it has passed, never erased again (trigger): this task was red.
    first_red_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "year", "serial"], name="task_number_unique", condition=Q(serial__isnull=False)
            ),
            # B10: nothing leaves the desk without an owner, a looker, a criterion and a first date.
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED])
                | (
                    Q(
                        responsible__isnull=False,
                        looker__isnull=False,
                        original_due_on__isnull=False,
                        dispatched_at__isnull=False,
                    )
                    & ~Q(criterion="")
                ),
                name="task_complete_when_dispatched",
            ),
            models.CheckConstraint(
                condition=Q(looker__isnull=True) | Q(responsible__isnull=True) | ~Q(looker=F("responsible")),
                name="task_looker_is_not_responsible",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.CLOSED, State.CANCELLED], ended_on__isnull=False)
                | (~Q(state__in=[State.CLOSED, State.CANCELLED]) & Q(ended_on__isnull=True)),
                name="task_ended_when_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id", "lead_unit"], name="task_alive_due", condition=Q(ended_on__isnull=True)
            ),
            models.Index(
                fields=["lead_unit", "due_on", "id"], name="task_alive_unit", condition=Q(ended_on__isnull=True)
            ),
            models.Index(
                fields=["responsible", "due_on", "id"],
                name="task_alive_responsible",
                condition=Q(ended_on__isnull=True),
            ),
            models.Index(
                fields=["due_on"], name="task_was_paused", condition=Q(ended_on__isnull=True, paused_days__gt=0)
            ),
            models.Index(
                fields=["programme", "due_on", "id"],
                name="task_alive_programme",
                condition=Q(ended_on__isnull=True, programme__isnull=False),
            ),
            models.Index(fields=["due_on", "id", "lead_unit"], name="task_due"),
            models.Index(fields=["lead_unit", "due_on", "id"], name="task_unit"),
            models.Index(fields=["responsible", "id"], name="task_responsible"),
            models.Index(
                fields=["looker", "due_on", "id"], name="task_alive_looker", condition=Q(ended_on__isnull=True)
            ),
            models.Index(
                fields=["dispatched_by", "due_on", "id"],
                name="task_alive_dispatched_by",
                condition=Q(ended_on__isnull=True),
            ),
            models.Index(fields=["looker", "id"], name="task_looker"),
            models.Index(fields=["dispatched_by", "id"], name="task_dispatched_by"),
            models.Index(
                fields=["dispatched_by", "due_on"],
                name="task_to_close",
                condition=Q(ended_on__isnull=True, verified_on__isnull=False),
            ),
            models.Index(fields=["accountable", "id"], name="task_accountable", condition=Q(accountable__isnull=False)),
            models.Index(fields=["registered_by", "id"], name="task_draft", condition=Q(dispatched_at__isnull=True)),
            models.Index(fields=["parent", "id"], name="task_parent", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["next_report_on", "id", "lead_unit"],
                name="task_report_due",
                condition=Q(ended_on__isnull=True, next_report_on__isnull=False),
            ),
            models.Index(fields=["number"], name="task_number"),
            models.Index(fields=["origin_noun", "origin_id"], name="task_origin", condition=Q(origin_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def light_on(self, day: date) -> Light:
        if self.state not in OPEN_STATES:
            return Light.OFF
        if self.red_from and day >= self.red_from:
            return Light.RED
        if self.paused_on or self.state == State.SUSPENDED:
            return Light.PAUSED
        if self.yellow_from and day >= self.yellow_from:
            return Light.YELLOW
        return Light.GREEN

    def counts_down_on(self, day: date, due: date) -> bool:
        """Whether how far the date that counts is may be said: not while the clock stands still, nor late without a red light."""
        if self.paused_on or self.state not in (State.DISPATCHED, State.UNDERWAY, State.CLAIMED):
            return False
        return due >= day or Task.light_on(self, day) == Light.RED

    @property
    def light(self) -> Light:
        return self.light_on(timezone.localdate())

    def was_red_by(self, day: date) -> bool:
        return self.first_red_on is not None or (self.red_from is not None and self.red_from <= day)

    @property
    def was_red(self) -> bool:
        return self.was_red_by(timezone.localdate())

    @property
    def deliverable_list(self) -> list[str]:
        return lines_of(self.deliverables)


class SupportingUnit(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "task"], name="supporting_unit_unique")]

    def __str__(self) -> str:
        return str(self.unit)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def awaited(self) -> "ReceiptQuerySet":
        """Not yet given, of tasks that are on somebody's desk."""
        return self.filter(acknowledged_at__isnull=True, task__ended_on__isnull=True).exclude(
            task__state__in=(State.DRAFT, State.DECLINED)
        )


class Receipt(models.Model):
    """Whether a unit has taken note (签收): one row per lead or supporting unit, from the dispatch on."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="receipt_unique")]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="receipt_open", condition=Q(acknowledged_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.acknowledged_at or '—'}"
