"""One act on many tasks: each undone by itself, with a result for each, so that one refusal stops no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Result:
    task_id: int
    done: bool
    message: str


def message_of(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, PermissionDenied):
        return _("You may not do this.")
    return _("There is no such task.")


def do_each(task_ids: Iterable[int], act: Callable[[int], Any]) -> list[Result]:
    """Call `act` (one of the actions, with its words filled in) for each id; the order of the ids is kept."""
    results = []
    for pk in dict.fromkeys(task_ids):
        try:
            act(pk)
            results.append(Result(pk, True, ""))
        except (ValidationError, PermissionDenied, Http404) as error:
            results.append(Result(pk, False, message_of(error)))
    return results
