"""From "it is done" to closed, and back: a state is a record, so who and when come free."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.task import Task

PERSON = settings.AUTH_USER_MODEL


class CompletionClaim(models.Model):
    """The doer's word that the criterion is met. Evidence is filed under noun 'claim' and this id."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="claims")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="claims", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    statement = models.TextField(_("statement"))
    criterion = models.TextField()  # as it read when claimed
    evidence = models.JSONField(default=list, blank=True)  # ids in duban.files
    verify_by = models.DateField()

    class Meta:
        verbose_name = _("completion claim")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.statement[:60]


class Verdict(models.TextChoices):
    VERIFIED = "verified", _("Verified")
    RETURNED = "returned", _("Returned")


class Verification(models.Model):
    """The looker's verdict on one claim. One verdict a claim, so two who look at once cannot both be right."""

    claim = models.OneToOneField(CompletionClaim, on_delete=models.CASCADE, related_name="verification")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="verifications", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verification")

    def __str__(self) -> str:
        return self.get_verdict_display()


class Closure(models.Model):
    """Struck off the ledger (销号). After a relapse the row stays and no longer counts."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="closures")
    claim = models.OneToOneField(CompletionClaim, on_delete=models.PROTECT, related_name="closure")
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="closures", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    in_time = models.BooleanField()
    void = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("closure")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["task"], condition=Q(void=False), name="closure_one_counts")]

    def __str__(self) -> str:
        return str(self.on)


class Relapse(models.Model):
    """A closed matter is open again (反弹); its closing is void."""

    closure = models.OneToOneField(Closure, on_delete=models.CASCADE, related_name="relapse")
    reason = models.TextField(_("reason"))
    due_on = models.DateField(_("due on"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("relapse")

    def __str__(self) -> str:
        return self.reason[:60]
