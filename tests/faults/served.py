"""A real `duban serve` in processes of its own, to be killed."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


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


class Served:
    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log = os.environ | environment, log
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """One other `duban` command on the same data; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "duban.config.command", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, module: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duban.config.command", "serve", "--port", str(self.port)],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_up(self, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                threading_pause(0.05)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")

    def kill_one(self, dice: random.Random) -> str:
        """`kill -9` the server, one of its web processes, or its job worker."""
        assert self.process is not None
        if self.process.poll() is not None or dice.random() < 0.1:
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

    def kill_all(self) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(10)


def threading_pause(seconds: float) -> None:
    """Let real processes outside this one go on; there is nothing in here to wait for."""
    time.sleep(seconds)
