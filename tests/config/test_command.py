"""The command says what is wrong in a sentence."""

import os
import socket
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
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL begins with postgres://"),
        ({"DUBAN_MAX_UPLOAD": "much"}, "DUBAN_MAX_UPLOAD is a whole number"),
        ({"DUBAN_TIME_ZONE": "Nowhere"}, "DUBAN_TIME_ZONE is a time zone"),
        ({"DUBAN_LANGUAGE": "xx"}, "DUBAN_LANGUAGE is one of zh-hans"),
        ({"DUBAN_URL": "duban.example.org"}, "DUBAN_URL begins with http://"),
        ({"DUBAN_EMAIL": "mail.example.org"}, "DUBAN_EMAIL begins with smtp://"),
        ({"OIDC_SERVER_URL": "https://id.example.org"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET is missing"),
        ({"DUBAN_REQUIRE_MFA": "boss"}, "unknown roles: boss"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(tmp_path: Path, said, words):
    done = duban("seal", **{"DUBAN_DATA": str(tmp_path), "DATABASE_URL": "", **said})
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.anydb
@pytest.mark.parametrize("command", [["serve"], ["demo", "--serve"]])
def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path, command):
    # As another server of Duban would hold it: ready to share.
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = duban(*command, "--port", port, DUBAN_DATA=str(tmp_path), DATABASE_URL="")
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "duban.sqlite3").exists()


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
