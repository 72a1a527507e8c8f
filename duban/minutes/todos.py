"""Documents whose directives wait to become tasks, for whoever keeps them."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.minutes.access import KEEPERS, documents
from duban.minutes.models import Document, ReadingState
from duban.org.access import standing_of
from duban.org.models import Person
from duban.org.todos import Todo

MOST = 10


def todos(person: Person, on: date) -> Iterator[Todo]:
    """Of the units in which the person holds a keeper's post; nobody is reminded of other units' papers."""
    units = {post.unit_id for post in standing_of(person).posts if post.role in KEEPERS}
    if not units:
        return
    rows = documents.visible_to(person).filter(unit__in=units).select_related("filed_by")
    rows = rows.defer("raw", "text", "repairs", "sketch")
    for row in rows.filter(reading=ReadingState.READ, open_count__gt=0).order_by("-id")[:MOST]:
        what = ngettext("%(n)s proposal to issue", "%(n)s proposals to issue", row.open_count) % {"n": row.open_count}
        yield _todo(row, what)
    for row in rows.filter(reading=ReadingState.FAILED).order_by("-id")[:MOST]:
        yield _todo(row, _("Could not be read"))


def _todo(row: Document, what: str) -> Todo:
    return Todo(
        title=row.title,
        url=reverse("minutes:document", args=[row.pk]),
        what=what,
        owed=True,
        sender=str(row.filed_by),
        noun="document",
        noun_id=row.pk,
    )
