"""What kind of file this is, and who reads it."""

from __future__ import annotations

import re
from pathlib import Path

from duban.reading.intake.archives import opened, part
from duban.reading.intake.refusal import MOST_BYTES, MOST_CHARACTERS, Refused
from duban.reading.intake.taken import Taken

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|table|article|section|span|meta|title)\b[^<>]*>", re.IGNORECASE
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]*:[ \t]?")
_MAIL = re.compile(rb"^(?:MIME-Version|Content-Type|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)
# Kinds that are known and not read, told by how they begin.
_OTHERS = (
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"\x00\x00\x01\x00", "icon"),
)


def take_in_file(path: Path) -> Taken:
    """The text of a file. Raises Refused."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("too_big", limit=MOST_BYTES // 2**20)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("not_found") from error
    except OSError as error:
        raise Refused("unreadable", reason=error.strerror or "") from error
    return take_in(data)


def take_in(data: bytes, *, scans: bool = True) -> Taken:
    """The text in `data`. Raises Refused; without `scans` also for what would have to be recognised from pictures."""
    if len(data) > MOST_BYTES:
        raise Refused("too_big", limit=MOST_BYTES // 2**20)
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Refused("empty")
    taken = _read(data, scans)
    if not taken.text.strip("\n\t \u3000\u00a0\ufeff"):
        raise Refused("no_text")
    if len(taken.text) > MOST_CHARACTERS:
        raise Refused("bomb")
    return taken


def _read(data: bytes, scans: bool) -> Taken:
    if b"%PDF-" in data[:1024]:
        from duban.reading.intake.pdf import read_pdf

        return read_pdf(data, scans=scans)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_archive(data, scans)
    if data.startswith(_OLE):
        return _read_ole(data)
    if data.startswith(_PICTURES[:-1]) or _is_webp(data) or _is_bitmap(data):
        if not scans:
            raise Refused("scanned")
        from duban.reading.intake.picture import read_picture

        return read_picture(data)
    if data.startswith(b"{\\rtf"):
        from duban.reading.intake.office import read_old_office

        return read_old_office(data, ".rtf")
    for beginning, kind in _OTHERS:
        if data.startswith(beginning) and (kind != "program" or b"\x00" in data[:512]):
            raise Refused("unsupported", kind=kind)
    if _is_mail(data):
        from duban.reading.intake.mail import read_mail

        return read_mail(data)
    if _is_page(data):
        from duban.reading.intake.web import read_web

        return read_web(data)
    from duban.reading.intake.plain import read_plain

    return read_plain(data)


def _is_page(data: bytes) -> bool:
    """A whole web page. A text with a few tags left in it is a damaged text, not a page."""
    head = data[:65536].replace(b"\x00", b"")
    if re.search(rb"<(?:!doctype\s+html|html|body)\b", head, re.IGNORECASE):
        return True
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and len(_HTML.findall(head)) >= 3


def _is_mail(data: bytes) -> bool:
    """Header lines up to the first empty one, among them one that only mail has."""
    head = data[:8192].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    lines = [line for line in head.split(b"\n") if line[:1] not in (b" ", b"\t")]
    return _MAIL.search(head) is not None and all(map(_HEADER.match, lines))


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_bitmap(data: bytes) -> bool:
    return data[:2] == b"BM" and len(data) > 26 and int.from_bytes(data[2:6], "little") == len(data)


def _read_archive(data: bytes, scans: bool) -> Taken:
    archive = opened(data)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        from duban.reading.intake.word import read_word

        return read_word(data, scans=scans)
    if "ppt/presentation.xml" in names:
        from duban.reading.intake.slides import read_slides

        return read_slides(data)
    if {"content.xml", "mimetype"} <= names and b"opendocument.text" in part(archive, "mimetype"):
        from duban.reading.intake.office import read_old_office

        return read_old_office(data, ".odt")
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        from duban.reading.intake.excel import read_excel

        return read_excel(data)
    raise Refused("unsupported", kind="zip")


def _read_ole(data: bytes) -> Taken:
    """The old Microsoft container: an encrypted new document, an old workbook, an old Word or WPS document."""
    if _holds(data, "EncryptedPackage"):
        raise Refused("encrypted")
    if _holds(data, "Workbook") or _holds(data, "Book"):
        from duban.reading.intake.excel import read_excel

        return read_excel(data)
    if _holds(data, "PowerPoint Document"):
        raise Refused("old_slides")
    from duban.reading.intake.office import read_old_office

    return read_old_office(data, ".doc" if _holds(data, "WordDocument") else ".wps")


def _holds(data: bytes, stream: str) -> bool:
    """Whether the container's directory lists this stream: a text may hold the same word (a font called Bookman).

    An entry is 128 bytes: the name in 64, its length in bytes with the closing zero, what it is (MS-CFB, 2.6.1).
    """
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + (len(name) + 2).to_bytes(2, "little")
    at = data.find(entry)
    while at >= 0 and at % 128:
        at = data.find(entry, at + 1)
    return at >= 0
