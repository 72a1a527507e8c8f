"""The command says what is wrong in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def duban(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duban.config.command", *arguments],
        env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = duban("verify", DUBAN_DATA=str(blocked / "data"), DATABASE_URL="")
    assert done.returncode == 1
    assert "writable" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.anydb
def test_a_database_that_is_away_is_named(tmp_path: Path):
    done = duban("verify", DUBAN_DATA=str(tmp_path), DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert "database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.anydb
def test_reading_needs_neither_django_nor_the_library_of_the_command_line(tmp_path: Path):
    text = tmp_path / "纪要.txt"
    text.write_text("会议要求，安全部要在6月底前制定检查方案。", encoding="utf-8")
    code = (
        "import sys; sys.argv = ['duban', 'read', '--json', sys.argv[1]]\n"
        "from duban.__main__ import main\n"
        "try: main()\nexcept SystemExit as left: assert left.code == 0, left\n"
        "assert not {'django', 'typer'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(text)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"安全部"' in done.stdout
