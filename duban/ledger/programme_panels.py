"""What other rooms add to the page of a programme, without this room knowing them; as `duban.org.panels` for units."""

from typing import Any

from django.http import HttpRequest

from duban.ledger.models import Programme
from duban.org.panels import Panel, drawn

_panels: list[Panel] = []


def register(panel: Panel) -> None:
    _panels.append(panel)


def drawn_for(request: HttpRequest, programme: Programme) -> list[dict[str, Any]]:
    return drawn(_panels, request, programme)
