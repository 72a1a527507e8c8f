"""Models as they once were, pictured sooner: most of what migrations take goes into picturing every related model anew at each
of hundreds of changes. Fields that belong to no model yet are copied for it, as Django copies those of abstract models,
instead of being taken apart and built again."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import sqlparse
from django.db.models import Field
from django.utils.functional import cached_property


def _copied(field: Any) -> Any:
    new = copy.deepcopy(field)
    # Which comes first is decided by when it was made.
    new.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    for each in filter(None, (new, new.remote_field)):
        for answer in _kept_answers(type(each)):
            vars(each).pop(answer, None)
    return new


@cache
def _kept_answers(kind: type) -> list[str]:
    """What is asked once and kept: the copy is asked anew."""
    return [name for name in dir(kind) if isinstance(getattr(kind, name, None), cached_property)]


@contextmanager
def sooner() -> Iterator[None]:
    # What rules a table has is read from its text, on SQLite, at each question anew.
    with patch.object(Field, "clone", _copied), patch.object(sqlparse, "parse", cache(sqlparse.parse)):
        yield
