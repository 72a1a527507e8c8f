"""What is said and asked while a task is under way: reports, support, urgings, comments, followers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.task import Task
from duban.org.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """What a unit did, what stands in the way, what comes next. Written once, shown wherever a report is asked."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reports", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    done = models.TextField(_("done"))
    problem = models.TextField(_("problem"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    progress = models.PositiveSmallIntegerField(_("progress, %"), null=True, blank=True)
    # Given by a client that may send twice (a retry after a lost answer).
    once = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "once"], condition=~Q(once=""), name="report_once"),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100), name="report_progress_percent"
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="report_unit")]

    def __str__(self) -> str:
        return self.done[:60]


class SupportState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SupportRequest(models.Model):
    """A block raised to whoever can remove it: their clock runs until they answer, the task's stands still (B9)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="support_requests")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="support_requests", verbose_name=_("to"))
    to_person = models.ForeignKey(
        PERSON,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_requests",
        verbose_name=_("to person"),
    )
    need = models.TextField(_("what is needed"))
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField()
    due_on = models.DateField(_("answer by"))
    state = models.CharField(max_length=10, choices=SupportState.choices, default=SupportState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("support request")
        verbose_name_plural = _("support requests")
        ordering = ["id"]
        indexes = [models.Index(fields=["to_unit", "due_on"], name="support_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.need[:60]


class Urge(models.Model):
    """One urging of one person on one working day, about all the tasks it names."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="urges", db_index=False)
    on = models.DateField()
    turn = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=200, blank=True)
    tasks = models.ManyToManyField(Task, related_name="urges")

    class Meta:
        verbose_name = _("urging")
        constraints = [models.UniqueConstraint(fields=["person", "on", "turn"], name="urge_turn_of_the_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.on}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def hanging(self) -> "OfferQuerySet":
        return self.filter(taken_at__isnull=True, withdrawn_at__isnull=True)


class Offer(models.Model):
    """A draft on the claim board (认领): open to all, or to a unit and everything below it, until one takes it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="offers")
    scope = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("open to")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    offered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="taken_offers")
    taken_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(withdrawn_at__isnull=True), name="offer_one_in_force"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(withdrawn_at__isnull=True), name="offer_taken_or_withdrawn"
            ),
        ]
        indexes = [
            models.Index(
                fields=["task"],
                name="offer_on_the_board",
                condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.task_id}"


class Comment(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("comment"))

    class Meta:
        verbose_name = _("comment")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Follow(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="follows", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "task"], name="follow_unique")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.task_id}"


class SavedView(models.Model):
    """A filter of a list under a name; shared ones are offered to everybody."""

    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="saved_views")
    # The list by the name of its address; see `duban.ledger.saved_lists`.
    of = models.CharField(max_length=40, default="tasks")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(_("shared"), default=False)

    class Meta:
        verbose_name = _("saved view")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "of", "name"], name="saved_view_unique")]

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """Changes of counts, appended by triggers on the task table and summed when read: no writer waits for another.

    `scope` 'u': `key` is a lead unit; 'p': `key` is a responsible person (programme 0). `event` is a state, or 'red' /
    'yellow' shining from `day` on. Counts on a day are the sum of `n` over rows whose `day` has come.
    """

    scope = models.CharField(max_length=1)
    key = models.BigIntegerField()
    programme = models.BigIntegerField(default=0)
    event = models.CharField(max_length=12)
    day = models.DateField()
    n = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["scope", "day", "key", "event", "programme", "n"], name="tally_reading"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}{self.key} {self.event} {self.day}: {self.n}"
