"""Reading a file in a process of its own, within bounds of time and memory.

Files come from anybody who may file, and are opened by libraries in C. A PDF of two kilobytes may ask for more memory than
there is: then this process ends, and not the worker, which would be handed the same file again as soon as it is back.
"""

from __future__ import annotations

import contextlib
import datetime
import pickle
import subprocess
import sys
from collections.abc import Sequence

from duban.minutes.reader import Reading, read_source

SECONDS = 600
MOST_MEMORY = 4 * 2**30


def read_apart(
    content: bytes, *, name: str, date: datetime.date | None, units: Sequence[str], seconds: float = SECONDS
) -> Reading:
    """As `read_source`; a file that breaks the bounds, or the process, gives a reading with the error `bomb`.

    Raises RuntimeError for an error of ours, which the other process has told on its standard error.
    """
    asked = pickle.dumps(
        {"source": content, "name": name, "date": date, "units": list(units), "most_memory": MOST_MEMORY}
    )
    command = [sys.executable, "-m", "duban.minutes.apart"]
    try:
        done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return Reading(error="bomb")
    if done.returncode == 1:
        raise RuntimeError("reading failed")
    if done.returncode:
        return Reading(error="bomb")
    # Written by our own code in the other process: as trustworthy as what it would have returned in this one.
    found: Reading = pickle.loads(done.stdout)
    return found


def _main() -> None:
    asked = pickle.load(sys.stdin.buffer)
    most = asked.pop("most_memory")
    with contextlib.suppress(ImportError, ValueError, OSError):  # some systems know no such bound
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    out = sys.stdout.buffer
    try:
        found = read_source(asked.pop("source"), **asked)
    except MemoryError:
        found = Reading(error="bomb")
    pickle.dump(found, out)


if __name__ == "__main__":
    # Under its own name, so that what it returns is known by the same name where it is read.
    from duban.minutes.apart import _main as main

    main()
