"""How fast a draw is: `python -m bench.draws [--sizes 10000 100000]`, writes bench/out/draws.json.

For each size: an invented pool in three strata, 0.6 % of it drawn, and 200 inspectors in teams of two. Seconds are of
one core, the best of three; `page` is verify.html in Chromium by the wall, and left out where there is none.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duban.draws import Entry, Inspector, Manifest, Recusal, Rule, Seed, Throw, bundle, canonical, draw, verify

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "duban/draws/bundled/verify.html"
PROGRAM = PAGE.with_name("verify.py")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SEED = Seed(Throw(unit, "", digits) for unit, digits in (("甲", "1463225"), ("乙", "6345512"), ("丙", "2215364")))
STRATA = {"高": 3, "中": 2, "低": 1}


def manifest(size: int, team: int) -> Manifest:
    names = list(STRATA)
    entries = tuple(Entry(f"U{n:06}", f"第{n}单位", names[n % 3]) for n in range(size))
    inspectors = tuple(Inspector(f"P{n:03}", f"检查员{n}", "督查室") for n in range(200))
    recusals = tuple(Recusal(f"P{n % 200:03}", f"U{n:06}") for n in range(0, size, 50))
    rule = Rule({name: share * size // 1000 for name, share in STRATA.items()}, team, max(1, size // 5000))
    return Manifest("抽查", entries, rule, ("甲", "乙", "丙"), inspectors, recusals, nonce="5a" * 16)


def best(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    times = []
    for _ in range(3):
        start = clock()
        work()
        times.append(clock() - start)
    return round(min(times), 4)


def draw_anew(size: int) -> float:
    """From a manifest just frozen to the result: digest, tickets, order, strata."""
    frozen = manifest(size, team=0)
    start = time.process_time()
    draw(frozen, SEED)
    return time.process_time() - start


def measure(size: int) -> dict[str, Any]:
    bare, full = manifest(size, team=0), manifest(size, team=2)
    result = draw(full, SEED)
    content = bundle(full, SEED, result, "5a" * 32)
    row: dict[str, Any] = {
        "entries": size,
        "drawn": sum(len(one.selected) for one in result.strata),
        "freeze": best(lambda: manifest(size, team=0)),
        "canonical": best(lambda: canonical(bare)),
        "digest_and_draw": round(min(draw_anew(size) for _ in range(3)), 4),
        "draw_with_teams": best(lambda: draw(full, SEED)),
        "verify": best(lambda: verify(content)),
        "bundle_bytes": len(content),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bundle.zip")
        path.write_bytes(content)
        command = [sys.executable, PROGRAM, path]
        row["verify_py_wall"] = best(
            lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), time.perf_counter
        )
        row |= measure_page(path)
    return row


def measure_page(path: Path) -> dict[str, float]:
    """`page_wall` from opening it to the verdict, `page_draw_wall` the draw in it alone."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    if not Path(CHROMIUM).exists():
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="en-US")

        def give() -> None:
            page.goto(PAGE.as_uri())
            page.set_input_files("#files", path)
            page.wait_for_selector("#answer[aria-busy=false]")
            assert page.inner_text("#verdict") == "✓ Everything agrees"

        wall = best(give, time.perf_counter)
        script = "() => { const start = performance.now(); run(state.parts); return performance.now() - start; }"
        alone = min(page.evaluate(script) for _ in range(3)) / 1000
        browser.close()
    return {"page_wall": wall, "page_draw_wall": round(alone, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    sizes = parser.parse_args().sizes
    result = {
        "machine": {"python": platform.python_version(), "cpus": os.cpu_count(), "load": os.getloadavg()[0]},
        "seconds": [measure(size) for size in sizes],
    }
    out = ROOT / "bench/out/draws.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
