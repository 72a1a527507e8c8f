"""A clock that can be set: the demonstration lives a year in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """`timezone.now()` says `moment`, so actions and the journal write that time."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield
