"""What a backup holds comes back; what is not empty is refused; nothing half-done is left."""

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from duban.config import backup, serve
from duban.config.backup import BackupError, bring_back, save
from duban.config.folders import secret_key
from duban.files.actions import keep
from duban.org.start import one_time_link

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(world, tmp_path: Path):
    return keep(ContentFile("会议照片清单".encode()), "清单.txt", actor=world.clerk, noun="task", noun_id=1)


def test_a_backup_holds_database_evidence_and_key(kept, tmp_path: Path, settings):
    target = tmp_path / "all.tar"
    save(target)
    with tarfile.open(target) as tar:
        names = tar.getnames()
        about = json.load(tar.extractfile("backup.json"))  # type: ignore[arg-type]
        assert {"backup.json", "secret.key", "database"} <= set(names)
        evidence = [name for name in names if name.startswith("files/")]
        assert len(evidence) == about["files"] == 1
        assert tar.extractfile(evidence[0]).read() == "会议照片清单".encode()  # type: ignore[union-attr]
        assert tar.extractfile("secret.key").read().decode() == settings.SECRET_KEY  # type: ignore[union-attr]


def test_an_existing_file_is_not_overwritten(world, tmp_path: Path):
    target = tmp_path / "mine.tar"
    target.write_text("something else")
    with pytest.raises(BackupError, match="exists already"):
        save(target)
    assert target.read_text() == "something else"


def test_a_backup_that_cannot_be_written_leaves_nothing(kept, tmp_path: Path, monkeypatch):
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full_disk)
    with pytest.raises(BackupError, match="No space left"):
        save(tmp_path / "all.tar")
    assert not list(tmp_path.glob("all.tar*"))


def test_restoring_over_a_database_in_use_is_refused(world, tmp_path: Path):
    with pytest.raises(BackupError, match="not empty"):
        bring_back(tmp_path / "whatever.tar")


def test_nobody_else_on_the_machine_reads_a_backup_or_the_data_folder(kept, tmp_path: Path, monkeypatch):
    before = os.umask(0o022)
    try:
        target = tmp_path / "all.tar"
        save(target)
        monkeypatch.setenv("DUBAN_DATA", str(tmp_path / "fresh"))
        monkeypatch.delenv("DUBAN_SECRET_KEY", raising=False)
        secret_key()
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o077 == 0
    assert (tmp_path / "fresh").stat().st_mode & 0o077 == 0


def test_the_data_folder_is_private_also_where_the_key_comes_from_elsewhere(db, tmp_path: Path, monkeypatch, settings):
    """The key is made with the folder; when it is given, somebody else makes the folder first."""
    monkeypatch.setenv("DUBAN_SECRET_KEY", "given")
    monkeypatch.setattr(serve, "collect_static", lambda *_, **__: None)
    before = os.umask(0o022)
    try:
        for name, make in (("served", lambda: serve.prepare(say=lambda _: None)), ("begun", one_time_link)):
            settings.DATA = tmp_path / name
            make()
            assert settings.DATA.stat().st_mode & 0o077 == 0, name
    finally:
        os.umask(before)


def test_a_backup_is_one_step_whoever_writes_meanwhile(tmp_path: Path, monkeypatch):
    """Between two steps a writer makes SQLite begin again: a busy database would never be backed up."""
    path, steps = tmp_path / "busy.sqlite3", []
    with closing(sqlite3.connect(path)) as busy:
        busy.execute("PRAGMA journal_mode=WAL")
        busy.execute("CREATE TABLE files_blob (storage_name TEXT)")
        busy.execute("CREATE TABLE bulk (x BLOB)")
        busy.executemany("INSERT INTO bulk VALUES (zeroblob(4096))", [()] * 9000)
        busy.commit()

    class Source:
        vendor = "sqlite"

        def ensure_connection(self) -> None:
            self.connection = self
            self.real = sqlite3.connect(path)

        def backup(self, target: sqlite3.Connection, *, pages: int = -1) -> None:
            def written_meanwhile(*_: int) -> None:
                steps.append(1)
                with closing(sqlite3.connect(path)) as other, other:
                    other.execute("INSERT INTO bulk VALUES (zeroblob(10))")
                assert len(steps) < 9, "it begins again and again"

            self.real.backup(target, pages=pages, progress=written_meanwhile)
            self.real.close()

    monkeypatch.setattr(backup, "connection", Source())
    monkeypatch.setattr(backup, "_names_sql", lambda: "SELECT storage_name FROM files_blob")
    assert backup._snapshot(tmp_path / "copy.sqlite3") == []
    assert len(steps) == 1
