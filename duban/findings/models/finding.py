"""One register for all that is found, whatever found it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models import Item, Severity
from duban.findings.models.rules import FindingKind
from duban.ledger.models import Task
from duban.org.models import Person, Unit


class State(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("finding", "Reported, to be confirmed")
    DISMISSED = "dismissed", pgettext_lazy("finding", "Not confirmed")
    ISSUED = "issued", pgettext_lazy("finding", "Issued")
    DISPUTED = "disputed", pgettext_lazy("finding", "Disputed")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "Withdrawn")
    ACCEPTED = "accepted", pgettext_lazy("finding", "Accepted, to be planned")
    RECTIFYING = "rectifying", pgettext_lazy("finding", "Being rectified")
    CLAIMED = "claimed", pgettext_lazy("finding", "To be rechecked")
    RECHECKED = "rechecked", pgettext_lazy("finding", "Rechecked, to be closed")
    CLOSED = "closed", pgettext_lazy("finding", "Closed")


# Not found after all, as far as anybody knows: no figure and no repeat counts them.
UNCOUNTED = (State.REPORTED, State.DISMISSED, State.WITHDRAWN)


class Outcome(models.TextChoices):
    NONE = "", _("None yet")
    EDUCATION = "education", _("Education")
    PENALTY = "penalty", _("Penalty")


class Source(models.TextChoices):
    """Sources that this room has itself; upper rooms register theirs in `sources.py`."""

    CHECK = "check", _("Check on the spot")
    SELF_REPORT = "self_report", _("Self-report")
    ROUTINE = "routine", _("Standing duty")
    AUDIT = "audit", _("Audit")
    DRILL = "drill", _("Drill")
    COMPLAINT = "complaint", _("Complaint")
    INCIDENT = "incident", _("Incident")


class Finding(models.Model):
    """Something that is not as it should be, at one unit. Its rectification is a task of the ledger.

    `state` follows the task while there is one. `found_layer`: 1 the group and its departments, 2 the secondary units
    and theirs, and so on down (see `layers.py`).
    """

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person concerned")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    item_code = models.CharField(_("item"), max_length=32, blank=True)
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)
    kind = models.ForeignKey(
        FindingKind, on_delete=models.PROTECT, related_name="findings", verbose_name=_("kind of finding")
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MINOR)

    source_noun = models.CharField(_("source"), max_length=40)
    source_id = models.BigIntegerField(null=True, blank=True)
    # Sent twice by a device or a retry, it is one finding.
    device = models.UUIDField(null=True, blank=True, unique=True)

    condition = models.TextField(_("condition: what was found"))
    criterion = models.TextField(_("criterion: what should be"), blank=True)
    cause = models.TextField(_("cause"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)

    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("found by"))
    found_on = models.DateField(_("found on"))
    found_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("found by the unit")
    )
    found_layer = models.PositiveSmallIntegerField(editable=False)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ISSUED, editable=False)
    # By when the next move is owed: to accept, to rule, to plan; the task's own date once there is one.
    answer_by = models.DateField(_("answer by"), null=True, blank=True, editable=False)
    task = models.OneToOneField(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("task")
    )
    repeat_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats")
    relapses = models.PositiveSmallIntegerField(default=0, editable=False)
    returns = models.PositiveSmallIntegerField(default=0, editable=False)
    fixed_on_spot = models.BooleanField(_("fixed on the spot"), default=False, editable=False)
    fixed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Set when the draw chose the fix for a recheck; empty again once it was rechecked.
    recheck_drawn_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    outcome_words = models.CharField(_("what was done with the person"), max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="finding_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn", "dismissed"], ended_on__isnull=False)
                | (~Q(state__in=["closed", "withdrawn", "dismissed"]) & Q(ended_on__isnull=True)),
                name="finding_ended_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rectifying", "claimed", "rechecked"]) | Q(task__isnull=False),
                name="finding_rectified_by_a_task",
            ),
        ]
        indexes = [
            models.Index(fields=["-found_on", "-id"], name="finding_found"),
            models.Index(fields=["unit", "-found_on", "-id"], name="finding_unit_found"),
            models.Index(fields=["unit", "state"], name="finding_open_unit", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["state", "answer_by"], name="finding_open", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["item_code", "unit", "found_on"], name="finding_item", condition=~Q(item_code="")),
            models.Index(fields=["source_noun", "source_id"], name="finding_source"),
            models.Index(fields=["kind", "-found_on"], name="finding_of_kind"),
            models.Index(
                fields=["recheck_drawn_on"], name="finding_drawn", condition=Q(recheck_drawn_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("findings:finding", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    def is_unanswered(self, today: date) -> bool:
        """The term for the next move has ended, and nobody has made it."""
        return self.answer_by is not None and self.answer_by < today


class FindingNumber(models.Model):
    """The last number given in a year; its row is held until the transaction ends, so there are no gaps or doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
