"""The journal as a sheet: its room stands below this one, so its way out is here."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.journal.asked import entries_for
from duban.journal.models import Entry
from duban.org.requests import PersonRequest
from duban.ui.sorting import NEWEST, Sort

SORTS = (Sort("new", NEWEST, ("-id",)),)
COLUMNS = (
    Column(_("Number"), Kind.NUMBER, 10),
    Column(pgettext_lazy("journal", "When"), Kind.MOMENT, 17),
    Column(_("What happened"), Kind.LONG, 60),
    Column(pgettext_lazy("journal", "To what"), Kind.LONG, 36),
    Column(pgettext_lazy("journal", "Who"), Kind.TEXT, 12),
)


@require_safe
def journal_xlsx(request: PersonRequest) -> HttpResponseBase:
    given = {name: str(value) for name, value in request.GET.items()}
    rows = entries_for(request.user, given)
    return Sheet(gettext("Journal"), "journal:list", SORTS, COLUMNS, _line).answer(request, rows)


def _line(entry: Entry) -> tuple[Any, ...]:
    return entry.pk, entry.at, entry.sentence, entry.what, entry.actor_name
