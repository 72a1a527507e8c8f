"""A checklist and its editions: what is in force from which day, by which document, approved by whom."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.models import Person, Unit


class EditionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("edition", "Draft")
    APPROVED = "approved", pgettext_lazy("edition", "Approved")
    IN_FORCE = "in_force", pgettext_lazy("edition", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("edition", "Withdrawn")


CODE = re.compile(r"[\w.\-/]+")


class Checklist(models.Model):
    """What is looked at again and again. Its items stand in its editions."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    name = models.CharField(pgettext_lazy("checklist", "name"), max_length=120)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner unit"))
    purpose = models.TextField(pgettext_lazy("checklist", "purpose"), blank=True)
    # The ready-made pack it came from; from the day it was loaded it is the organisation's own.
    pack = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("checklist")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("checklists:checklist", args=[self.pk])

    def clean(self) -> None:
        # The codes of its items begin with it: what no item may be called, no sheet would take back.
        if self.code and not CODE.fullmatch(self.code):
            raise ValidationError({"code": _("Letters, digits, dots, slashes and hyphens only, without spaces.")})


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_force(self, on: date | None = None) -> "EditionQuerySet":
        """Those by which one looks on a day; at most one of each checklist."""
        day = on or timezone.localdate()
        return self.filter(state=EditionState.IN_FORCE, since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Edition(models.Model):
    """One wording of a checklist. Only a draft changes; what was once in force stays readable for ever."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(pgettext_lazy("edition", "number"))
    state = models.CharField(_("state"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    since = models.DateField(_("in force since"), null=True, blank=True)
    # The day on which it no longer is in force: exclusive, as everywhere in the house.
    until = models.DateField(_("in force until"), null=True, blank=True)
    document = models.CharField(_("source document"), max_length=120, blank=True)
    note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    # Whoever changed the draft last; neither this person nor the drafter approves it.
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("checklist", "edition")
        ordering = ["checklist", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklists_edition_number"),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state__in=["draft", "approved"]),
                name="checklists_one_edition_in_preparation",
            ),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state="in_force", until__isnull=True),
                name="checklists_one_edition_open_ended",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="checklists_until_after_since"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(since__isnull=False, approved_by__isnull=False),
                name="checklists_in_force_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s, edition %(number)s") % {"name": self.checklist.name, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("checklists:edition", args=[self.pk])

    def is_in_force(self, on: date | None = None) -> bool:
        day = on or timezone.localdate()
        started = self.state == EditionState.IN_FORCE and self.since is not None and self.since <= day
        return started and (self.until is None or self.until > day)

    @property
    def is_public(self) -> bool:
        """A document has put it in force, be it from a day ahead: it is repealed, while a draft is withdrawn."""
        return self.since is not None

    @property
    def standing(self) -> str:
        """Where it stands today: draft, approved, coming, in_force, superseded, repealed or withdrawn. Computed, never stored."""
        if self.state == EditionState.WITHDRAWN and self.is_public:
            return "repealed"
        if self.state != EditionState.IN_FORCE or self.is_in_force():
            return str(self.state)
        return "coming" if self.since is not None and self.since > timezone.localdate() else "superseded"

    @property
    def standing_word(self) -> str:
        words = {
            "coming": _("Coming into force"),
            "superseded": _("Superseded"),
            "repealed": pgettext_lazy("edition", "Repealed"),
        }
        return str(words.get(self.standing) or EditionState(self.state).label)


class Section(models.Model):
    """A part of an edition; `aspect` is the field of prevention it belongs to, in the organisation's own words."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("section"), max_length=120)
    aspect = models.CharField(_("aspect"), max_length=60, blank=True)

    class Meta:
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "order"], name="checklists_section_order")]

    def __str__(self) -> str:
        return self.title
