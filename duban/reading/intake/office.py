"""Old Word and WPS files, converted by LibreOffice if it is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Taken

SECONDS = 60


def read_old_office(data: bytes, suffix: str) -> Taken:
    """Through `soffice --convert-to docx`, in a profile of its own so that a running LibreOffice is not disturbed."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise Refused("needs_office")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise Refused("damaged") from error
        converted = Path(folder, "source.docx")
        if not converted.exists():
            raise Refused("damaged")
        from duban.reading.intake.word import read_word

        return read_word(converted.read_bytes())
