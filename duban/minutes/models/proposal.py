"""A directive as proposed from a document, edited by people until it is issued as a task, joined or dismissed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.minutes.models.document import Document
from duban.org.models import Unit


class ProposalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("proposal", "To be issued")
    ISSUED = "issued", pgettext_lazy("proposal", "Issued")
    JOINED = "joined", _("Joined to a task")
    DISMISSED = "dismissed", pgettext_lazy("proposal", "Dismissed")
    MERGED = "merged", pgettext_lazy("proposal", "Merged into another")
    GONE = "gone", _("No longer proposed")


class ProposalKind(models.TextChoices):
    TASK = "task", pgettext_lazy("proposal", "Task")
    STANDING = "standing", _("Standing duty")
    RULE = "rule", _("Rule")


class Recurrence(models.TextChoices):
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half-yearly", _("Half-yearly")
    YEARLY = "yearly", _("Yearly")


class Issue(models.Model):
    """One pressing of the button: which tasks went out together, and what they were said to cost."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="issues")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    tasks = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    # Repeated when an answer was lost: the same key finds the first outcome.
    once = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.tasks}"


class Proposal(models.Model):
    """`start:end` is a stretch of the document's text. `edited` names the fields that a person set: a newer reader
    leaves those alone. `version` counts saves, so that two editors notice each other."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="proposals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    source_text = models.TextField()
    by_person = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=ProposalKind.choices, default=ProposalKind.TASK)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead unit")
    )
    supporting_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("supporting units"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
    )
    accountable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accountable leader"),
    )
    looker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looker"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_text = models.CharField(max_length=120, blank=True)
    recurrence = models.CharField(_("recurrence"), max_length=12, choices=Recurrence.choices, blank=True)
    # The rhythms beside that one: of 一季一小结、半年一考核 the second. Each is one of the choices, by which the journal
    # names it.
    recurrences = models.JSONField(_("further rhythms"), default=list, blank=True, choices=Recurrence.choices)
    criterion = models.TextField(_("done-criterion"), blank=True)
    deliverables = models.JSONField(_("deliverables"), default=list, blank=True)
    programme = models.ForeignKey(
        "ledger.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    category = models.ForeignKey(
        "ledger.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    nature = models.CharField(_("nature"), max_length=12, blank=True)

    # What the document says, as written: kept beside what it was matched to.
    unit_names = models.JSONField(default=list)
    supporting_names = models.JSONField(default=list)
    unmatched = models.JSONField(default=list)
    # Choosing the lead unit here made this name, which nobody knew, one of its other names.
    taught = models.CharField(max_length=120, blank=True)
    programme_text = models.CharField(max_length=120, blank=True)
    items = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)

    edited = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    # What the one it was merged into took over from it, to be taken out there when this is taken up again.
    gave = models.JSONField(default=dict)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    reader = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("proposal")
        ordering = ["start", "id"]
        indexes = [models.Index(fields=["document", "start", "id"], name="proposal_in_order")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="proposal_span"),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "joined"], task__isnull=False)
                | (~Q(state__in=["issued", "joined"]) & Q(task__isnull=True)),
                name="proposal_task_when_issued_or_joined",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""), name="proposal_dismissed_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="proposal_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def touched(self) -> bool:
        """A person had a hand in it: nothing that runs by itself may take it away."""
        return bool(self.edited) or self.by_person or self.state not in {ProposalState.OPEN, ProposalState.GONE}

    @property
    def rhythms(self) -> list[str]:
        """How often: 一季一小结、半年一考核 is twice."""
        return [str(Recurrence(code).label) for code in dict.fromkeys([self.recurrence, *self.recurrences]) if code]

    @property
    def further_rhythms(self) -> list[str]:
        return [str(Recurrence(code).label) for code in self.recurrences if code != self.recurrence]

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN
