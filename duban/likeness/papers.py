"""What a document says, for comparing: read in a process of its own, within bounds, for it comes from anybody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from duban.reading.apart import MOST_MEMORY, BrokeBounds, apart

if TYPE_CHECKING:
    from duban.files.models import Blob

log = logging.getLogger(__name__)
# Longer than an old document waits for its converter.
SECONDS = 120
# Scans by the hundred pages and tables of a whole year say nothing that their words could not.
MOST_BYTES = 32 * 2**20
# Read further than texts are compared: a heading sheet may be dropped, and the rest still counts.
MOST_CHARACTERS = 20_000
_KINDS = ("application/pdf", "application/rtf", "application/x-ole-storage", "text/", "application/vnd.o")


def is_paper(blob: Blob) -> bool:
    """Whether there may be text in it. Pictures and scans are compared by what they look like."""
    return blob.media_type.startswith(_KINDS)


def text_of(blob: Blob) -> str:
    """Empty when nothing can be read in it, within the bounds. OSError when the file store is away."""
    if blob.size > MOST_BYTES:
        return ""
    try:
        with blob.open() as file:
            content = file.read()
    except FileNotFoundError:
        return ""  # lost with its disk; there is nothing left to read
    try:
        found: str = apart("duban.likeness.papers:read", seconds=SECONDS, most_memory=MOST_MEMORY, content=content)
    except (BrokeBounds, RuntimeError):
        # Bounds broken, or a fault of our reader: it would be so again, and the page would wait for ever.
        log.warning("%s cannot be read for comparing", blob, exc_info=True)
        return ""
    return found


def read(content: bytes) -> str:
    """Done in the other process. Encrypted, damaged, scanned, no text at all: nothing to compare."""
    from duban.reading.intake import Refused, take_in

    try:
        # A zero sign cannot be kept by every database.
        return take_in(content, scans=False).text[:MOST_CHARACTERS].replace("\0", " ")
    except Refused:
        return ""
