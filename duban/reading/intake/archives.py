"""Opening zip-based documents without being blown up by them."""

from __future__ import annotations

import io
import zipfile
import zlib

from duban.reading.intake.refusal import Refused

MOST_UNPACKED = 256 * 1024 * 1024
MOST_ENTRY = 96 * 1024 * 1024
MOST_ENTRIES = 20_000
# Text and XML rarely shrink to less than a hundredth; only large entries are judged by it.
MOST_RATIO, JUDGED_FROM = 250, 8 * 1024 * 1024


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive in `data`, after a look at what it would unpack to."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("encrypted")
        if entry.file_size > JUDGED_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise Refused("bomb")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry, never more than the archive promised. Raises Refused if it is missing or damaged."""
    try:
        with archive.open(name) as entry:
            data = entry.read(MOST_ENTRY + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    if len(data) > MOST_ENTRY:
        raise Refused("bomb")
    return data
