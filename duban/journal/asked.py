"""What of the journal an address asks for: read once, for its page and for its sheet."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from . import access
from .models import Entry
from .queries import Filters

# The name of the address that hands it out as a sheet: the room that writes sheets stands above this one.
_sheet: list[str] = []


def register_sheet(url_name: str) -> None:
    _sheet[:] = [url_name]


def sheet() -> str:
    return _sheet[0] if _sheet else ""


def filters_of(given: Mapping[str, str]) -> tuple[Filters, access.Named | None, access.Named | None]:
    """The filters, and the unit and the person they name."""
    rights = access.rights()
    unit = rights.unit(given["unit"]) if rights and given.get("unit") else None
    person = rights.person(given["person"]) if rights and given.get("person") else None
    return Filters.read(given, unit and unit[0], person and person[0]), unit, person


def entries_for(person: Any, given: Mapping[str, str]) -> QuerySet[Entry]:
    return filters_of(given)[0].apply(access.visible_to(person))
