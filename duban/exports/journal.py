"""The journal as a sheet: its room stands below this one, so its way out is here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.journal import access
from duban.journal.asked import entries_for
from duban.journal.models import Entry, Verification
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
VERIFICATIONS = (
    Column(_("Asked for"), Kind.MOMENT, 17),
    Column(pgettext_lazy("journal", "Who"), Kind.TEXT, 12),
    Column(_("Finished at"), Kind.MOMENT, 17),
    Column(_("Sealed entries"), Kind.NUMBER, 12),
    Column(_("Seals"), Kind.NUMBER, 10),
    Column(_("Result"), Kind.TEXT, 20),
    Column(_("Words from paper"), Kind.LONG, 40),
    Column(_("Newest seal"), Kind.LONG, 50),
)


@require_safe
def journal_xlsx(request: PersonRequest) -> HttpResponseBase:
    given = {name: str(value) for name, value in request.GET.items()}
    rows = entries_for(request.user, given)
    return Sheet(gettext("Journal"), "journal:list", SORTS, COLUMNS, _line).answer(request, rows)


def _line(entry: Entry) -> tuple[Any, ...]:
    return entry.pk, entry.at, entry.sentence, entry.what, entry.actor_name


@require_safe
def verifications_xlsx(request: PersonRequest) -> HttpResponseBase:
    if not access.may_verify(request.user):
        raise PermissionDenied
    rows = Verification.objects.select_related("asked_by")
    title = gettext("Verifications of the journal")
    return Sheet(title, "journal:verifications", SORTS, VERIFICATIONS, _verified).answer(request, rows)


def _verified(each: Verification) -> tuple[Any, ...]:
    counted = each.finished_at is not None and not each.broken_off
    return (
        each.asked_at, each.asked_by.name, each.finished_at, each.sealed if counted else None,
        each.seals if counted else None, _result(each), each.words, each.line,
    )  # fmt: skip


def _result(each: Verification) -> str:
    if each.underway:
        return gettext("On its way")
    if each.broken_off:
        return gettext("Broke off")
    if each.wrong:
        return ngettext("%(n)s fault", "%(n)s faults", each.wrong) % {"n": each.wrong}
    return gettext("Everything fits, with a checkpoint") if each.matched_seal else gettext("Everything fits")
