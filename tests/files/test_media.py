import io

import pytest
from django.core.exceptions import ValidationError

from duban.files import media
from tests.files.samples import DOCX, PDF, bomb, endless_zip, picture, zipped

MINUTES = "会议强调，要把各项任务落实好。" * 30

GOOD = {
    "报告.pdf": (PDF, "application/pdf"),
    "photo.JPG": (picture(), "image/jpeg"),
    "scan.png": (picture("PNG"), "image/png"),
    "p.webp": (picture("WEBP"), "image/webp"),
    "p.gif": (picture("GIF"), "image/gif"),
    "p.bmp": (picture("BMP"), "image/bmp"),
    "p.tif": (picture("TIFF"), "image/tiff"),
    "附件.docx": (DOCX, f"{media.OFFICE}.wordprocessingml.document"),
    "台账.xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), f"{media.OFFICE}.spreadsheetml.sheet"),
    "文.ofd": (zipped("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    "o.ods": (
        zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "a.zip": (zipped("x.txt"), "application/zip"),
    "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/x-ole-storage"),
    "旧.wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/x-ole-storage"),
    "utf8.txt": (MINUTES.encode(), "text/plain"),
    "gbk.txt": (MINUTES.encode("gb18030"), "text/plain"),
    "utf16.txt": (MINUTES.encode("utf-16"), "text/plain"),
    "long.txt": (("a" + MINUTES * 300).encode(), "text/plain"),
    "step.txt": (MINUTES.encode("gb18030")[:301] + b"\x3b" + MINUTES.encode("gb18030")[301:], "text/plain"),
    "page.html": (b"<!DOCTYPE html><p>x", "text/html"),
    "movie.mp4": (b"\0\0\0\x18ftypisom" + b"\0" * 40, "video/mp4"),
    "phone.mov": (b"\0\0\0\x14ftypqt  " + b"\0" * 40, "video/quicktime"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 40, "image/heic"),
    "voice.amr": (b"#!AMR\n" + b"\x3c" * 40, "audio/amr"),
}


@pytest.mark.parametrize("name", [name for name in GOOD if name != "voice.amr"])
def test_a_file_is_told_by_its_content(name):
    content, expected = GOOD[name]
    assert media.recognise(io.BytesIO(content), name) == media.Media(expected, name)


def test_a_voice_note_is_not_taken_for_a_script():
    content, expected = GOOD["voice.amr"]
    assert media.recognise(io.BytesIO(content), "voice.amr").media_type == expected


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.jpg", PDF, "its content is .pdf"),
        pytest.param("report.pdf", picture(), "its content is .jpg", id="a picture called pdf"),
        pytest.param("a.docx", zipped("x.txt"), "its content is .zip", id="a zip called docx"),
        ("a.txt", PDF, "its content is .pdf"),
        ("photo.jpg", b"MZ\x90\0" + b"\0" * 100, "not accepted (program)"),
        ("a.txt", b"\x7fELF" + b"\0" * 100, "not accepted (program)"),
        ("a.txt", b"#!/bin/sh\nrm -rf /", "not accepted (script)"),
        pytest.param(
            "a.docx",
            zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "not accepted",
            id="macros",
        ),
        ("a.svg", b"<svg xmlns='x'/>", "ending in .svg are not accepted"),
        ("a.exe", MINUTES.encode(), "ending in .exe are not accepted"),
        ("a.txt", bytes(range(1, 30)) * 20, "not accepted"),
        ("a.bin", b"\0\x01\x02" * 50, "not accepted"),
        pytest.param("a.docx", DOCX[:40], "not accepted", id="half a docx"),
        ("a.txt", b"", "is empty"),
    ],
)
def test_a_file_that_lies_or_is_not_accepted_is_refused_in_words(name, content, said):
    with pytest.raises(ValidationError) as refused:
        media.recognise(io.BytesIO(content), name)
    assert said in refused.value.messages[0]
    assert " jfif " not in refused.value.messages[0]  # it names kinds of files, not forty endings


def test_a_file_without_an_ending_is_given_its_own():
    assert media.recognise(io.BytesIO(PDF), "通知").name == "通知.pdf"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("C:\\文档\\报告.pdf", "报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        ("", "unnamed"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, clean):
    assert media.clean_name(given) == clean


def test_a_bomb_is_a_png_by_its_content():
    assert media.recognise(io.BytesIO(bomb()), "b.png").media_type == "image/png"


def test_a_zip_of_nothing_but_names_is_refused_before_they_are_read(monkeypatch):
    def read(*_):
        raise AssertionError("its names were read")

    monkeypatch.setattr(media.zipfile, "ZipFile", read)
    with pytest.raises(ValidationError):
        media.recognise(io.BytesIO(endless_zip()), "a.zip")
