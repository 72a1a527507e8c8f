"""What the room of findings does for this one. It stands above and registers itself: it lists those that a pattern was
noted from, and takes the report of what failed in a check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.checklists.models import ItemResult, Response
from duban.org.models import Person


@dataclass(frozen=True, slots=True)
class Report:
    """Where a failed item is reported, or the finding that was made of it already."""

    url: str
    number: str = ""


# Of (ids, month as "2026-08" or empty for all) the address of their list.
Listed = Callable[[Sequence[int], str], str]
# Of a check and the items that failed in it, by the item's id. Nothing where the reader may not report.
Reports = Callable[[Person, Response, Sequence[ItemResult]], dict[int, Report]]
_room: list[tuple[Listed, Reports]] = []


def register(listed: Listed, reports: Reports) -> None:
    _room[:] = [(listed, reports)]


def url_of(ids: Sequence[int], month: str = "") -> str:
    """Empty where nothing is known of what was counted: noted by hand, or before findings were kept."""
    return _room[0][0](ids, month) if ids and _room else ""


def reports_of(reader: Person, response: Response, failed: Sequence[ItemResult]) -> dict[int, Report]:
    return _room[0][1](reader, response, failed) if failed and _room else {}
