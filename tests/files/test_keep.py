import errno
import io
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages

from duban.files import pictures
from duban.files.actions import keep, withdraw
from duban.files.models import Blob, Evidence
from duban.files.storage import CannotStore
from tests.files.samples import PDF, bomb, picture, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings) -> Path:
    return Path(settings.STORAGES["evidence"]["OPTIONS"]["url"])


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def kept(content: bytes = PDF, name: str = "报告.pdf", **more) -> Evidence:
    return keep(io.BytesIO(content), name, actor=None, noun="report", noun_id=3, **more)


def test_evidence_is_kept_by_its_content_under_its_name(world, folder):
    evidence = keep(
        uploaded("报告.pdf", PDF), "报告.pdf", actor=world.clerk, noun="report", noun_id=3, unit_id=4, caption=" 一 "
    )
    assert (evidence.name, evidence.uploaded_by, evidence.unit_id, evidence.caption) == (
        "报告.pdf",
        world.clerk,
        4,
        "一",
    )
    assert files_in(folder) == [evidence.blob.storage_name]
    with evidence.blob.open() as content:
        assert content.read() == PDF
    assert list(Evidence.objects.of("report", 3)) == [evidence]


def test_the_same_content_is_stored_once(folder, monkeypatch):
    first, second = kept(), kept(name="副本.pdf")
    assert first.blob == second.blob
    assert second.name == "副本.pdf"
    assert len(files_in(folder)) == 1


def test_a_content_that_went_missing_is_stored_again_when_it_comes_again(folder):
    first = kept()
    (folder / first.blob.storage_name).unlink()
    kept()
    assert files_in(folder) == [first.blob.storage_name]


def test_a_content_cut_short_on_disk_is_stored_whole_again(folder):
    path = folder / kept().blob.storage_name
    path.chmod(0o640)
    path.write_bytes(PDF[:5])
    kept()
    assert path.read_bytes() == PDF


def test_what_is_too_large_is_refused_with_the_limit(folder, settings):
    settings.EVIDENCE_MAX_BYTES = 20
    with pytest.raises(ValidationError, match="at most 20"):
        kept()
    assert not Blob.objects.exists()
    assert not files_in(folder)


def test_a_caller_may_narrow_what_is_accepted():
    with pytest.raises(ValidationError, match="not accepted here"):
        kept(endings=["docx"])


def test_a_decompression_bomb_is_refused(folder):
    with pytest.raises(ValidationError, match="far too large"):
        kept(bomb(), "b.png")
    assert not files_in(folder)


def test_a_picture_of_too_many_pixels_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 800 * 600 - 1)
    with pytest.raises(ValidationError, match="800 × 600"):
        kept(picture(), "p.jpg")


def test_a_damaged_picture_is_refused():
    with pytest.raises(ValidationError, match="damaged picture"):
        kept(b"\xff\xd8\xff" + b"x" * 100, "p.jpg")


FAULTS = {
    errno.ENOSPC: "no room left",
    errno.EDQUOT: "no room left",
    errno.EROFS: "may not write",
    errno.EACCES: "may not write",
    errno.EIO: "cannot be reached",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "mkdir"])
def test_a_store_that_refuses_leaves_nothing_half_done(folder, monkeypatch, call, fault):
    folder.mkdir(parents=True)
    real = {"open": os.open, "write": os.write}

    def refuse(*args, **kwargs):
        if call == "open" and not str(args[0]).endswith(".part"):
            return real["open"](*args, **kwargs)
        if call == "write":
            real["write"](args[0], bytes(args[1])[:3])  # a disk fills up in the middle
        raise OSError(fault, "refused")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(CannotStore) as refused:
        kept()
    monkeypatch.undo()
    assert FAULTS[fault] in refused.value.messages[0]
    assert not Blob.objects.exists()
    assert not Evidence.objects.exists()
    assert not files_in(folder)


def test_the_content_is_forced_to_disk_before_it_has_its_name_and_before_a_row_names_it(folder, monkeypatch):
    done: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *args, name=name, real=real: (done.append(name), real(*args))[1])
    create = Blob.objects.get_or_create
    monkeypatch.setattr(Blob.objects, "get_or_create", lambda **given: (done.append("row"), create(**given))[1])
    kept()
    assert done == ["fsync", "replace", "fsync", "row"]


def test_withdrawn_evidence_is_no_longer_shown_but_still_kept(world, folder):
    evidence = kept()
    withdraw(evidence, actor=world.clerk)
    assert not Evidence.objects.of("report", 3).exists()
    assert len(files_in(folder)) == 1
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw(evidence, actor=world.clerk)


def test_a_small_picture_is_made_once_and_holds_no_camera_data(folder):
    evidence = kept(picture(size=(2000, 1000)), "p.jpg")
    with pictures.thumbnail(evidence.blob) as small:
        from PIL import Image

        shown = Image.open(small)
        assert (shown.format, shown.size, dict(shown.getexif())) == ("WEBP", (360, 180), {})
    before = files_in(folder)
    path = next(folder.glob("thumbnails/*/*/*"))
    written = path.stat().st_mtime_ns
    pictures.thumbnail(evidence.blob).close()
    assert (files_in(folder), path.stat().st_mtime_ns) == (before, written)


def test_a_full_disk_does_not_hide_a_picture_that_is_there(monkeypatch):
    evidence = kept(picture(), "p.jpg")

    def refuse(*args):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", refuse)
    with pictures.thumbnail(evidence.blob) as small:
        assert small.read(4) == b"RIFF"


def test_the_names_for_the_backup_are_where_the_contents_lie(folder):
    from django.db import connection

    kept()
    kept(picture(), "p.jpg")
    with connection.cursor() as cursor:
        cursor.execute(Blob.storage_names_sql())
        names = sorted(row[0] for row in cursor.fetchall())
    assert names == files_in(folder)
    assert all(storages["evidence"].exists(name) for name in names)
