"""People, what they are appointed to, and who stands in for them."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.org.models.unit import Unit
from duban.org.spelling import spell


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, name: str = "", password: str | None = None, **fields) -> "Person":
        person = self.model(username=username, name=name or username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody of the organisation. Who has no usable password simply cannot log in by password."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile"), max_length=30, blank=True)
    number = models.CharField(_("staff number"), max_length=40, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    spelling = models.CharField(max_length=200, editable=False, db_default="")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="person_number_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        # Whoever logs in types it in any case: another's in capitals would let neither in.
        if Person.objects.filter(username__iexact=self.username).exclude(pk=self.pk).exists():
            raise ValidationError({"username": self.unique_error_message(Person, ("username",))})

    def save(self, *args, **kwargs) -> None:
        self.spelling = spell(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("org:person", args=[self.pk])

    @property
    def is_staff(self) -> bool:
        # Third-party apps ask this; the house itself only asks org.access.
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app: str) -> bool:
        return False


class Role(models.TextChoices):
    LEADER = "leader", _("Leader")
    HEAD = "head", _("Head of unit")
    LIAISON = "liaison", _("Liaison")
    MEMBER = "member", _("Member")
    SUPERVISION = "supervision", _("Supervision office")
    INSPECTOR = "inspector", _("Inspector")
    AUDITOR = "auditor", _("Auditor")
    ASSESSOR = "assessor", _("Assessor")
    ADMINISTRATOR = "administrator", _("Administrator")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, on: date) -> "AppointmentQuerySet":
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))


class Appointment(models.Model):
    """A person holds a post in a unit in a role, from a day to a day. Several may hold at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(_("post"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["unit_id", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role", "since"], name="appointment_unique"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="appointment_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post or self.get_role_display()}"


class Deputy(models.Model):
    """Who acts for an absent person, from a day to a day; acts are recorded under the deputy's own name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputises_for")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="deputy_until_after_since"),
        ]
