"""A link that lets one person set a first password. Only the digest of its token is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.org.models.person import Person


class Invitation(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return f"invitation of {self.person}"
