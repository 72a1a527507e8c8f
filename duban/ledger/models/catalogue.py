"""What tasks are sorted by: programmes, categories, types with their numbering, and templates of recurring orders."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.ledger.numbers import filled
from duban.org.models import Unit


class Nature(models.TextChoices):
    MANDATORY = "mandatory", _("Mandatory")
    ELECTIVE = "elective", _("Elective")


class Every(models.TextChoices):
    """How often a report is due."""

    NEVER = "", _("No regular report")
    DAY = "day", _("Daily, on working days")
    WEEK = "week", _("Weekly")
    FORTNIGHT = "fortnight", _("Every two weeks")
    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")
    HALF = "half", _("Half-yearly")
    YEAR = "year", _("Yearly")


class Programme(models.Model):
    """A campaign of a year, such as 改革攻坚年, that tasks, standing duties and measured targets belong to."""

    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("owner unit"))
    description = models.TextField(_("description"), blank=True)
    closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="programme_unique"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="programme_until_after_since"),
        ]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A field of work that tasks of any programme fall into."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class TaskType(models.Model):
    """Where an order comes from (督办, 会议议定, 领导批示 …); it gives the number, the usual term and report cycle."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    pattern = models.CharField(
        _("number pattern"),
        max_length=60,
        default="督办〔{year}〕{serial}号",
        help_text=_("{year} and {serial} are filled in"),
    )
    term_days = models.PositiveSmallIntegerField(_("usual term, working days"), default=20)
    report_every = models.CharField(
        pgettext_lazy("cycle", "report"), max_length=12, choices=Every.choices, default=Every.NEVER, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("task type")
        verbose_name_plural = _("task types")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def number(self, year: int, serial: int) -> str:
        return filled(self.pattern, year, serial)


class Counter(models.Model):
    """The last number given in a type and year. Raised inside the dispatching transaction, so no number is ever lost."""

    type = models.ForeignKey(TaskType, on_delete=models.CASCADE, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "year"], name="counter_unique")]

    def __str__(self) -> str:
        return f"{self.type_id}/{self.year}: {self.last}"


class TaskTemplate(models.Model):
    """An order given again and again, filled in but for dates and people; with `again_every` it registers itself."""

    name = models.CharField(_("name"), max_length=120)
    type = models.ForeignKey(TaskType, on_delete=models.PROTECT, related_name="templates", verbose_name=_("type"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    criterion = models.TextField(_("done-criterion"))
    deliverables = models.TextField(_("deliverables"), blank=True, help_text=_("one per line"))
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.MANDATORY)
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead unit")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    looker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looker"),
    )
    term_days = models.PositiveSmallIntegerField(_("term, working days"), default=20)
    report_every = models.CharField(
        pgettext_lazy("cycle", "report"), max_length=12, choices=Every.choices, default=Every.NEVER, blank=True
    )
    # [{"title": …, "before_days": working days before the due date}]
    milestones = models.JSONField(_("milestones"), default=list, blank=True)
    again_every = models.CharField(
        _("register again"), max_length=12, choices=Every.choices, default=Every.NEVER, blank=True
    )
    next_on = models.DateField(_("next on"), null=True, blank=True)
    # The day the cycle counts from: the next day may have rolled off a holiday, and the cycle does not follow it there.
    again_from = models.DateField(null=True, blank=True, editable=False)
    # The day on which it should have registered itself and could not, and why; kept by the job that tries every day.
    failed_for = models.DateField(null=True, blank=True, editable=False)
    failure = models.TextField(_("why it does not register itself"), blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def held_up(self) -> str:
        """Why the order that is due did not register itself; nothing once it did or is wanted no more."""
        return self.failure if self.again_every and not self.retired and self.failed_for == self.next_on else ""
