"""A real `duban serve` in processes of its own, to be killed."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The command's name may hold spaces and brackets: the parent is the second field after the last bracket.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found.append(int(stat.parent.name))
    return found


@dataclass(frozen=True)
class Group:
    """The small group of `group.py`, made once: its database, its data folder, and what was said of it."""

    url: str
    folder: Path
    about: dict[str, Any]


class Served:
    def __init__(self, environment: dict[str, str], log: Path, group: Group | None = None) -> None:
        self.environment, self.log, self.group = os.environ | environment, log, group
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """One other `duban` command on the same data; its output."""
        done = self.ends(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ends(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One other `duban` command, however it ends."""
        return subprocess.run(
            [sys.executable, "-m", "duban.config.command", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def python(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def account(self) -> dict[str, Any]:
        """What `account.py` tells of a journal in which everything fits, when it is sealed."""
        said = self.python("tests.faults.account", "whole")
        assert "Everything fits" in said
        return json.loads(said.splitlines()[0])

    def furnish(self) -> dict[str, Any]:
        """Let the small group live here; its database is there already, or comes with the folder. What is said of it."""
        assert self.group
        shutil.copytree(self.group.folder, self.environment["DUBAN_DATA"], dirs_exist_ok=True)
        return self.group.about

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duban.config.command", "serve", "--port", str(self.port)],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_up(self, seconds: float = 150, *, again: bool = False) -> None:
        """`again`: start it anew where it gave up because its processes died one after the other, as systemd would."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                if not self.is_running():
                    if not again:
                        break
                    self.start()
                let_them_run(0.05)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill_one(self, dice: random.Random) -> str:
        """`kill -9` the server, one of its web processes, or its job worker."""
        assert self.process is not None
        if not self.is_running() or dice.random() < 0.1:
            self.kill_all()
            self.start()
            self.wait_until_up()
            return "server"
        victims = children_of(self.process.pid)
        if victims:
            try:
                os.kill(dice.choice(victims), signal.SIGKILL)
            except ProcessLookupError:
                return "gone already"
            return "child"
        return "nobody"

    @contextlib.contextmanager
    def elsewhere(self) -> Iterator["Served"]:
        """Another, empty place of the same kind."""
        folder = self.log.parent / "elsewhere"
        with fresh_database(self.environment["DATABASE_URL"], uuid4().hex[:12]) as url:
            yield Served(self.environment | {"DATABASE_URL": url, "DUBAN_DATA": str(folder)}, self.log)

    def kill_all(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def let_them_run(seconds: float) -> None:
    """Let real processes outside this one go on; there is no event in here to wait for."""
    time.sleep(seconds)


@contextlib.contextmanager
def fresh_database(url: str, name: str, like: str = "") -> Iterator[str]:
    """The address of an empty database of the same kind as `url` ("" is SQLite), or of a copy of `like`; gone afterwards."""
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    server, name = url.rsplit("/", 1)[0], f"duban_faults_{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        template = like.rsplit("/", 1)[-1] or "template0"
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
