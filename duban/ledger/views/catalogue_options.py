"""The choices of the filter bar. They change a few times a year, so each process keeps them for half a minute."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from duban.ledger.models import Category, Programme, Task, TaskType
from duban.ui.fresh import Fresh

KEPT_SECONDS = 30


Pairs = tuple[tuple[int, str], ...]


class Choices(NamedTuple):
    programme: Pairs
    category: Pairs
    type: Pairs


def _read_choices() -> Choices:
    return Choices(
        tuple(Programme.objects.filter(closed=False).values_list("pk", "name")),
        tuple(Category.objects.filter(retired=False).values_list("pk", "name")),
        tuple(TaskType.objects.filter(retired=False).values_list("pk", "name")),
    )


def _read_names() -> dict[str, dict[int, str]]:
    tables = {"type": TaskType, "programme": Programme, "category": Category}
    return {name: dict(model.objects.values_list("pk", "name")) for name, model in tables.items()}  # type: ignore[attr-defined]


choices, _names = Fresh(_read_choices, KEPT_SECONDS), Fresh(_read_names, KEPT_SECONDS)


def name_of(task: Task, what: str) -> str:
    """What the task's type, programme or category is called, without a join on every page."""
    key = getattr(task, f"{what}_id")
    if key is None:
        return ""
    # Made a moment ago in another process: then it is worth a query.
    return _names()[what].get(key) or str(getattr(task, what))


def forget() -> None:
    """After a change in this process; other processes see it within half a minute."""
    choices.forget()
    _names.forget()


def options(pairs: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((v, " selected" if str(v) == chosen else "", label) for v, label in pairs),
    )
