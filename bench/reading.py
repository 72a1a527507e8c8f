"""How fast minutes are read: `python bench/reading.py [--documents 1000] [--jobs 2]`, writes bench/out/reading.json.

Documents are put together from the reader's own sample paragraphs (tests/reading/restoration/paragraphs.txt) with an
invented head, so that no two are the same; a third are clean, a third annotated traditional copies, a third such
copies with GBK bytes out of step. Characters are those of the documents as they come in. Part-of-speech tagging with
jieba.posseg of the clean texts runs in the same process and over the same documents.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from duban.reading.directives import find_directives  # noqa: E402
from duban.reading.restoration import restore  # noqa: E402
from duban.reading.restoration.damage import annotate, cut_out_of_step, traditional  # noqa: E402

PARAGRAPHS = (ROOT / "tests/reading/restoration/paragraphs.txt").read_text("utf-8").splitlines()
DATE = datetime.date(2024, 3, 5)
LENGTH = 2000
WARM = 100


def documents(count: int) -> tuple[list[str], list[str]]:
    """Clean documents of about LENGTH characters, and the copies that come in."""
    random = Random(20240305)
    clean, copies = [], []
    for number in range(count):
        text = f"某单位第{number + 1}次专题会议纪要\n"
        while len(text) < LENGTH:
            text += random.choice(PARAGRAPHS) + "\n"
        clean.append(text)
        damaged = text if number % 3 == 0 else annotate(traditional(text), random, 0.25)
        copies.append(cut_out_of_step(damaged) if number % 3 == 2 else damaged)
    return clean, copies


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Of one core by default, so that neighbours on a shared machine do not count; by the wall for other processes."""
    start = clock()
    work()
    return clock() - start


def measure_reading(copies: list[str]) -> dict[str, Any]:
    for text in copies[:WARM]:
        find_directives(restore(text).text, DATE)
    characters = sum(map(len, copies))
    restored = [restore(text) for text in copies]
    sites = sum(repair.kind == "gbk" for one in restored for repair in one.repairs)
    times = {
        "restoration": seconds(lambda: [restore(text) for text in copies]),
        "directives": seconds(lambda: [find_directives(one.text, DATE) for one in restored]),
        "both": seconds(lambda: [find_directives(restore(text).text, DATE) for text in copies]),
    }
    kinds = ("clean", "annotated", "annotated_and_out_of_step")
    by_kind = {
        kind: round(sum(map(len, copies[at::3])) / seconds(lambda at=at: [restore(text) for text in copies[at::3]]))
        for at, kind in enumerate(kinds)
    }
    return {
        "documents": len(copies),
        "characters": characters,
        "characters_restored": sum(len(one.text) for one in restored),
        "out_of_step_sites": sites,
        "characters_per_second": {name: round(characters / spent) for name, spent in times.items()},
        "restoration_characters_per_second_by_kind": by_kind,
    }


def measure_tagging(clean: list[str]) -> dict[str, Any]:
    """jieba.posseg on the same documents; fewer of them, as it takes its time."""
    import logging

    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    some = clean[: max(20, len(clean) // 20)]
    jieba.posseg.lcut(clean[-1])
    spent = seconds(lambda: [jieba.posseg.lcut(text) for text in some])
    return {"documents": len(some), "characters_per_second": round(sum(map(len, some)) / spent)}


# The most memory of a process as it sees it itself: what its parent sees still holds the parent's own pages.
MEMORY = """
import re, sys
from duban.reading.command import main
code = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1), file=sys.stderr)
sys.exit(code)
"""


def measure_process(copies: list[str]) -> dict[str, Any]:
    """One `duban read FILE` as a whole process: the best and the worst of five, and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "minutes.txt")
        path.write_text(copies[2], "utf-8")
        arguments = [str(path), "--json", "--date", DATE.isoformat()]
        command = [sys.executable, "-m", "duban.reading", *arguments]
        spent = [
            seconds(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, cwd=ROOT, check=True), time.perf_counter)
            for _ in range(5)
        ]
        result: dict[str, Any] = {"seconds": round(min(spent), 3), "seconds_worst": round(max(spent), 3)}
        if Path("/proc/self/status").exists():
            told = subprocess.run(
                [sys.executable, "-c", MEMORY, *arguments], capture_output=True, text=True, cwd=ROOT, check=True
            )
            result["mebibytes"] = round(int(told.stderr.split()[-1]) / 1024)
    return result


def measure_jobs(copies: list[str], most: int) -> list[dict[str, Any]]:
    """The whole command over a folder, with 1 to `most` processes."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(copies):
            Path(folder, f"{number:05}.txt").write_text(text, "utf-8")
        for jobs in range(1, most + 1):
            command = [sys.executable, "-m", "duban.reading", folder, "--json", "--jobs", str(jobs)]
            spent = seconds(
                lambda command=command: subprocess.run(command, stdout=subprocess.DEVNULL, cwd=ROOT, check=True),
                time.perf_counter,
            )
            rows.append(
                {
                    "jobs": jobs,
                    "seconds": round(spent, 2),
                    "times": round(rows[0]["seconds"] / spent, 2) if rows else 1.0,
                }
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))
    options = parser.parse_args()
    clean, copies = documents(options.documents)
    result = {
        "machine": {"python": platform.python_version(), "cpus": os.cpu_count(), "load": os.getloadavg()[0]},
        "reading": measure_reading(copies),
        "jieba_posseg": measure_tagging(clean),
        "process": measure_process(copies),
        "jobs": measure_jobs(copies, options.jobs),
    }
    speed = result["reading"]["characters_per_second"]["both"]
    result["times_as_fast_as_tagging"] = round(speed / result["jieba_posseg"]["characters_per_second"], 1)
    out = ROOT / "bench/out/reading.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
