"""Keeping evidence. A content is on disk, whole and forced, before any row names it; so a crash leaves at most a content
that nobody names, never a name without its content.

The caller writes the journal entry of what the evidence belongs to: evidence by itself says nothing.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from . import media, pictures
from .models import Blob, Evidence, storage_name
from .storage import CannotStore, refusal

CHUNK = 1 << 20
CAPTION = 200


def keep(
    stream: "BinaryIO | File[Any]",
    name: str,
    *,
    actor: AbstractBaseUser | None,
    noun: str,
    noun_id: int,
    unit_id: int | None = None,
    caption: str = "",
    endings: Iterable[str] | None = None,
    max_bytes: int | None = None,
) -> Evidence:
    """Keep a file as evidence of `noun` `noun_id`. `stream` must be seekable. `endings` narrows what is accepted.

    Raises ValidationError (too large, empty, a type that is not accepted or not what the name says, a picture that is
    a bomb) and its subclass CannotStore (disk full, folder read-only, store away). Then nothing was kept.
    """
    blob, true_name = keep_content(stream, name, endings=endings, max_bytes=max_bytes)
    return Evidence.objects.create(
        blob=blob,
        name=true_name,
        uploaded_by=cast(Any, actor),
        noun=noun,
        noun_id=noun_id,
        unit_id=unit_id,
        caption=caption.strip()[:CAPTION],
    )


def keep_content(
    stream: "BinaryIO | File[Any]", name: str, *, endings: Iterable[str] | None = None, max_bytes: int | None = None
) -> tuple[Blob, str]:
    """Keep a content for itself (the original of a document); returns it and its cleaned name. Raises as `keep`."""
    content = stream if isinstance(stream, File) else File(stream, name=name)
    sha256, size = getattr(content, "stored_as", None) or ("", 0)
    if not sha256 or size > (max_bytes or size):
        sha256, size = _measured(content, max_bytes or settings.EVIDENCE_MAX_BYTES, name)
    found = media.recognise(content, name)  # type: ignore[arg-type]
    if endings is not None and media.ending_of(found.name) not in set(endings):
        raise ValidationError(
            _("“%(name)s” is not accepted here. Accepted are: %(endings)s.")
            % {"name": found.name, "endings": " ".join(sorted(endings))}
        )
    pictures.check(content, found)  # type: ignore[arg-type]
    _store(content, sha256, size)  # which is there already, if it was stored first
    blob, _made = Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": found.media_type})
    return blob, found.name


def store_content(content: "File[Any]", name: str) -> None:
    """Put a content where it belongs before the transaction that names it; `keep` then neither reads nor writes it again."""
    sha256, size = _measured(content, settings.EVIDENCE_MAX_BYTES, name)
    _store(content, sha256, size)
    content.stored_as = sha256, size  # type: ignore[attr-defined]


@transaction.atomic
def withdraw(evidence: Evidence, *, actor: AbstractBaseUser) -> None:
    """Take back what was attached by mistake: it is no longer shown, and still kept. The caller decides who may."""
    if not Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise ValidationError(_("“%(name)s” was withdrawn already.") % {"name": evidence.name})


def _measured(content: "File[Any]", most: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise ValidationError(
                _("“%(name)s” is too large: at most %(most)s are accepted.")
                % {"name": media.clean_name(name), "most": filesizeformat(most)}
            )
        digest.update(chunk)
    return digest.hexdigest(), size


def _store(content: "File[Any]", sha256: str, size: int) -> None:
    storage, name = storages["evidence"], storage_name(sha256)
    try:
        if storage.exists(name) and storage.size(name) == size:
            return
        content.seek(0)
        storage.save(name, content)
    except OSError as error:
        raise refusal(error) from error


__all__ = ["CannotStore", "keep", "keep_content", "store_content", "withdraw"]
