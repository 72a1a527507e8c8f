"""The choices of the filter bar. They change a few times a year, so each process keeps them for half a minute."""

from functools import lru_cache
from time import monotonic

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from duban.ledger.models import Category, Programme, Task, TaskType

KEPT_SECONDS = 30


@lru_cache(maxsize=2)
def _read(tick: int) -> dict[str, list[tuple[int, str]]]:
    return {
        "programme": list(Programme.objects.filter(closed=False).values_list("pk", "name")),
        "category": list(Category.objects.filter(retired=False).values_list("pk", "name")),
        "type": list(TaskType.objects.filter(retired=False).values_list("pk", "name")),
    }


@lru_cache(maxsize=2)
def _names(tick: int) -> dict[str, dict[int, str]]:
    tables = {"type": TaskType, "programme": Programme, "category": Category}
    return {name: dict(model.objects.values_list("pk", "name")) for name, model in tables.items()}  # type: ignore[attr-defined]


def name_of(task: Task, what: str) -> str:
    """What the task's type, programme or category is called, without a join on every page."""
    key = getattr(task, f"{what}_id")
    if key is None:
        return ""
    # Made a moment ago in another process: then it is worth a query.
    return _names(tick())[what].get(key) or str(getattr(task, what))


_changes = 0


def tick() -> int:
    """Another number whenever what was kept is to be read again."""
    return int(monotonic() / KEPT_SECONDS) * 1_000_000 + _changes


def choices() -> dict[str, list[tuple[int, str]]]:
    return _read(tick())


def forget() -> None:
    """After a change in this process; other processes see it within half a minute."""
    global _changes
    _changes += 1


def options(pairs: list[tuple[str, str]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((v, " selected" if str(v) == chosen else "", label) for v, label in pairs),
    )
