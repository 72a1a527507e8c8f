"""Contents of many kinds, made here."""

import base64
import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        if mimetype:
            packed.writestr("mimetype", mimetype)
        for name in names:
            packed.writestr(name, "<x/>")
    return out.getvalue()


def endless_zip(names: int = 60_000) -> bytes:
    """A zip file that is nothing but a list of names, which takes long to read."""
    fixed = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
    listed = b"".join(fixed + b"%07d" % number for number in range(names))
    first = b"PK\3\4" + bytes(26)
    return first + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, names & 0xFFFF, names & 0xFFFF, len(listed), 30, 0)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 × 60,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
DOCX = zipped("[Content_Types].xml", "word/document.xml")


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent_ahead(client: Any, name: str = "报告.pdf", content: bytes = PDF) -> str:
    """The number of a file that whoever is logged in sent ahead of a form, as the script does."""
    tus = {"Tus-Resumable": "1.0.0"}
    meta = "filename " + base64.b64encode(name.encode()).decode()
    announced = {**tus, "Upload-Length": str(len(content)), "Upload-Metadata": meta}
    url = client.post("/files/uploads/", headers=announced)["Location"]
    client.generic("PATCH", url, content, content_type="application/offset+octet-stream",
                   headers={**tus, "Upload-Offset": "0"})  # fmt: skip
    return str(url.rsplit("/", 1)[-1])
