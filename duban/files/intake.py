"""What a form brings: files sent with it, and files sent ahead piece by piece.

    evidence = FilesField(label=_("Evidence"), required=False)  # of `files.fields`

With JavaScript the files go ahead and the form carries their numbers as `evidence_uploads`; without it they come with the
form. Either way `keep_all(request, "evidence", …)` keeps them.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .actions import keep, store_content
from .models import Evidence, Upload
from .storage import discard, refusal


def store_first(request: HttpRequest) -> None:
    """Store the contents of what a form brought before the transaction that keeps them begins: SQLite has one writer, and
    nobody else could write while large files are put together, hashed, forced to disk or sent away.

    What cannot be stored is left to `keep_all`, which says why.
    """
    for name in request.FILES:
        for each in request.FILES.getlist(name):
            with suppress(ValidationError):
                store_content(each, each.name or "")
    numbers = [n for name in request.POST if name.endswith("_uploads") for n in request.POST.getlist(name)]
    together = request.__dict__.setdefault("put_together", {})
    with suppress(ValidationError):
        for upload in ahead(numbers, actor=cast(AbstractBaseUser, request.user), lock=False):
            whole = together[upload.pk] = assembled(upload)
            store_content(whole, upload.name)


@transaction.atomic
def keep_all(
    request: HttpRequest,
    field: str = "evidence",
    *,
    noun: str,
    noun_id: int,
    unit_id: int | None = None,
    caption: str = "",
    endings: Sequence[str] | None = None,
) -> list[Evidence]:
    """Keep everything that the form's `field` brought. All or nothing; raises as `actions.keep`."""
    actor = cast(AbstractBaseUser, request.user)
    with ExitStack() as stack:
        coming: list[tuple[File[Any], str]] = [(each, each.name or "") for each in request.FILES.getlist(field)]
        for upload in ahead(request.POST.getlist(f"{field}_uploads"), actor=actor):
            whole = getattr(request, "put_together", {}).pop(upload.pk, None) or assembled(upload)
            coming.append((stack.enter_context(whole), upload.name))
            forget(upload)
        return [
            keep(each, name, actor=actor, noun=noun, noun_id=noun_id, unit_id=unit_id, caption=caption,
                 endings=endings)
            for each, name in coming
        ]  # fmt: skip


def ahead(numbers: Sequence[str], *, actor: AbstractBaseUser, lock: bool = True) -> Iterator[Upload]:
    """The uploads of these numbers (each may be several, by commas), which must be the actor's own and whole."""
    for number in dict.fromkeys(part for each in numbers for part in each.replace(",", " ").split()):
        try:
            rows = Upload.objects.select_for_update() if lock else Upload.objects.all()
            upload = rows.filter(pk=UUID(number), person=cast(Any, actor)).first()
        except ValueError:
            upload = None
        if upload is None:
            raise ValidationError(_("A file that was sent ahead is no longer there. Choose it again."))
        if not upload.is_whole:
            raise ValidationError(_("“%(name)s” has not arrived whole yet.") % {"name": upload.name})
        yield upload


def assembled(upload: Upload) -> "File[Any]":
    """The pieces as one file, on disk and not in memory. The caller closes it."""
    whole: Any = tempfile.TemporaryFile(prefix="duban-")  # noqa: SIM115 - handed to the caller
    try:
        for piece in upload.pieces.order_by("start"):
            with storages["evidence"].open(piece.storage_name, "rb") as part:
                for chunk in part.chunks():
                    whole.write(chunk)
        whole.seek(0)
    except OSError as error:
        whole.close()
        raise refusal(error) from error
    return File(whole, name=upload.name)


def forget(upload: Upload) -> None:
    """The upload has done its service; its pieces go once the transaction that used it is committed."""
    names = list(upload.pieces.values_list("storage_name", flat=True))
    upload.delete()
    transaction.on_commit(lambda: discard(names), robust=True)
