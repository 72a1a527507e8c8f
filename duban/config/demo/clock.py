"""A clock that can be set: the demonstration lives a year in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.apps import apps
from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """`timezone.now()` says `moment`, so actions and the journal write that time."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@contextmanager
def defaults_by_the_clock() -> Iterator[None]:
    """Fields that fill themselves hold the real clock's function; inside, they ask whatever clock is set."""
    real = timezone.now
    fields = [f for model in apps.get_models() for f in model._meta.concrete_fields if f.default is real]
    for field in fields:
        field.default = lambda: timezone.now()
        field.__dict__.pop("_get_default", None)
    try:
        yield
    finally:
        for field in fields:
            field.default = real
            field.__dict__.pop("_get_default", None)
