"""Counts as figures and lines, each number leading to its rows."""

from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.ledger.queries import Counts
from duban.ui.templatetags.ui import number


def rows_url(**filters: Any) -> str:
    """The ledger with these filters."""
    kept = {k: v for k, v in filters.items() if v not in (None, "")}
    return f"/tasks?{urlencode(kept)}" if kept else "/tasks"


def busiest(counts: dict[int, Counts], most: int) -> list[int]:
    """Keys of the `most` lines with the most overdue tasks, then with the most open ones, then with the most at all."""
    return sorted(counts, key=lambda key: (-counts[key].red, -counts[key].open, -counts[key].all, key))[:most]


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    url: str
    open: SafeString
    red: SafeString
    yellow: SafeString
    closed: SafeString
    share: str
    indent: int = 0
    listed: SafeString | str = ""


def line(
    name: str, counts: Counts, *, url: str = "", indent: int = 0, listed: int | None = None, **filters: Any
) -> Line:
    """`listed`: how many the list with these filters holds, where they may leave out or let in others than the open."""
    url = url or rows_url(**filters)
    # These are no state of their own: each number has its own within them.
    within = {k: v for k, v in filters.items() if (k, v) not in (("state", "all"), ("state", "alive"))}
    return Line(
        name,
        url,
        number(counts.open, rows_url(**{"state": "open", **within}), _("Open")),
        number(counts.red, rows_url(**{"light": "red", **within}), _("Overdue")),
        number(counts.yellow, rows_url(**{"light": "yellow", **within}), _("At risk")),
        number(counts.closed, rows_url(**{"state": "closed", "sort": "new", **within}), _("Closed")),
        f"{round(100 * counts.red / counts.open)}%" if counts.open else "—",
        indent,
        "" if listed is None else number(listed, url, _("In the list")),
    )


def cards(counts: Counts, **filters: Any) -> list[dict[str, Any]]:
    return [
        {"label": _("Open"), "value": counts.open, "url": rows_url(state="open", **filters)},
        {"label": _("Overdue"), "value": counts.red, "url": rows_url(light="red", **filters)},
        {"label": _("At risk"), "value": counts.yellow, "url": rows_url(light="yellow", **filters)},
        {"label": _("Waiting for verification"), "value": counts.claimed, "url": rows_url(state="claimed", **filters)},
        {"label": _("Closed"), "value": counts.closed, "url": rows_url(state="closed", sort="new", **filters)},
    ]


def stacked(lines: list[tuple[str, Counts, dict[str, Any]]]) -> dict[str, Any]:
    """An ECharts option: open tasks of each line by light, a bar each, every piece leading to its rows."""
    # Units whose tasks are all closed would be empty bars; with nothing open anywhere, they say so.
    lines = [each for each in lines if each[1].open] or lines
    lines = lines[::-1]  # ECharts draws from below

    def pieces(pick: Any, **more: Any) -> list[dict[str, Any]]:
        return [{"value": pick(counts), "url": rows_url(**where, **more)} for _name, counts, where in lines]

    series = [
        (_("Overdue"), pieces(lambda c: c.red, light="red"), "#c0392b", "rect"),
        (_("At risk"), pieces(lambda c: c.yellow, light="yellow"), "#e0a100", "triangle"),
        (_("Others open"), pieces(lambda c: max(c.open - c.red - c.yellow, 0), state="open"), "#2e8b57", "circle"),
    ]
    return {
        "legend": {"top": 0, "data": [{"name": name, "icon": icon} for name, _data, _colour, icon in series]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _counts, _where in lines]},
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "open",
                "barMaxWidth": 22,
                "itemStyle": {"color": colour},
                "data": data,
            }
            for name, data, colour, _icon in series
        ],
    }
