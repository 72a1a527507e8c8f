"""Where the findings that a pattern was noted from are listed. Their room stands above this one and registers its list."""

from collections.abc import Callable, Sequence

# Of (ids, month as "2026-08" or empty for all) the address of their list.
Listed = Callable[[Sequence[int], str], str]
_listed: list[Listed] = []


def register(listed: Listed) -> None:
    _listed[:] = [listed]


def url_of(ids: Sequence[int], month: str = "") -> str:
    """Empty where nothing is known of what was counted: noted by hand, or before findings were kept."""
    return _listed[0](ids, month) if ids and _listed else ""
