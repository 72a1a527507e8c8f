"""Reading a filed document in a process of its own: a hostile one ends that process, and not the worker."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from duban.minutes.reader import Reading
from duban.reading.apart import MOST_MEMORY, SECONDS, BrokeBounds, apart


def read_apart(
    content: bytes, *, name: str, date: datetime.date | None, units: Sequence[str], seconds: float = SECONDS
) -> Reading:
    """As `read_source`; a file that breaks the bounds, or the process, gives a reading with the error `bomb`.

    Raises RuntimeError for an error of ours, which the other process has told on its standard error.
    """
    try:
        found: Reading = apart(
            "duban.minutes.reader:read_source",
            seconds=seconds,
            most_memory=MOST_MEMORY,
            source=content,
            name=name,
            date=date,
            units=list(units),
        )
    except BrokeBounds:
        return Reading(error="bomb")
    return found
