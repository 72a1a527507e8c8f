"""What a file is, told by its content; and whether that is what its name says."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEAD = 64 * 1024
# The list of names of a zip file: twenty thousand files or so.
MOST_DIRECTORY = 2 * 2**20
_END_OF_ZIP = 22 + 0xFFFF
OFFICE = "application/vnd.openxmlformats-officedocument"

# Media type → the endings a file of it may carry; the first is given to a file that has none.
ACCEPTED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "image/heic": ("heic", "heif"),
    f"{OFFICE}.wordprocessingml.document": ("docx",),
    f"{OFFICE}.spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "application/ofd": ("ofd",),
    "application/x-ole-storage": ("doc", "xls", "ppt", "wps", "et", "dps", "msg"),
    "application/rtf": ("rtf", "doc"),
    "application/zip": ("zip",),
    "application/vnd.rar": ("rar",),
    "application/x-7z-compressed": ("7z",),
    "video/mp4": ("mp4", "m4v", "mov"),
    "video/quicktime": ("mov",),
    "audio/mp4": ("m4a",),
    "audio/mpeg": ("mp3",),
    "audio/wav": ("wav",),
    "audio/amr": ("amr",),
    "text/html": ("html", "htm", "txt", "doc", "xls"),
    "text/plain": ("txt", "md", "csv", "log", "json", "eml", "ics", "html", "htm"),
}
ENDINGS = sorted({ending for endings in ACCEPTED.values() for ending in endings})
# The same in a few words: nobody reads forty endings.
_KINDS = gettext_lazy("pictures, PDF, OFD, Office files, text, audio, video, archives")

_STARTS: list[tuple[int, bytes, str]] = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
]
_PROGRAMS = (b"MZ", b"\x7fELF")
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic",
           b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}  # fmt: skip
_PARTS = [
    ("word/", f"{OFFICE}.wordprocessingml.document"),
    ("xl/", f"{OFFICE}.spreadsheetml.sheet"),
    ("ppt/", f"{OFFICE}.presentationml.presentation"),
]


# Marks that turn the direction of writing: with them "exe.pdf" can be shown for "fdp.exe".
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Media:
    """What was found: the media type, and the name with an ending that tells the truth."""

    media_type: str
    name: str


def recognise(stream: BinaryIO, name: str) -> Media:
    """Tell what `stream` (seekable) is and check it against its name. Raises ValidationError in the reader's words."""
    stream.seek(0)
    head = stream.read(HEAD)
    clean = clean_name(name)
    if not head:
        raise ValidationError(_("The file “%(name)s” is empty.") % {"name": clean})
    found = _tell(head, stream)
    if found is None:
        raise ValidationError(
            _("“%(name)s” is a kind of file that is not accepted (%(kind)s). Accepted are: %(kinds)s.")
            % {"name": clean, "kind": _guess(head), "kinds": _KINDS}
        )
    endings = ACCEPTED[found]
    ending = ending_of(clean)
    if not ending:
        return Media(found, f"{clean}.{endings[0]}")
    if ending not in ENDINGS:
        raise ValidationError(
            _("“%(name)s”: files ending in .%(ending)s are not accepted. Accepted are: %(kinds)s.")
            % {"name": clean, "ending": ending, "kinds": _KINDS}
        )
    if ending not in endings:
        raise ValidationError(
            _("“%(name)s” says it is a .%(ending)s file, but its content is .%(real)s. Give it its right name.")
            % {"name": clean, "ending": ending, "real": endings[0]}
        )
    return Media(found, clean)


def clean_name(name: str) -> str:
    """The last part of a path, without what could mislead: control characters and marks that turn writing round."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(c if c.isprintable() else " " for c in last.translate(_TURNING))
    last = " ".join(last.split()).strip(". ") or _("unnamed")
    path = PurePosixPath(last)
    return path.stem[: 255 - len(path.suffix)] + path.suffix if len(last) > 255 else last


def _tell(head: bytes, stream: BinaryIO) -> str | None:
    if head.startswith(_PROGRAMS):
        return None
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    for at, start, media_type in _STARTS:
        if head[at : at + len(start)] == start and (at == 0 or head.startswith(b"RIFF")):
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _tell_zip(stream)
    return None if head.startswith(b"#!") else _tell_text(head)


def _tell_zip(stream: BinaryIO) -> str | None:
    """Office files are zip files. Only the list of names is read, never what they hold, so no bomb goes off."""
    if not _has_short_directory(stream):
        return None
    try:
        with zipfile.ZipFile(stream) as packed:
            names = packed.namelist()
            if any(each.endswith("vbaProject.bin") for each in names):
                return None  # a program in a document's clothes
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _PARTS if any(n.startswith(part) for n in names)), None)
            if "OFD.xml" in names:
                return "application/ofd"
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                declared = packed.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in ACCEPTED else None
            return "application/zip"
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None


def _has_short_directory(stream: BinaryIO) -> bool:
    """Whether the list of names is one to read while somebody waits: half a million of them take ten seconds."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_OF_ZIP))
    tail = stream.read(_END_OF_ZIP)
    stream.seek(0)
    at = tail.rfind(b"PK\5\6")
    # The length of the list stands in the last record; of all ones, it stands elsewhere and is longer than we read.
    return at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") <= MOST_DIRECTORY


def _tell_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text: str | None = head.decode("utf-16", "ignore")
    else:
        text = None if b"\0" in head else _decoded(head)
    if text is None:
        return None
    # Damaged minutes are full of stray marks; a page of control characters is not text.
    if sum(c < " " and c not in "\t\r\n\f\x1a\x1b" for c in text) * 50 > len(text):
        return None
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return "text/html" if start.startswith(("<!doctype html", "<html", "<head", "<body")) else "text/plain"


def _decoded(head: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(head) - error.start < 4 and len(head) == HEAD:
                return head[: error.start].decode(encoding)  # only the last character was cut
    # Bytes out of step are exactly what the reader restores: mostly Chinese is text all the same.
    text = head.decode("gb18030", "replace")
    return text if text.count("\ufffd") * 20 < len(text) else None


def _guess(head: bytes) -> str:
    if head.startswith(_PROGRAMS):
        return _("program")
    if head.startswith(b"#!"):
        return _("script")
    try:
        return puremagic.from_string(head, mime=True) or _("unknown")
    except (puremagic.PureError, ValueError):
        return _("unknown")


def ending_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")
