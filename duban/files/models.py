"""Contents, kept once each by their digest; and evidence, which says whose content it is and what it proves."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.urls import reverse


class Blob(models.Model):
    """One content. Never changed, never renamed; the same content arriving again is this row again."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256

    @property
    def storage_name(self) -> str:
        return storage_name(self.sha256)

    @classmethod
    def storage_names_sql(cls) -> str:
        """For the backup, which reads a copy of the database without models; the same on SQLite and PostgreSQL."""
        table = cls._meta.db_table
        return f"SELECT substr(sha256, 1, 2) || '/' || substr(sha256, 3, 2) || '/' || sha256 FROM {table}"

    def open(self) -> "File[Any]":
        return storages["evidence"].open(self.storage_name, "rb")

    @property
    def is_picture(self) -> bool:
        return self.media_type in {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"}


def storage_name(sha256: str) -> str:
    """Two levels of folders, so that a million contents do not lie in one."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of(self, noun: str, *noun_ids: int) -> "EvidenceQuerySet":
        """What is kept for these, oldest first, without what was withdrawn."""
        return (
            self.filter(noun=noun, noun_id__in=noun_ids, withdrawn_at=None)
            .select_related("blob")
            .order_by("noun_id", "pk")
        )


class Evidence(models.Model):
    """A content under the name it was uploaded with, kept for one thing (a report, a claim of completion, …)."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(auto_now_add=True)
    noun = models.CharField(max_length=40)
    noun_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, blank=True)
    caption = models.CharField(max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["noun", "noun_id"], name="files_evidence_noun")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @property
    def thumbnail_url(self) -> str:
        return reverse("files:thumbnail", args=[self.pk]) if self.blob.is_picture else ""

    @property
    def size(self) -> int:
        return self.blob.size


class Upload(models.Model):
    """A file on its way in (tus 1.0). Its pieces are in the evidence store, so any server may take the next one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.size})"

    @property
    def offset(self) -> int:
        """How much has arrived: the end of the last piece, and there are no gaps."""
        last = self.pieces.order_by("-start").first()
        return last.start + last.size if last else 0

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size


class Piece(models.Model):
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.BigIntegerField()
    size = models.BigIntegerField()
    storage_name = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="files_piece_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} from {self.start}"
