"""Tokens of forms that were already carried out."""

from django.db import models


class Once(models.Model):
    """A form's token, written in the transaction of its change: whoever sends the form again gets the first outcome."""

    key = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    outcome = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
