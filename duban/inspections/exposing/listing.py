"""Exposure notices as lines of a list, and which of them an address asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.inspections.exposing import terms
from duban.inspections.exposing.access import exposures
from duban.inspections.models import Exposure, ExposureState
from duban.inspections.models.exposure import ExposureQuerySet
from duban.org.filters import with_words
from duban.org.models import Person
from duban.org.queries import at_or_below
from duban.ui.addresses import number_said
from duban.ui.sorting import BY_UNIT, NEWEST, OLDEST, Sort

NAMES = ("q", "show", "unit")
S = ExposureState


def shows() -> list[tuple[str, str]]:
    return [
        ("shown", pgettext("exposure", "Shown now")), ("open", _("Not rectified")), ("rectified", _("Rectified")),
        ("expired", _("Expired")), ("corrected", _("Corrected")),
        *((state.value, str(state.label)) for state in S if state != S.ISSUED),
    ]  # fmt: skip


def chosen(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name in NAMES if (value := given.get(name, "").strip())}


def exposures_for(person: Person, asked: Mapping[str, str]) -> ExposureQuerySet:
    """Values are text from an address; what cannot be read selects nothing. q (number, title), show (see `shows`), unit (id,
    with everything below)."""
    today = terms.today()
    rows = exposures.visible_to(person).with_marks()
    if show := asked.get("show", ""):
        issued = Q(state=S.ISSUED)
        wanted = {
            "shown": issued & Q(expires_on__gte=today),
            "open": issued & Q(unrectified=True),
            "rectified": issued & Q(unrectified=False),
            "expired": issued & Q(expires_on__lt=today),
            "corrected": issued & Q(corrected=True),
            **{state.value: Q(state=state) for state in S},
        }
        rows = rows.filter(wanted[show]) if show in wanted else rows.none()
    if unit := asked.get("unit", ""):
        pk = number_said(unit)
        rows = rows.none() if pk is None else rows.filter(unit__in=at_or_below(pk))
    return with_words(rows, asked.get("q", ""), "number", "title")


def marks_of(notice: Exposure, today: date) -> list[tuple[str, str]]:
    """(words, tone) of its state and of what is worked out beside it."""
    tones = {S.DRAFT: "tag-yellow", S.CHECKING: "tag-yellow", S.REPLYING: "tag-blue", S.ISSUED: "tag-red"}
    marks = [(str(notice.get_state_display()), tones.get(S(notice.state), ""))]
    if notice.state == S.ISSUED:
        if notice.is_rectified:
            marks.append((_("Rectified"), "tag-green"))
        if notice.is_corrected:
            marks.append((_("Corrected"), "tag-yellow"))
        if notice.is_expired(today):
            marks.append((_("Expired"), ""))
    return marks


SORTS = (
    Sort("new", NEWEST, ("-id",)),
    Sort("old", OLDEST, ("id",)),
    Sort("unit", BY_UNIT, ("unit__path", "-id")),
)
EXPORTED = (
    Column(gettext_lazy("Number"), Kind.TEXT, 22),
    Column(gettext_lazy("Title"), Kind.LONG, 40),
    Column(gettext_lazy("Exposed unit"), Kind.TEXT, 18),
    Column(pgettext_lazy("exposure", "On behalf of"), Kind.TEXT, 18),
    Column(gettext_lazy("State"), Kind.TEXT, 18),
    Column(gettext_lazy("Reply until"), Kind.DATE, 12),
    Column(gettext_lazy("Issued on"), Kind.DATE, 12),
    Column(gettext_lazy("Shown until"), Kind.DATE, 12),
    Column(gettext_lazy("Why it ended"), Kind.LONG, 30),
)


def line_of(row: Exposure) -> tuple[Any, ...]:
    marks = marks_of(row, terms.today())
    return (
        row.number, row.title, str(row.unit), str(row.office), "、".join(words for words, _tone in marks), row.reply_by,
        timezone.localdate(row.issued_at) if row.issued_at else None, row.expires_on, row.ended_why,
    )  # fmt: skip


SHEET = Sheet(gettext_lazy("Exposure notices"), "inspections:exposures", SORTS, EXPORTED, line_of)
