"""Where contents lie: a folder, or an S3-compatible store. Both only ever see finished contents."""

import contextlib
import errno
import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class CannotStore(ValidationError):
    """The store refused; nothing was kept. Said to the person as it is, what they typed stays in the form."""


def refusal(error: Exception) -> CannotStore:
    """What the operating system or the store said, in words that help."""
    number = getattr(error, "errno", None)
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return CannotStore(_("The server has no room left for files. Nothing was saved; tell the administrator."))
    if number in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return CannotStore(_("The server may not write to its file folder. Nothing was saved; tell the administrator."))
    return CannotStore(_("The file store cannot be reached. Nothing was saved; try again in a while."))


class FolderStorage(FileSystemStorage):
    """A folder. A content is written under another name, forced to disk, then renamed: it is there whole or not at all."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # names are digests: the same name is the same content

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
            try:
                for chunk in content.chunks():
                    _write(descriptor, chunk)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(part, target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        self._force_folder(target.parent)
        return name

    @staticmethod
    def _force_folder(folder: Path) -> None:
        """The rename itself must survive a power cut, before any row names the content."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@deconstructible
class EvidenceStorage(Storage):
    """`url` is a folder, or `s3://bucket/prefix?endpoint=https://…&region=…`; keys of S3 come from AWS_* variables."""

    def __init__(self, url: str) -> None:
        self.address = url
        self.inner: Any = _s3(url) if url.startswith("s3://") else FolderStorage(location=url)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        opened: File[Any] = self.inner.open(name, mode)
        return opened

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        return str(self.inner.save(name, content, max_length))

    def delete(self, name: str) -> None:
        self.inner.delete(name)

    def exists(self, name: str) -> bool:
        return bool(self.inner.exists(name))

    def size(self, name: str) -> int:
        return int(self.inner.size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folders, files = self.inner.listdir(path)
        return folders, files


def _s3(url: str) -> Any:
    from .s3 import S3Store  # boto is slow to load, and most installations have a folder

    return S3Store(url)


def discard(names: Iterable[str]) -> None:
    """Remove contents that nobody names any more. A store that is away keeps them, and nobody is kept waiting for it."""
    for name in names:
        try:
            storages["evidence"].delete(name)
        except OSError:
            log.warning("%s could not be removed from the file store", name, exc_info=True)
