"""What of the journal an address asks for: read once, for its page and for its sheet."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from . import access
from .models import Entry
from .queries import Filters

# The names of the addresses that hand lists out as sheets: the room that writes sheets stands above this one.
_sheets: dict[str, str] = {}


def register_sheet(page: str, url_name: str) -> None:
    _sheets[page] = url_name


def sheet(page: str) -> str:
    return _sheets.get(page, "")


def filters_of(given: Mapping[str, str]) -> tuple[Filters, access.Named | None, access.Named | None]:
    """The filters, and the unit and the person they name."""
    rights = access.rights()
    unit = rights.unit(given["unit"]) if rights and given.get("unit") else None
    person = rights.person(given["person"]) if rights and given.get("person") else None
    return Filters.read(given, unit and unit[0], person and person[0]), unit, person


def entries_for(person: Any, given: Mapping[str, str]) -> QuerySet[Entry]:
    return filters_of(given)[0].apply(access.visible_to(person))
