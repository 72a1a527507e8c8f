"""A disk that fills up, or may only be read, under a served Duban: clear pages, nothing half-done, all goes on after."""

import base64
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.asking import Answer, Asking
from tests.faults.served import Served

pytestmark = pytest.mark.faults

MIB = 1 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str, int], Path]]:
    """`disk("name", mib)` → a folder that is a small disk of its own; only an administrator can make one."""
    made: list[Path] = []

    def make(name: str, mib: int) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "duban-test", str(folder)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("a small disk can only be mounted by root")
        made.append(folder)
        return folder

    yield make
    for folder in reversed(made):
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """Write until nothing more goes in."""
    ballast = folder / "ballast"
    descriptor = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    block = MIB
    while block:
        try:
            os.write(descriptor, b"\0" * block)
        except OSError:
            block //= 2
    os.close(descriptor)
    return ballast


def prepared(served: Served) -> Asking:
    asking = Asking(served, served.furnish())
    served.start()
    served.wait_until_up()
    return asking


def send_ahead(asking: Asking, content: bytes) -> Answer:
    """A file for a form, as the upload script sends it; the last answer."""
    page = asking.page("/minutes/new")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token, page.text[:500]
    cookie = re.search(r"csrftoken=([^;]+)", page.headers["Set-Cookie"])
    assert cookie
    own = {
        "Cookie": f"sessionid={asking.about['session']}; csrftoken={cookie[1]}",
        "X-CSRFToken": token[1],
        "Tus-Resumable": "1.0.0",
    }
    name = base64.b64encode("照片.txt".encode()).decode()
    announced = {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    made = asking.send("POST", "/files/uploads/", b"", own | announced)
    if made.status != 201:
        return made
    piece = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    return asking.send("PATCH", made.headers["Location"], content, own | piece)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_disk_of_an_embedded_database_fills_up(served: Served, disk):
    if served.environment["DATABASE_URL"]:
        pytest.skip("this is about the embedded database")
    folder = disk("data", 120)
    served.environment["DUBAN_DATA"] = str(folder)
    asking = prepared(served)
    assert asking.create("before").status == 201
    ballast = fill(folder)
    # What the log of the database had left takes a few; then it is full.
    acknowledged = ["before"]
    for number in range(400):
        answer = asking.create(f"while {number}")
        if answer.status != 201:
            break
        acknowledged.append(f"while {number}")
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    # What needs no room still works.
    assert asking.page("/tasks").status == 200
    assert served.is_running()
    ballast.unlink()
    assert asking.create(f"while {number}").status == 201
    acknowledged.append(f"while {number}")
    served.kill_all()
    found = served.account()
    assert sorted(found["titles"]) == sorted(acknowledged)
    assert found["serials"] == list(range(1, len(acknowledged) + 1))
    assert found["dispatched"] == found["told"] == len(acknowledged)


@pytest.mark.anydb
def test_the_disk_of_the_files_fills_up_and_empties(served: Served, disk):
    folder = disk("files", 8)
    served.environment["DUBAN_FILES"] = str(folder)
    asking = prepared(served)
    assert send_ahead(asking, b"x" * MIB).status == 204
    ballast = fill(folder)
    before = files_in(folder)
    answer = send_ahead(asking, b"y" * MIB)
    assert (answer.status, "no room left" in answer.text) == (507, True)
    assert files_in(folder) == before
    assert asking.create("a task needs no file").status == 201
    ballast.unlink()
    assert send_ahead(asking, b"y" * MIB).status == 204


@pytest.mark.anydb
def test_a_folder_of_files_that_may_only_be_read(served: Served, disk):
    folder = disk("files", 8)
    served.environment["DUBAN_FILES"] = str(folder)
    asking = prepared(served)
    assert send_ahead(asking, b"x" * 1000).status == 204
    remount(folder, "ro")
    answer = send_ahead(asking, b"y" * 1000)
    assert (answer.status, "may not write" in answer.text) == (507, True)
    assert asking.page("/tasks").status == 200
    remount(folder, "rw")
    assert send_ahead(asking, b"y" * 1000).status == 204


@pytest.mark.anydb
def test_a_data_folder_that_may_only_be_read_is_said_at_the_start(served: Served, disk):
    folder = disk("data", 120)
    served.environment["DUBAN_DATA"] = str(folder)
    served.furnish()
    remount(folder, "ro")
    done = served.ends("serve", "--port", str(served.port))
    assert done.returncode == 1
    assert f"Is {folder} writable" in done.stderr or "readonly" in done.stderr or "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_onto_a_full_disk_says_so_and_leaves_nothing(served: Served, disk):
    folder = disk("backups", 1)
    served.furnish()
    ballast = fill(folder)
    done = served.ends("backup", str(folder / "all.tar"))
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert files_in(folder) == [ballast]


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)
