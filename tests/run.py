"""All tests and checks: `make test`. Uses a PostgreSQL it finds, else starts one, else says that this half is skipped.

All run beside one another, for much of what is tested waits: for servers, browsers, time limits. What each says comes in
order all the same.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT = 54329


class Step:
    """One of the checks: runs from now on, and says later what it has to say."""

    def __init__(self, title: str, *command: str, **environment: str) -> None:
        self.title, self.began = title, time.monotonic()
        self.said = TemporaryFile()  # noqa: SIM115  # closed with the process
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=self.said, stderr=subprocess.STDOUT
        )

    def passed(self) -> bool:
        """Show what it has said and says until its end."""
        print(f"\n── {self.title}", flush=True)
        shown = 0
        while True:
            ended = self.process.poll() is not None
            # Its own place in the file is where the other writes.
            more = os.pread(self.said.fileno(), 1 << 20, shown)
            shown += len(more)
            sys.stdout.buffer.write(more)
            sys.stdout.flush()
            if ended and not more:
                break
            if not more:
                time.sleep(0.2)
        ok = self.process.returncode == 0
        print(f"   {'ok' if ok else 'FAILED'} after {time.monotonic() - self.began:.0f} s", flush=True)
        return ok


def answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


@contextmanager
def postgres() -> Iterator[str | None]:
    """A database URL: the given one, the machine's own, or a temporary cluster from the binaries; else None."""
    for url in filter(None, [os.environ.get("DATABASE_URL"), "postgres://postgres@127.0.0.1:5432/postgres"]):
        if url.startswith("postgres") and answers(url):
            yield url.rsplit("/", 1)[0] + "/duban"
            return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(p) for p in [shutil.which("initdb")] if p]
    if not found:
        yield None
        return
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with TemporaryDirectory(prefix="duban-pg-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"
        bin_ = found[-1].parent
        subprocess.run(
            [*as_user, bin_ / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        options = f"-p {PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = [*as_user, bin_ / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], check=True, stdout=subprocess.DEVNULL)
        try:
            yield f"postgres://postgres@127.0.0.1:{PORT}/duban"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL)


def checks(python: str) -> Iterator[bool]:
    """What needs no test to run, one after the other."""
    duban = [python, "-m", "duban.config.command"]
    for title, command in {
        "style": [str(BIN / "ruff"), "check", "."],
        "format": [str(BIN / "ruff"), "format", "--check", "."],
        "floors": [str(BIN / "lint-imports")],
        "types": [str(BIN / "mypy")],
        "translations": [python, "-m", "duban.config.translations", "check"],
        "migrations": [*duban, "manage", "makemigrations", "--check", "--dry-run"],
    }.items():
        yield Step(title, *command, DATABASE_URL="").passed()


def main() -> int:
    python = sys.executable
    # Files go to processes in the order of tests/conftest.py: the longest first.
    pytest = [python, "-m", "pytest", "-n", os.environ.get("DUBAN_TEST_PROCESSES", "2"), "--dist", "loadfile"]
    pytest += ["--no-loadscope-reorder", "--durations", "30"]
    if sys.argv[1:] == ["faults"]:
        pytest = [python, "-m", "pytest", "tests/faults"]
    with TemporaryDirectory(prefix="duban-test-") as data, postgres() as url:
        os.environ["DUBAN_DATA"] = data
        tests = [Step("tests on SQLite", *pytest, DATABASE_URL="", DUBAN_DATA=f"{data}/sqlite")]
        if url:
            # What is killed in tests is Duban, never the server: its disk need not be waited for.
            environment = {
                "DATABASE_URL": url,
                "DUBAN_DATA": f"{data}/postgresql",
                "PGOPTIONS": "-c synchronous_commit=off",
            }
            tests.append(Step("tests on PostgreSQL", *pytest, "-m", "not anydb", **environment))
        results = [*checks(python), *(each.passed() for each in tests)]
        if not url:
            print("\n── tests on PostgreSQL: SKIPPED, neither a server nor its binaries were found", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
