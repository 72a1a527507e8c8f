"""The tus protocol, version 1.0: core, creation and termination. An upload goes on where it broke off.

Each answer to a PATCH is one piece, written whole and forced to disk before its row is committed. So the offset told to
the client never lies: not after a crash, not when two tabs send at once, not on another server.
"""

import base64
import binascii
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views import View

from .intake import forget
from .media import ENDINGS, clean_name, ending_of
from .models import Piece, Upload
from .storage import discard, refusal

VERSION = "1.0.0"
# Unfinished uploads one person may have: enough for a folder of photos, not enough to fill the disk with.
MOST_AT_ONCE = 200
# And how much they may hold together, as a multiple of the largest file.
MOST_OF_THE_LARGEST = 10
BLOCK = 256 * 1024


class _Tus(View):
    """Headers that every tus answer carries, and the check of the version."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412)
        else:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Tus-Version"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        most = str(settings.EVIDENCE_MAX_BYTES)
        return HttpResponse(status=204, headers={"Tus-Extension": "creation,termination", "Tus-Max-Size": most})


class Uploads(_Tus):
    """POST: announce a file."""

    def post(self, request: HttpRequest) -> HttpResponse:
        length = _number(request.headers.get("Upload-Length", ""))
        if length is None or length < 1:
            return _say(400, _("The file is empty, or its size was not said."))
        if length > settings.EVIDENCE_MAX_BYTES:
            return _say(413, _("The file is too large."))
        try:
            name = clean_name(_metadata(request.headers.get("Upload-Metadata", "")).get("filename", ""))
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return _say(400, _("The name of the file cannot be read."))
        if ending_of(name) and ending_of(name) not in ENDINGS:
            # Said now and not after an hour of sending; the content is looked at when it is there.
            return _say(415, _("Files ending in .%(ending)s are not accepted.") % {"ending": ending_of(name)})
        under_way = Upload.objects.filter(person_id=_person(request)).aggregate(count=Count("pk"), size=Sum("size"))
        most = MOST_OF_THE_LARGEST * settings.EVIDENCE_MAX_BYTES
        if under_way["count"] >= MOST_AT_ONCE or (under_way["size"] or 0) + length > most:
            return _say(429, _("Too many files are on their way. Save the form first."))
        upload = Upload.objects.create(person_id=_person(request), name=name, size=length)
        return HttpResponse(status=201, headers={"Location": f"{request.path}{upload.pk}", "Upload-Offset": "0"})


class OneUpload(_Tus):
    """HEAD: how much has arrived. PATCH: more of it. DELETE: not wanted any more."""

    http_method_names = ["head", "patch", "delete", "options"]

    def head(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        upload = _own(request, pk)
        return HttpResponse(headers={"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.size)})

    def patch(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.content_type != "application/offset+octet-stream":
            return _say(415, _("Pieces are sent as application/offset+octet-stream."))
        upload, start = _own(request, pk), _number(request.headers.get("Upload-Offset", ""))
        offset = upload.offset
        if start != offset:
            return _say(409, _("The upload stands at %(offset)s.") % {"offset": offset})
        length = _number(request.headers.get("Content-Length", "") or "0")
        if length is not None and start + length > upload.size:
            return _say(413, _("This is more than was announced."))
        name = f"uploads/{upload.pk}/{start}-{secrets.token_hex(4)}"
        body = _Body(request, upload.size - start)
        try:
            storages["evidence"].save(name, body)
        except OSError as error:
            return _say(507, refusal(error).messages[0])
        if not body.taken:
            discard([name])
            return HttpResponse(status=204, headers={"Upload-Offset": str(start)})
        try:
            with transaction.atomic():
                Piece.objects.create(upload=upload, start=start, size=body.taken, storage_name=name)
        except IntegrityError:
            # Another tab was quicker with the same piece: its bytes stay, ours go. Or the upload was taken back.
            discard([name])
            return _say(409, _("Somebody else sent this piece."))
        return HttpResponse(status=204, headers={"Upload-Offset": str(start + body.taken)})

    @transaction.atomic
    def delete(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        forget(_own(request, pk))
        return HttpResponse(status=204)


class _Body(File[Any] if TYPE_CHECKING else File):  # type: ignore[misc]
    """The body of a request as a file that ends where the line broke: what has arrived is kept."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(file=None, name="piece")
        self.request, self.most, self.taken = request, most, 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while self.taken < self.most:
            try:
                block = self.request.read(min(BLOCK, self.most - self.taken))
            except UnreadablePostError:
                return
            if not block:
                return
            self.taken += len(block)
            yield block

    def read(self, size: int = -1) -> bytes:
        """For stores that read instead of asking for chunks."""
        wanted = self.most - self.taken if size is None or size < 0 else min(size, self.most - self.taken)
        try:
            block = self.request.read(wanted) if wanted else b""
        except UnreadablePostError:
            block = b""
        self.taken += len(block)
        return block


def _person(request: HttpRequest) -> Any:
    """Whose upload it is; the middleware has let in nobody without a login."""
    return request.user.pk


def _own(request: HttpRequest, pk: UUID) -> Upload:
    upload = Upload.objects.filter(pk=pk, person_id=_person(request)).first()
    if upload is None:
        raise Http404
    return upload


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """`key base64, key base64`: names in any script survive the header."""
    values: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        values[key] = base64.b64decode(value, validate=True).decode()
    return values


def _say(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
