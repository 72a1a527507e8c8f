"""What filter bars of lists share: the unit and the words that the address asks for, and the picker that shows the unit."""

from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.safestring import SafeString

from duban.org.fields import UnitField
from duban.org.models import Unit
from duban.org.queries import at_or_below

M = TypeVar("M", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def of_unit(rows: QuerySet[M], asked: str, field: str = "unit", *, below: bool = True) -> QuerySet[M]:
    """Those of the unit asked for, by key or name, also of one that is closed, and of all below it unless told otherwise.
    Without a unit all of them; of a unit that there is not, none: a whole list would look like the answer."""
    if not asked.strip():
        return rows
    unit = UnitField(rows=Unit.objects.all()).one(asked.strip(), quiet=True)
    if unit is None:
        return rows.none()
    return rows.filter(**{f"{field}__in": at_or_below(unit.pk) if below else [unit.pk]})


def unit_picker(asked: str, label: str) -> SafeString:
    field: Any = UnitField(required=False, rows=Unit.objects.all())
    return field.widget.render("unit", asked, {"placeholder": label, "aria-label": label})


def with_words(rows: Rows, asked: str, *fields: str) -> Rows:
    """Those in one of whose fields the words stand; without words all of them."""
    words = asked.strip()[:100]
    if not words:
        return rows
    return rows.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in fields)))
