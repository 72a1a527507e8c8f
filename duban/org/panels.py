"""What other rooms add to the page of a unit or a person, without this room knowing them.

    from duban.org import panels
    panels.on_unit(panels.Panel(_("Tasks"), 10, draw_tasks))     # in apps.py ready()

`draw(request, unit)` returns a SafeString for the inside of the panel (with its own `panel-body` where it wants room),
or an empty string to stay away. It must show only
what `request.user` may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from duban.org.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Panel:
    title: str | Promise
    order: int
    draw: Callable[[HttpRequest, Any], str]
    # Where all of it is listed: called with the unit or person; no link when it gives "".
    link: Callable[[Any], str] = lambda subject: ""


_of_units: list[Panel] = []
_of_people: list[Panel] = []


def on_unit(*panels: Panel) -> None:
    _of_units.extend(panels)
    _of_units.sort(key=lambda panel: panel.order)


def on_person(*panels: Panel) -> None:
    _of_people.extend(panels)
    _of_people.sort(key=lambda panel: panel.order)


def drawn_for_unit(request: HttpRequest, unit: Unit) -> list[dict[str, Any]]:
    return drawn(_of_units, request, unit)


def drawn_for_person(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    return drawn(_of_people, request, person)


def drawn(panels: list[Panel], request: HttpRequest, subject: Any) -> list[dict[str, Any]]:
    drawn = ((panel, panel.draw(request, subject)) for panel in panels)
    return [{"title": panel.title, "html": html, "link": panel.link(subject)} for panel, html in drawn if html]
