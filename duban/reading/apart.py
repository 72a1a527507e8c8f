"""Reading in a process of its own, within bounds of time and memory.

Files come from anybody, and are opened by libraries in C. A PDF of two kilobytes may ask for more memory than there is:
then this process ends, and not the one that asked, which might be handed the same file again as soon as it is back.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from importlib import import_module
from typing import Any

SECONDS = 600
MOST_MEMORY = 4 * 2**30


class BrokeBounds(Exception):
    """It took longer or more memory than it may, or broke its process."""


def apart(work: str, *, seconds: float, most_memory: int, **asked: Any) -> Any:
    """What the function `work` ("package.module:name") gives when it is called there with `asked`.

    Raises BrokeBounds; RuntimeError for an error of ours, which the other process has told on its standard error.
    """
    command = [sys.executable, "-m", "duban.reading.apart"]
    sent = pickle.dumps((work, most_memory, asked))
    try:
        done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise BrokeBounds from None
    if done.returncode == 1:
        raise RuntimeError("reading failed")
    if done.returncode:
        raise BrokeBounds
    # Written by our own code in the other process: as trustworthy as what it would have returned in this one.
    return pickle.loads(done.stdout)


def _main() -> None:
    work, most, asked = pickle.load(sys.stdin.buffer)
    with contextlib.suppress(ImportError, ValueError, OSError):  # some systems know no such bound
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    module, name = work.split(":")
    try:
        found = getattr(import_module(module), name)(**asked)
    except MemoryError:
        sys.exit(3)
    pickle.dump(found, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
