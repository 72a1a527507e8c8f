"""What comes in by a form: text, files sent with it, files sent ahead piece by piece."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from duban.minutes.matching import known_names
from duban.minutes.reader import Reading, read_raw
from duban.org.models import Person

# Above this, reading takes longer than somebody should look at a resting button.
AT_ONCE = 200_000


@dataclass(slots=True)
class Incoming:
    name: str
    raw: str = ""
    blob: Any = None
    content: bytes = b""


def received(upload: Any, *, actor: Person) -> Incoming:
    return Incoming(name=upload.name)


def kept_ahead(uploads: str, *, actor: Person) -> list[Incoming]:
    return []


def read_now(coming: Incoming, *, date: datetime.date | None) -> Reading | None:
    """Read what is small; None when a job should do it."""
    if coming.raw:
        if len(coming.raw.encode("utf-8", "surrogatepass")) > AT_ONCE:
            return None
        return read_raw(coming.raw, date=date, units=known_names())
    return None
