"""The unit tree: what the group consists of today, and what it consisted of before."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from duban.org.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnitKind(models.TextChoices):
    GROUP = "group", _("Group")
    DEPARTMENT = "department", _("Department")
    TASK_FORCE = "task_force", _("Task force")
    SECONDARY = "secondary", _("Secondary unit")
    COMPANY = "company", _("Company")
    BRANCH = "branch", _("Party branch")
    EMERGENCY = "emergency", _("Emergency group")


class UnitQuerySet(MP_NodeQuerySet["Unit"]):
    def in_force(self, on: date) -> "UnitQuerySet":
        return self.filter(opened_on__lte=on).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def within(self, units: "Iterable[Unit]") -> "UnitQuerySet":
        """The given units and everything below them, in today's tree."""
        paths = [u.path for u in units]
        if not paths:
            return self.none()
        condition = Q()
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        # Treebeard's own manager builds its own queryset, whatever it was made from.
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A body that can be held to something. Its place in the tree is today's; `Placement` keeps the history."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(pgettext_lazy("unit", "kind"), max_length=20, choices=UnitKind.choices)
    opened_on = models.DateField(_("opened on"), default=date(2000, 1, 1))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # To whom its names go on the day it is closed by a merger; nobody any more once they went.
    names_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    spelling = models.CharField(max_length=400, editable=False, db_default="")

    node_order_by: list[str] = []
    objects = UnitManager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")), name="unit_closed_after_opened"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args, **kwargs) -> None:
        self.spelling = spell(self.name, self.short_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("org:unit", args=[self.pk])


class Placement(models.Model):
    """Under whom a unit stood, and from when till when: a reorganisation adds a row and rewrites none."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["unit_id", "since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="placement_unique_since"),
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="placement_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="placement_until_after_since"
            ),
        ]


class UnitAlias(models.Model):
    """Another name a unit goes by in documents; learnt from corrections."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("alias"), max_length=120, unique=True)
    spelling = models.CharField(max_length=400, editable=False, db_default="")

    class Meta:
        verbose_name = _("alias")

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.spelling = spell(self.text)
        super().save(*args, **kwargs)
