"""All tests and checks: `make test`. Uses a PostgreSQL it finds, else starts one, else says that this half is skipped."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT = 54329


def step(title: str, *command: str, **environment: str) -> bool:
    print(f"\n── {title}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
    print(f"   {'ok' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


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


def main() -> int:
    python = sys.executable
    pytest = [python, "-m", "pytest", "-n", os.environ.get("DUBAN_TEST_PROCESSES", "2"), "--dist", "loadfile"]
    pytest += ["--durations", "30"]
    if sys.argv[1:] == ["faults"]:
        pytest = [python, "-m", "pytest", "tests/faults"]
    with TemporaryDirectory(prefix="duban-test-") as data:
        os.environ["DUBAN_DATA"] = data
        results = [
            step("style", str(BIN / "ruff"), "check", "."),
            step("format", str(BIN / "ruff"), "format", "--check", "."),
            step("floors", str(BIN / "lint-imports")),
            step("types", str(BIN / "mypy")),
            step("translations", python, "-m", "duban.config.translations", "check"),
            step(
                "migrations",
                python,
                "-m",
                "duban.config.command",
                "manage",
                "makemigrations",
                "--check",
                "--dry-run",
                DATABASE_URL="",
            ),
            step("tests on SQLite", *pytest, DATABASE_URL=""),
        ]
        with postgres() as url:
            if url:
                results.append(step("tests on PostgreSQL", *pytest, "-m", "not anydb", DATABASE_URL=url))
            else:
                print("\n── tests on PostgreSQL: SKIPPED, neither a server nor its binaries were found", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
