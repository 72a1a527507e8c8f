"""What happens to a finding: each step is a record, so who and when come free."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.findings.models.finding import Finding
from duban.org.models import Person


class Dispute(models.Model):
    """The unit says it is not so. Ruled by somebody else than the finder and the accused, within a term."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="disputes")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rule_by = models.DateField()
    upheld = models.BooleanField(null=True)
    ruling = models.TextField(_("ruling"), blank=True)
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding"], condition=Q(upheld__isnull=True), name="dispute_one_open")
        ]

    def __str__(self) -> str:
        return self.reason[:60]


class PlanState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("plan", "Waiting for a decision")
    ACCEPTED = "accepted", pgettext_lazy("plan", "Accepted")
    REFUSED = "refused", pgettext_lazy("plan", "Sent back")


class Plan(models.Model):
    """How and by whom it will be put right. Once accepted it is a task of the ledger."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="plans")
    cause = models.TextField(_("cause"))
    deeper_cause = models.TextField(_("deeper cause"), blank=True)
    measures = models.TextField(_("measures"))
    interim_control = models.TextField(_("interim control"), blank=True)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible person")
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.SUBMITTED, editable=False
    )
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("plan of rectification")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding"], condition=Q(state="submitted"), name="plan_one_waiting")
        ]

    def __str__(self) -> str:
        return self.measures[:60]


class Recheck(models.Model):
    """Somebody else looked again, at a layer no lower than the one that found it. One verdict for each claim."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rechecks")
    # The ledger's claim that was looked at; empty when a fix on the spot was drawn.
    claim_id = models.BigIntegerField(null=True, blank=True)
    passed = models.BooleanField(_("passed"))
    note = models.TextField(_("what was looked at, and what was found"), blank=True)
    layer = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("recheck")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "claim_id"], condition=Q(claim_id__isnull=False), name="recheck_one_a_claim"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.passed}"


class FindingRelapse(models.Model):
    """What was closed is there again; the closing no longer counts."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="relapsed")
    reason = models.TextField(_("reason"))
    closed_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("relapse")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason[:60]
