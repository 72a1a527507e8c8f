"""`make bench`: everything that is measured, one after the other; each part writes its JSON into bench/out."""

import subprocess
import sys

from bench import tables

PARTS = [
    ["bench.reading"],
    ["bench.restoration"],
    ["bench.journal"],
    ["bench.draws"],
    ["bench.routines"],
    ["bench.likeness"],
    ["bench.loop"],
    # Sizes, databases and seconds come from BENCH_SIZES, BENCH_DATABASES; RIVALS names a folder with Redmine's scripts.
    ["bench.web"],
]


def main() -> int:
    failed = [part[0] for part in PARTS if subprocess.run([sys.executable, "-m", *part], check=False).returncode]
    tables.write()
    print("failed: " + ", ".join(failed) if failed else "measured; see bench/out/*.json and docs/measurements.md")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
