"""Pages and API over HTTP on loopback, logged in, on a ledger of several sizes; needs `wrk` (Debian: wrk).

    python -m bench.web [--sizes 1000,10000] [--databases sqlite,postgresql] [--seconds 8]

Each size has a database of its own, filled by `duban demo --tasks N` and kept for the next run. Writes bench/out/web.json.
With RIVALS=folder (holding redmine/measure.sh) the rival is measured in the same run.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.databases import OUT, SERVER, make_database

HERE = Path(__file__).resolve().parent
PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"


@dataclass(frozen=True, slots=True)
class Measured:
    database: str
    tasks: int
    page: str
    connections: int
    requests: int
    per_second: float
    p50_ms: float
    p90_ms: float
    p99_ms: float
    max_ms: float
    errors: int
    bytes: int


def environment(database: str, tasks: int) -> dict[str, str]:
    data = Path(os.environ.get("BENCH_DATA", "var/bench")).resolve() / f"{database}_{tasks}"
    url = f"{SERVER}/duban_bench_{tasks}" if database == "postgresql" else ""
    return os.environ | {
        "DUBAN_DATA": str(data), "DATABASE_URL": url, "DUBAN_LOG": "ERROR", "DUBAN_DEMO": "1", "DUBAN_WORKERS": "2", "DUBAN_API_RATE": "100000",
    }  # fmt: skip


def fill(database: str, tasks: int) -> dict[str, str]:
    env = environment(database, tasks)
    data = Path(env["DUBAN_DATA"])
    if not (data / "filled").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        if database == "postgresql":
            make_database(f"duban_bench_{tasks}")
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "duban.config.command", "demo", "--tasks", str(tasks)], env=env, check=True
        )
        (data / "filled").write_text(f"{time.monotonic() - began:.1f}")
    return env


@contextmanager
def served(env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "duban.config.command", "serve", "--port", str(PORT), "--no-worker"]
    began = time.monotonic()
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        while subprocess.run(["curl", "-sf", "-o", os.devnull, f"{BASE}/healthz"], check=False).returncode:
            if time.monotonic() - began > 60 or server.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        server.up_in = round(time.monotonic() - began, 2)  # type: ignore[attr-defined]
        print(f"  up in {server.up_in} s", flush=True)  # type: ignore[attr-defined]
        yield server
    finally:
        server.terminate()
        server.wait(20)


def targets(env: dict[str, str]) -> dict[str, str]:
    """A logged-in cookie, an API token and the addresses to measure, from the data itself."""
    done = subprocess.run([sys.executable, "-m", "bench.targets"], env=env, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def wrk(path: str, header: str, connections: int, seconds: int, body: str = "") -> tuple[float, ...]:
    extra = {"WRK_METHOD": "POST", "WRK_BODY": body, "WRK_SEED": str(time.time_ns())} if body else {}
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(HERE / "report.lua"),
         "-H", "Connection: close", "-H", "Accept-Encoding: gzip", "-H", header, f"{BASE}{path}"],
        env=os.environ | extra, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"RESULT (.*)", done.stdout)
    assert found, done.stdout
    return tuple(float(figure) for figure in found.group(1).split())


def memory_of(server: subprocess.Popen[bytes]) -> dict[str, int]:
    """Resident MiB of each web process, and of the parent."""
    sizes = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\t{server.pid}$", text, re.M) or re.search(rf"^Pid:\t{server.pid}$", text, re.M):
            rss = re.search(r"VmRSS:\s+(\d+)", text)
            if rss:
                sizes[status.parent.name] = int(rss.group(1)) // 1024
    return sizes


def before_first_paint(path: str, cookie: str) -> int:
    """Bytes over the wire of the page and of what the browser must have before it paints: style sheets, plain scripts."""

    def got(address: str, *headers: str) -> bytes:
        wanted = [f"-H{header}" for header in ("Accept-Encoding: br, gzip", *headers)]
        return subprocess.run(["curl", "-sf", *wanted, BASE + address], check=True, capture_output=True).stdout

    page = got(path, cookie)
    head = page.decode()
    blocking = re.findall(r'<link[^>]+rel="?stylesheet"?[^>]*href="([^"]+)"', head)
    blocking += re.findall(r'<link[^>]+href="([^"]+)"[^>]*rel="?stylesheet"?', head)
    blocking += [
        source
        for tag, source in re.findall(r'(<script[^>]*src="([^"]+)"[^>]*>)', head)
        if "defer" not in tag and "async" not in tag and 'type="module"' not in tag
    ]
    return len(page) + sum(len(got(address)) for address in set(blocking))


def measure(database: str, tasks: int, seconds: int) -> dict[str, object]:
    fill(database, tasks)
    env = environment(database, tasks)
    with served(env):
        pass  # The first start on a database may have to migrate it; what is timed is the next one.
    rows: list[Measured] = []
    downloads: dict[str, dict[str, float]] = {}
    with served(env) as server:
        up_in = server.up_in  # type: ignore[attr-defined]
        aim = targets(env)
        cookie, token = f"Cookie: sessionid={aim['session']}", f"Authorization: Bearer {aim['token']}"
        pages = [(name, path, cookie, "") for name, path in aim["pages"].items()]  # type: ignore[attr-defined]
        paint = {name: before_first_paint(path, cookie) for name, path, *_ in pages}
        pages += [
            ("json page of 100", aim["json"], token, ""),
            ("create through the API", aim["create"], token, aim["body"]),
        ]
        for name, path, header, body in pages:
            for connections in (1, 8):
                wrk(path, header, connections, 1, body)
                n, took, p50, p90, p99, top, errors, size = wrk(path, header, connections, seconds, body)
                rows.append(
                    Measured(database, tasks, name, connections, int(n), round(n / took, 1), p50, p90, p99, top,
                             int(errors), int(size))
                )  # fmt: skip
                print(f"  {database} {tasks:>8} {name:<26} c={connections} {n / took:8.1f}/s p50 {p50:6.1f} ms "
                      f"p99 {p99:6.1f} ms errors {int(errors)}", flush=True)  # fmt: skip
        if tasks == 100_000:  # of which about 40,000 are open: that is what is exported
            for name in ("csv", "xlsx"):
                began = time.monotonic()
                got = subprocess.run(
                    ["curl", "-s", "-o", os.devnull, "-w", "%{size_download} %{http_code}", "-H", cookie, BASE + aim[name]],
                    check=True, capture_output=True, text=True,
                ).stdout.split()  # fmt: skip
                downloads[name] = {
                    "seconds": round(time.monotonic() - began, 2), "bytes": float(got[0]), "status": float(got[1])
                }  # fmt: skip
                print(f"  {name}: {downloads[name]}", flush=True)
        memory = memory_of(server)
    return {
        "start_seconds": up_in, "bytes_before_first_paint": paint, "rows": [asdict(row) for row in rows],
        "downloads": downloads, "memory_mib": memory,
    }  # fmt: skip


def rival(tasks: int, seconds: int) -> list[dict[str, object]]:
    folder = Path(os.environ["RIVALS"]) / "redmine"
    subprocess.run(["bash", str(folder / "measure.sh"), str(tasks), str(max(8, seconds))], check=True)
    out = Path(os.environ.get("PEERS", Path.home() / ".rivals")) / "redmine/out/results.tsv"
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for line in out.read_text().splitlines():
        cells = line.split("\t")
        if len(cells) == 13 and cells[1] == str(tasks):
            rows[cells[2], cells[3]] = {
                "page": cells[2], "connections": int(cells[3]), "per_second": float(cells[6]), "p50_ms": float(cells[7])
            }  # fmt: skip
    return list(rows.values())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default=os.environ.get("BENCH_SIZES", "1000,10000,100000,1000000"))
    arguments.add_argument("--databases", default=os.environ.get("BENCH_DATABASES", "postgresql,sqlite"))
    arguments.add_argument("--seconds", type=int, default=8)
    given = arguments.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("bench.web needs wrk (Debian: apt-get install wrk)")
    OUT.mkdir(exist_ok=True)
    result: dict[str, object] = {"at": time.strftime("%Y-%m-%d %H:%M"), "cores": os.cpu_count(), "runs": []}
    for tasks in map(int, given.sizes.split(",")):
        for database in given.databases.split(","):
            print(f"{database}, {tasks} tasks", flush=True)
            run = measure(database, tasks, given.seconds)
            result["runs"].append({"database": database, "tasks": tasks, **run})  # type: ignore[attr-defined]
        if tasks == 100_000 and os.environ.get("RIVALS"):
            result["redmine"] = rival(tasks, given.seconds)
        (OUT / "web.json").write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
