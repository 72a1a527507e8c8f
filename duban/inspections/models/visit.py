"""Going there: planned, drawn, unannounced or following up."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.checklists.models import Edition
from duban.inspections.models.draw import Draw
from duban.inspections.models.plan import Plan
from duban.org.models import Person, Unit


class VisitKind(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DRAWN = "drawn", pgettext_lazy("visit", "Drawn")
    UNANNOUNCED = "unannounced", _("Unannounced")
    FOLLOW_UP = "follow_up", _("Follow-up")


class VisitState(models.TextChoices):
    AHEAD = "ahead", _("Ahead")
    UNDERWAY = "underway", pgettext_lazy("visit", "Under way")
    DONE = "done", pgettext_lazy("visit", "Finished, to be signed")
    SIGNED = "signed", _("Signed by both")
    UNSIGNED = "unsigned", _("Finished, the unit did not sign")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Cancelled")


# The looking is over, whoever has signed.
OVER = (VisitState.DONE, VisitState.SIGNED, VisitState.UNSIGNED)
_BROKEN_OFF = pgettext_lazy("visit", "Broken off")


class Visit(models.Model):
    """A team of one unit looks at another by a checklist. Unannounced and drawn ones are unseen by the unit until begun."""

    kind = models.CharField(_("kind of visit"), max_length=12, choices=VisitKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspected unit"))
    looking_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspecting unit")
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("checklist"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    on = models.DateField(pgettext_lazy("visit", "day"))
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="visits", null=True, blank=True)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="visits", null=True, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True)
    team = models.ManyToManyField(Person, related_name="+", verbose_name=_("team"))
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.AHEAD)
    summary = models.TextField(_("summary"), blank=True)
    cancelled_why = models.CharField(_("reason"), max_length=200, blank=True)
    # Why the inspected side did not sign, in the words of the side that looked. It may still sign later.
    unsigned_why = models.CharField(_("why the unit did not sign"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "unit"],
                condition=Q(draw__isnull=False) & ~Q(state="cancelled"),
                name="inspections_visit_once_a_draw",
            )
        ]
        indexes = [
            models.Index(fields=["-on", "-id"], name="inspections_visit_on"),
            models.Index(fields=["unit", "-on"], name="inspections_visit_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.edition.checklist.name}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:visit", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in (VisitState.AHEAD, VisitState.UNDERWAY)

    @property
    def is_broken_off(self) -> bool:
        """Called off after it had begun: the unit has seen the team."""
        return self.state == VisitState.CANCELLED and self.begun_at is not None

    @property
    def state_shown(self) -> str:
        return str(_BROKEN_OFF if self.is_broken_off else self.get_state_display())

    def is_late(self, today: date) -> bool:
        return self.state == VisitState.AHEAD and self.on < today


class Side(models.TextChoices):
    LOOKING = "looking", _("Inspecting side")
    LOOKED_AT = "looked_at", _("Inspected side")


class Signature(models.Model):
    """One side's word on what was found; the inspected side may add what it sees otherwise."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "side"], name="inspections_signed_once")]
