"""What needs another program to be read is read with that program, where it is installed."""

import importlib.util
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from duban.reading import read
from duban.reading.intake import Refused, office, take_in
from tests.reading.intake import samples

FONTS = [Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")]
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
needs_recogniser = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra duban[ocr] is not installed"
)


def converted(data: bytes, ending: str, folder: Path) -> bytes:
    """The Word document saved by LibreOffice as another kind."""
    source = folder / "source.docx"
    source.write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending,
         "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"source.{ending}").read_bytes()


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_other_word_processors_files_give_text_and_tables(kind: str, tmp_path: Path) -> None:
    taken = take_in(converted(samples.word(), kind, tmp_path))
    rows = ["\t".join(row) for row in samples.ROWS]
    assert [line for line in taken.text.split("\n") if line] == [*samples.LINES[:2], *rows, samples.LINES[2]]
    assert [[cell.text for cell in row] for table in taken.tables for row in table.rows] == samples.ROWS


@needs_office
def test_a_wps_file_is_an_old_word_file_by_another_name(tmp_path: Path) -> None:
    path = tmp_path / "纪要.wps"
    path.write_bytes(converted(samples.word(), "doc", tmp_path))
    assert "管网部" in [unit for each in read(path).directives for unit in each.units]


@needs_office
def test_rich_text_and_open_text_written_by_hand_are_read() -> None:
    assert take_in(samples.rich_text()).text == samples.TEXT
    assert take_in(samples.open_text()).text == samples.TEXT


@needs_office
def test_a_damaged_old_file_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        take_in(samples.ole("WordDocument"))
    assert refusal.value.code in ("damaged", "no_text")


def test_a_converter_that_never_ends_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {child}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(Refused) as refusal:
        take_in(samples.ole("WordDocument"))
    assert refusal.value.code == "damaged"
    assert is_gone(int(child.read_text()))


def is_gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_slides_are_read_in_the_order_in_which_they_are_shown() -> None:
    taken = take_in(samples.slides())
    rows = ["\t".join(row) for row in samples.ROWS]
    assert taken.kind == "pptx"
    assert taken.text.split("\n") == [*samples.LINES, *rows]
    assert [[cell.text for cell in row] for table in taken.tables for row in table.rows] == samples.ROWS


SCANNED = [
    "关于做好汛期安全工作的会议纪要",
    "一、安全部要在6月15日前完成码头排水检查，并报送检查报告。",
    "二、各单位每月5日前上报隐患整改进展情况。",
]


def picture(kind: str, turned: int = 0) -> bytes:
    """A page as a scanner gives it: letters in pixels."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(next(path for path in FONTS if path.exists())), 30)
    page = Image.new("RGB", (1240, 400), "white")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(SCANNED):
        pen.text((80, 60 + 70 * number), line, font=font, fill="black")
    out = io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
        page = page.rotate(90, expand=True)
    page.save(out, kind, **({"exif": exif} if turned else {}))
    return out.getvalue()


@needs_recogniser
@pytest.mark.skipif(not any(path.exists() for path in FONTS), reason="no Chinese font to draw a page with")
@pytest.mark.parametrize(("kind", "turned"), [("PNG", 0), ("PDF", 0), ("JPEG", 6)])
def test_a_scan_is_read_and_its_directives_found(kind: str, turned: int, capfd: pytest.CaptureFixture[str]) -> None:
    reading = read(picture(kind, turned))
    assert reading.error is None
    assert "".join(reading.restored.split()) == "".join(SCANNED)
    assert "安全部" in [unit for each in reading.directives for unit in each.units]
    assert "INFO" not in "".join(capfd.readouterr())
