"""One file must not stop the worker, nor a web process: hostile ones are read in a process of their own."""

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest

from duban.files.actions import keep_content
from duban.minutes import apart
from duban.minutes.actions import file_document
from duban.minutes.incoming import Incoming, read_now
from duban.minutes.jobs import read_in_background
from duban.minutes.reader import read_source

SAID = "会议要求，审计部要在8月底前完成工程审计，形成清单。"


def pdf(levels: int, fan: int) -> bytes:
    """A page that draws a form `fan` times, which draws a form `fan` times, and so on: fan ** levels words."""
    font = b"/Font<</F 5 0 R>>"
    calls = b"/X Do " * fan

    def stream(head: bytes, body: bytes) -> bytes:
        return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(body), body)

    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</XObject<</X 10 0 R>>%s>>>>" % font,
        4: stream(b"", calls),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    for level in range(levels):
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>%s>>" % (11 + level, font)
        objects[10 + level] = stream(head, calls if level < levels - 1 else b"BT /F 12 Tf 10 10 Td (a) Tj ET")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in sorted(objects.items()))
    return b"%PDF-1.5\n" + body + b"trailer<</Root 1 0 R/Size 100>>\n%%EOF"


@pytest.fixture
def filed(world):
    def file(content: bytes, name: str):
        blob, name = keep_content(io.BytesIO(content), name)
        return file_document(
            actor=world.clerk, unit=world.supervision, kind="minutes", title="纪要", original=blob, file_name=name
        )

    return file


def test_a_file_that_breaks_the_process_is_given_up_and_the_worker_lives(filed, monkeypatch):
    document = filed(pdf(4, 60), "纪要.pdf")
    assert document.original.size < 3000
    monkeypatch.setattr(apart, "MOST_MEMORY", 600 * 2**20)
    assert read_in_background.func(document.pk)
    document.refresh_from_db()
    assert (document.reading, document.error_code) == ("failed", "bomb")


def test_a_file_that_takes_too_long_is_given_up():
    assert apart.read_apart(SAID.encode(), name="纪要.txt", date=None, units=[], seconds=0.01).error == "bomb"


def test_reading_apart_finds_the_same():
    day, units = date(2026, 8, 6), ["审计部"]
    there = apart.read_apart(SAID.encode(), name="纪要.txt", date=day, units=units)
    here = read_source(SAID.encode(), name="纪要.txt", date=day, units=units)
    assert (there.raw, there.composition.text) == (here.raw, here.composition.text)
    assert there.directives == here.directives != []


def test_a_small_file_that_unpacks_to_much_is_left_to_the_worker(world):
    made, packed = io.BytesIO(), io.BytesIO()
    plain = docx.Document()
    plain.add_paragraph(SAID)
    plain.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 1_000_000)
            target.writestr(name, part)
    small = keep_content(io.BytesIO(made.getvalue()), "纪要.docx")[0]
    much = keep_content(io.BytesIO(packed.getvalue()), "纪要.docx")[0]
    assert much.size < 200_000
    assert read_now(Incoming("纪要.docx", blob=small), date=None).directives
    assert read_now(Incoming("纪要.docx", blob=much), date=None) is None


def far_ends(*, dressed: bool = False) -> bytes:
    """A workbook of two cells that spans every row and column there is; `dressed` with a folder of Word's as well."""
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = "会议要求"
    file = io.BytesIO()
    book.save(file)
    if dressed:
        with zipfile.ZipFile(file, "a") as packed:
            packed.writestr("word/empty.xml", b"<empty/>")
    return file.getvalue()


@pytest.mark.parametrize(("name", "dressed"), [("表.xlsx", False), ("表.docx", True)])
def test_a_workbook_is_never_read_where_pages_are_answered(world, name, dressed):
    blob, _name = keep_content(io.BytesIO(far_ends(dressed=dressed)), name)
    assert read_now(Incoming(name=name, blob=blob), date=None) is None
    assert apart.read_apart(far_ends(dressed=dressed), name=name, date=None, units=[]).error == "bomb"
