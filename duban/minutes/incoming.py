"""What comes in by a form: text, files sent with it, files sent ahead piece by piece."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from duban.files.actions import keep_content
from duban.files.intake import ahead, assembled, forget
from duban.files.models import Blob
from duban.minutes.matching import known_names
from duban.minutes.reader import Reading, read_source
from duban.org.models import Person

# Above this, reading takes longer than somebody should look at a resting button.
AT_ONCE = 200_000
# What a packed file may unpack to; a few kilobytes may hold a million paragraphs.
UNPACKED_AT_ONCE = 2_000_000
# Kinds that go through another program or a picture reader, however small they are.
SLOW = (
    "image/",
    "application/pdf",
    "application/x-ole-storage",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
)
# The part that makes a packed file one whose text the reader takes out by itself, within bounds.
TEXTS = frozenset({"word/document.xml", "ppt/presentation.xml"})


@dataclass(slots=True)
class Incoming:
    """One document to be: a text, or a content that is kept already."""

    name: str = ""
    raw: str = ""
    blob: Blob | None = None


def come_in(files: Iterable[Any], ahead_of: Sequence[str], *, actor: Person) -> tuple[list[Incoming], list[str]]:
    """Keep every file that can be kept, and say of the others why not: one bad file must not cost the good ones."""
    coming: list[Incoming] = []
    refused: list[str] = []
    for upload in files:
        try:
            blob, name = keep_content(upload, upload.name)
        except ValidationError as error:
            refused += error.messages
        else:
            coming.append(Incoming(name=name, blob=blob))
    for number in ahead_of:
        try:
            coming += _kept_ahead(number, actor)
        except ValidationError as error:
            refused += error.messages
    return coming, refused


@transaction.atomic
def _kept_ahead(number: str, actor: Person) -> list[Incoming]:
    coming = []
    for upload in ahead([number], actor=actor):
        with assembled(upload) as whole:
            blob, name = keep_content(whole, upload.name)
        forget(upload)
        coming.append(Incoming(name=name, blob=blob))
    return coming


def read_now(coming: Incoming, *, date: datetime.date | None) -> Reading | None:
    """Read what is small and quick; None when a job should do it."""
    if coming.blob is None:
        if len(coming.raw.encode("utf-8", "surrogatepass")) > AT_ONCE:
            return None
        return read_source(coming.raw, date=date, units=known_names())
    if coming.blob.size > AT_ONCE or coming.blob.media_type.startswith(SLOW):
        return None
    with coming.blob.open() as file:
        content = file.read()
    if content.startswith(b"PK") and not _packs_little_text(content):
        return None
    return read_source(content, name=coming.name, date=date, units=known_names())


def _packs_little_text(content: bytes) -> bool:
    """Whether a packed file is a document or slides, or too damaged to say, and says that it unpacks to little.

    Not a workbook: two cells at far ends make a table of terabytes. What it is goes by the parts that the reader looks
    for, since the media type goes by folders.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            little = sum(entry.file_size for entry in packed.infolist()) <= UNPACKED_AT_ONCE
            return little and not TEXTS.isdisjoint(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True
