"""Old Word and WPS files, RTF and OpenDocument texts, converted by LibreOffice if it is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Taken

SECONDS = 60
# Somebody else's file: its macros do not run, and what it links to on other hosts is not fetched.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_old_office(data: bytes, suffix: str) -> Taken:
    """Through `soffice --convert-to docx`, in a profile of its own so that a running LibreOffice is not disturbed."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise Refused("needs_office")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, settings = Path(folder, f"source{suffix}"), Path(folder, "profile", "user")
        source.write_bytes(data)
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", folder, str(source)]
        _run(command)
        converted = Path(folder, "source.docx")
        if not converted.exists():
            raise Refused("damaged")
        from duban.reading.intake.word import read_word

        return read_word(converted.read_bytes())


def _run(command: list[str]) -> None:
    """Run it for as long as a reader waits; then it goes with all that it started, for `soffice` starts the converter."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise Refused("damaged") from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused("damaged") from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
