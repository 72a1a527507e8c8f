"""What a room wants done again and again. A room lists its own in `jobs.py` as `PERIODIC`; the worker runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

SOON, LONGEST = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Periodic:
    """`run` is called every `every`; with `at`, once on each day after that local time. A rare one that failed is tried
    again soon, the oftener it failed the later, and after an hour at most."""

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(days=1)
    at: time | None = None

    @property
    def is_rare(self) -> bool:
        """Whether it would be missed if it came again only in its turn."""
        return self.every >= LONGEST

    def is_due(self, last: datetime | None, now: datetime, failures: int = 0) -> bool:
        """`last` and `now` in the same (local) time zone; never run yet means due (from `at` on). `failures` is how many
        times in a row it has failed, up to `last`."""
        if last and failures:
            waited = now - last >= min(SOON * 2 ** min(failures - 1, 10), LONGEST)
            return waited and (self.at is None or now.time() >= self.at)
        if self.at is None:
            return last is None or now - last >= self.every
        return now.time() >= self.at and (last is None or last.date() < now.date())
