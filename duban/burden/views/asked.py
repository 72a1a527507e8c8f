"""What the address of a page of the ledger of burdens says: a month, a unit, who asks, what asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from duban.burden import askers
from duban.burden.access import may_read, units_seen
from duban.burden.models import How
from duban.burden.standing import this_month
from duban.calendars import month_end
from duban.org.models import Unit
from duban.org.queries import at_or_below
from duban.org.requests import PersonRequest
from duban.ui.addresses import month_said, number_said


@dataclass(slots=True)
class Asked:
    month: date
    unit: Unit | None
    alone: bool
    asker: Unit | None
    noun: str
    how: str

    @property
    def units(self) -> list[int] | None:
        if self.unit is None:
            return None
        return [self.unit.pk] if self.alone else at_or_below(self.unit.pk)

    @property
    def earlier(self) -> str:
        return f"{date.fromordinal(self.month.toordinal() - 1):%Y-%m}"

    @property
    def later(self) -> str:
        return f"{date.fromordinal(month_end(self.month).toordinal() + 1):%Y-%m}"

    @property
    def kept(self) -> str:
        """Month and unit, as the other pages of the account take them."""
        said = {"month": f"{self.month:%Y-%m}", **({"unit": self.unit.pk} if self.unit else {})}
        return f"?{urlencode(said)}"

    @property
    def every(self) -> str:
        return f"{self.kept}&every=1"

    @property
    def noun_label(self) -> str:
        return str(askers.asker_called(self.noun).label) if self.noun else ""

    @property
    def how_label(self) -> str:
        return str(How(self.how).label) if self.how else ""


def asked(request: PersonRequest, *, any_unit: bool = False) -> Asked:
    """403 for whoever holds no post; 404 for a unit whose burden is not theirs to read."""
    if not may_read(request.user):
        raise PermissionDenied
    wanted = request.GET
    unit = _unit(wanted.get("unit", ""))
    if unit is not None and not any_unit and not units_seen(request.user).filter(pk=unit.pk).exists():
        raise Http404
    noun, how = wanted.get("noun", ""), wanted.get("how", "")
    return Asked(
        month=_month(wanted.get("month", "")),
        unit=unit,
        alone=bool(wanted.get("alone")),
        asker=_unit(wanted.get("asker", "")),
        noun=noun if noun in {each.noun for each in askers.askers()} else "",
        how=how if how in How.values else "",
    )


def _unit(text: str) -> Unit | None:
    number = number_said(text)
    return Unit.objects.filter(pk=number).first() if number is not None else None


def _month(text: str) -> date:
    month = month_said(text)
    return month if month and 2000 <= month.year < 2100 else this_month()


def of_sources(person: Any, rows: list[Any]) -> None:
    """Hang on each row what it comes from, as far as the reader may see it: `.title`, `.url`, `.sort`."""
    named = askers.titles_of(person, [(row.source_noun, row.source_id) for row in rows])
    for row in rows:
        row.sort = askers.asker_called(row.source_noun).label
        row.title, row.url = named.get((row.source_noun, row.source_id), (_("not for you to see"), ""))
