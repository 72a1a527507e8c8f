"""What cannot be read is refused with a code and a sentence; nothing raises anything else."""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.reading import read
from duban.reading.intake import Refused, picture, take_in
from tests.reading.intake import samples


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\x00" * 4096, "empty"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 600, "unsupported"),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, "unsupported"),
        (bytes(range(256)) * 40, "binary"),
        (samples.bomb(), "bomb"),
        (samples.archive({"a.txt": b"x"}), "unsupported"),
        (samples.archive({"ppt/presentation.xml": b"x"}), "damaged"),
        (samples.archive({"word/document.xml": b"<w:document"}), "damaged"),
        (samples.word()[:-2000], "damaged"),
        (samples.excel()[:-500], "damaged"),
        (samples.pdf()[:300], "damaged"),
        (samples.pdf(password="x"), "encrypted"),
        (samples.ole("EncryptedPackage"), "encrypted"),
        (samples.ole("Workbook"), "damaged"),
        (samples.ole("PowerPoint Document"), "old_slides"),
        (b"%PDF-1.4\nnothing", "damaged"),
        (b"<html><body><script>x</script></body></html>", "no_text"),
    ],
)
def test_refused_with_a_code_and_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        take_in(data)
    assert refusal.value.code == code
    assert refusal.value.message.endswith((".", "'duban[ocr]'"))


OLD = {"doc": samples.ole("WordDocument"), "rtf": b"{\\rtf1\\ansi text}", "odt": samples.open_text()}


@pytest.mark.parametrize("kind", OLD)
def test_old_word_and_its_like_say_what_to_install(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    reading = read(OLD[kind])
    assert reading.code == "needs_office"
    assert "soffice" in (reading.error or "")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, samples.pdf([])])
def test_pictures_and_scans_name_the_extra(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr(picture, "_engine", picture._engine.__wrapped__)
    reading = read(data)
    assert reading.code == "scanned"
    assert "duban[ocr]" in (reading.error or "")


def test_pages_that_are_pictures_among_written_ones_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr(picture, "_engine", picture._engine.__wrapped__)
    reading = read(samples.partly_scanned())
    assert reading.pages_missed == [2]
    assert reading.directives
    assert "not read: 2." in (reading.note or "")
    assert read(samples.pdf()).note is None


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert read(path).code == "too_big"


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    assert read(tmp_path / "none.txt").code == "not_found"
    assert read(tmp_path).code == "unreadable"
    if os.geteuid():
        locked = tmp_path / "locked.txt"
        locked.write_text("会议")
        locked.chmod(0)
        assert read(locked).code == "unreadable"


@pytest.mark.parametrize("text", ["This note is about nothing in particular.", "Протокол заседания № 5", "!!!???"])
def test_other_languages_say_so(text: str) -> None:
    assert read(text.encode()).code == "other_language"
    assert read(text).code == "other_language"


def test_a_text_that_directs_nobody_says_so() -> None:
    reading = read("今天天气很好。")
    assert reading.error is None
    assert reading.directives == []
    assert reading.note == "No sentence in this text directs anybody to act."


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reading = read(data)
    assert reading.error is None or reading.code


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = read(text)
    assert reading.error is None or reading.code


WHOLE = {"word": samples.word(), "excel": samples.excel(), "page": samples.page(), "pdf": samples.pdf()}


@pytest.mark.parametrize("kind", WHOLE)
@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_files_with_bytes_changed_or_cut_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    changed = bytearray(WHOLE[kind])
    for at in data.draw(st.lists(st.integers(0, len(changed) - 1), max_size=12)):
        changed[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(changed))))
    reading = read(bytes(changed[:cut]))
    assert reading.error is None or reading.code


def test_pages_nested_to_hurt_are_read() -> None:
    page = "<html><body>" + "<div>" * 20_000 + "会议要求，各单位要抓好落实。" + "</div>" * 20_000
    assert read(page.encode()).restored == "会议要求，各单位要抓好落实。"


@pytest.mark.parametrize(
    "piece", ["会议要求抓好落实?;", "会 议 要 求 抓 好 落 实", "会议<script>要求", "会(", "会\t议\n", "<!--会议"]
)
def test_the_same_thing_over_and_over_takes_time_in_proportion(piece: str) -> None:
    """Ten times the text may take ten times as long, and a good deal more on a busy machine, but not a hundred times."""

    def seconds(times: int) -> float:
        start = time.process_time()
        assert read((piece * times).encode()).error is None
        return time.process_time() - start

    seconds(10)
    assert seconds(30_000) < 40 * seconds(3_000) + 1
