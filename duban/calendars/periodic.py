"""What a room wants done again and again. A room lists its own in `jobs.py` as `PERIODIC`; the worker runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Periodic:
    """`run` is called every `every`; with `at`, once on each day after that local time."""

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(days=1)
    at: time | None = None

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """`last` and `now` in the same (local) time zone; never run yet means due (from `at` on)."""
        if self.at is None:
            return last is None or now - last >= self.every
        return now.time() >= self.at and (last is None or last.date() < now.date())
