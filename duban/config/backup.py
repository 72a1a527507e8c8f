"""One file that holds everything: the database as of one moment, all evidence, and the signing key.

Evidence is stored before the row that names it is committed and is never changed, so files copied after the database
snapshot always cover it.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

import duban
from duban.config.folders import make_private

FORMAT = 1


class BackupError(Exception):
    """Said to the operator as it is."""


def save(target: Path) -> None:
    """Write a backup to `target` (a new file). Nothing is left behind when it fails half-way."""
    if target.exists():
        raise BackupError(_("%(path)s exists already; name a new file.") % {"path": target})
    part = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = Path(folder) / "database"
            digests = _snapshot(snapshot)
            # It holds the signing key and everybody's data: nobody but its owner reads it.
            with (
                open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
                tarfile.open(fileobj=out, mode="w") as tar,
            ):
                about = {"format": FORMAT, "duban": duban.__version__, "database": connection.vendor,
                         "at": timezone.now().isoformat(), "files": len(digests)}  # fmt: skip
                _add(tar, "backup.json", json.dumps(about).encode())
                _add(tar, "secret.key", settings.SECRET_KEY.encode())
                tar.add(snapshot, "database")
                evidence = storages["evidence"]
                for name in digests:
                    with evidence.open(name) as source:
                        info = tarfile.TarInfo(f"files/{name}")
                        info.size = source.size
                        tar.addfile(info, source)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except OSError as error:
        raise BackupError(_("The backup could not be written: %(error)s") % {"error": error}) from error
    finally:
        part.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _snapshot(target: Path) -> list[str]:
    """Write the database to `target` and return the storage names of the evidence that it knows."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            # In one step: between steps it would begin again whenever somebody writes, and never end.
            connection.connection.backup(copy)
            return [row[0] for row in copy.execute(_names_sql())]
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    with connection.cursor() as cursor:
        # Read after the dump: it may name more files than the dump does, never fewer.
        cursor.execute(_names_sql())
        return [row[0] for row in cursor.fetchall()]


def _names_sql() -> str:
    from duban.files.models import Blob

    return Blob.storage_names_sql()


def _postgres(tool: str, *arguments: str) -> None:
    if not shutil.which(tool):
        raise BackupError(
            _("%(tool)s is not installed. Install PostgreSQL's client programs (Debian: postgresql-client).")
            % {"tool": tool}
        )
    database: dict[str, Any] = settings.DATABASES["default"]
    environment = os.environ | {
        "PGHOST": database["HOST"] or "127.0.0.1",
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    done = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{tool}: {done.stderr.strip()}")


def bring_back(source: Path) -> None:
    """Restore into an empty database and data folder; refuses to overwrite anything."""
    if _has_tables():
        raise BackupError(_("The database is not empty. Restore only into an empty one."))
    try:
        with tarfile.open(source) as tar:
            about = json.load(_member(tar, "backup.json"))
            if about["format"] != FORMAT or about["database"] != connection.vendor:
                raise BackupError(
                    _("This backup is of a %(kind)s database; set DATABASE_URL to such a one.")
                    % {"kind": about["database"]}
                )
            make_private(settings.DATA)
            with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
                snapshot = Path(folder) / "database"
                with snapshot.open("wb") as out:
                    shutil.copyfileobj(_member(tar, "database"), out)
                evidence = storages["evidence"]
                for member, content in _files(tar):
                    if not evidence.exists(member):
                        evidence.save(member, content)
                key = settings.DATA / "secret.key"
                key.touch(mode=0o600)
                key.write_bytes(_member(tar, "secret.key").read())
                key.chmod(0o600)
                # Last, so that a restore that died half-way is still refused nothing and can be run again.
                _replace_database(snapshot)
    except (tarfile.TarError, KeyError, json.JSONDecodeError) as error:
        raise BackupError(_("This is not a whole backup: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise BackupError(_("The backup could not be brought back: %(error)s") % {"error": error}) from error


def _replace_database(snapshot: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(settings.DATABASES["default"]["NAME"])
        for leftover in ("-wal", "-shm", ""):
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        os.replace(snapshot, target)
        return
    _postgres(
        "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error",
        f"--dbname={settings.DATABASES['default']['NAME']}", str(snapshot),
    )  # fmt: skip


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _member(tar: tarfile.TarFile, name: str) -> Any:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _files(tar: tarfile.TarFile) -> Iterator[tuple[str, Any]]:
    from django.core.files import File

    for member in tar.getmembers():
        if member.isfile() and member.name.startswith("files/"):
            yield member.name.removeprefix("files/"), File(tar.extractfile(member), name=member.name)
