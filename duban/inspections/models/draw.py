"""The ceremony of a draw. Each step is a record that the database lets nobody change: there is one freezing, one throw of
the dice, one sealed result, one opening. Nothing can be drawn again."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.checklists.models import Edition
from duban.inspections.models.plan import Plan
from duban.org.models import Person, Unit


class Step(models.TextChoices):
    PREPARING = "preparing", _("Being prepared")
    FROZEN = "frozen", _("Frozen, dice to be thrown")
    FAILED = "failed", _("Could not be drawn")
    SEALED = "sealed", _("Drawn and sealed")
    OPENED = "opened", _("Opened")


class Purpose(models.TextChoices):
    VISITS = "visits", _("Who is visited")
    LOOK_BACK = "look_back", _("What is looked at again")


class Draw(models.Model):
    """What is to be drawn, while it can still be changed. `named` is unique in its plan: the second draw of a quarter
    has another name, and both stay visible."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.VISITS)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="draws", null=True, blank=True)
    named = models.CharField(_("name of the draw"), max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("checklist")
    )
    since = models.DateField(_("visits from"))
    until = models.DateField(_("visits until"))
    team = models.PositiveSmallIntegerField(_("inspectors in a team"), default=2)
    cap = models.PositiveSmallIntegerField(
        _("visits of one inspector at most"), default=2, validators=[MinValueValidator(1)]
    )
    throwers = models.ManyToManyField(Unit, through="Thrower", related_name="+")
    inspectors = models.ManyToManyField(Person, through="DrawInspector", related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draw")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "named"], name="inspections_draw_once"),
            models.UniqueConstraint(
                fields=["unit", "named"],
                condition=models.Q(plan__isnull=True),
                name="inspections_draw_once_without_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="inspections_draw_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return self.named

    def get_absolute_url(self) -> str:
        return reverse("inspections:draw", args=[self.pk])

    def _part(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except models.ObjectDoesNotExist:
            return None

    @property
    def step(self) -> Step:
        if self._part("opening"):
            return Step.OPENED
        if thrown := self._part("thrown"):
            return Step.FAILED if thrown.failed else Step.SEALED
        return Step.FROZEN if self._part("frozen") else Step.PREPARING


class Thrower(models.Model):
    """A unit whose people throw the dice; digits are put together in this order."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="throwing")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["draw", "unit"], name="inspections_thrower_once")]


class DrawInspector(models.Model):
    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draw", "person"], name="inspections_inspector_once")]


class Recusal(models.Model):
    """The inspector may not visit the unit; declared before the freezing, and once by each who knows of it: what one of
    them takes back the others have still said. `own`: by the inspector, or by who stood in for them."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspector"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    own = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "person", "unit", "by"], name="inspections_recusal_once_by_each")
        ]


class Frozen(models.Model):
    """The manifest as bytes of DRAW-1, and its SHA-256, which is published. A fact: never changed."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="frozen")
    manifest = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Thrown(models.Model):
    """The dice: [[unit, person, digits], …]. A fact."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="thrown")
    throws = models.JSONField()
    salt = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    @property
    def failed(self) -> bool:
        """Nothing could be drawn: the inspectors did not suffice. Which of them for what follows from the dice."""
        return not self.seal


class DrawVoid(models.Model):
    """What fell out after the draw. A fact; `role` entry or inspector, ids as in the manifest."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="voids")
    role = models.CharField(max_length=10)
    what = models.CharField(max_length=60)
    entry = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]


class Opening(models.Model):
    """From now on everybody sees who was drawn, and may run the draw again. A fact."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="opening")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
