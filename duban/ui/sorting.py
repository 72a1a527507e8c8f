"""In which order a list stands: chosen in the address as `?sort=`, offered in its filter bar (`ui/sort.html`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ui.paging import Page, page_of

NEWEST, OLDEST = _("Newest first"), _("Oldest first")
BY_UNIT, BY_TITLE = _("By unit"), _("By title")


@dataclass(frozen=True, slots=True)
class Sort:
    """`order` names columns as `page_of` wants them: never null, the last one unique."""

    code: str
    label: str | Promise
    order: tuple[str, ...]


def sort_of(wanted: Mapping[str, str], sorts: Sequence[Sort]) -> Sort:
    """The one asked for; else the first."""
    return next((each for each in sorts if each.code == wanted.get("sort")), sorts[0])


def sorted_page(rows: QuerySet[Any], wanted: Mapping[str, str], sorts: Sequence[Sort], *, size: int = 25) -> Page:
    """One page in the order asked for; `page.sorts` is what the filter bar offers, as (code, label, chosen)."""
    here = sort_of(wanted, sorts)
    page = page_of(rows, wanted, order=here.order, size=size)
    page.sorts = [(each.code, each.label, each is here) for each in sorts]
    return page
