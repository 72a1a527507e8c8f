"""Keys for other systems, and the answers they were given once already."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class ApiToken(models.Model):
    """A key another system acts with, in its owner's name and never beyond its owner's rights. Only its digest is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("may"), max_length=5, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    # The beginning of the key, so that its owner knows which one a system holds.
    hint = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(_("expires on"))
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What a request under an idempotency key was answered. Written in the transaction of the change it answers for."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    # SHA-256 of method, path and body: the same key for another request is a mistake of the caller.
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_a_key")]
        indexes = [models.Index(fields=["at"], name="answer_age")]

    def __str__(self) -> str:
        return self.key
