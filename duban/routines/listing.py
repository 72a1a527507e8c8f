"""Standing duties as lines of a list: in which order, and what a sheet says of each."""

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.exports.columns import Column, Kind
from duban.exports.lists import Sheet
from duban.routines import timing
from duban.routines.models import Duty, Who
from duban.ui.sorting import BY_UNIT, NEWEST, Sort

SORTS = (
    Sort("name", _("By name"), ("name", "id")),
    Sort("new", NEWEST, ("-id",)),
    Sort("unit", BY_UNIT, ("owner__path", "name", "id")),
)
COLUMNS = (
    Column(_("Standing duty"), Kind.LONG, 30),
    Column(_("what it is"), Kind.TEXT, 18),
    Column(pgettext_lazy("duty", "When"), Kind.LONG, 26),
    Column(_("who owes it"), Kind.TEXT, 24),
    Column(_("at or below"), Kind.TEXT, 18),
    Column(_("Set by"), Kind.TEXT, 18),
    Column(_("source document"), Kind.TEXT, 24),
    Column(_("programme"), Kind.TEXT, 20),
    Column(_("In force since"), Kind.DATE, 12),
    Column(_("last day"), Kind.DATE, 12),
    Column(pgettext_lazy("duty", "What"), Kind.LONG, 40),
)


def when(duty: Duty) -> str:
    return gettext("After another duty") if duty.follows_id else timing.rule_words(duty.rule)


def who_owes(duty: Duty) -> str:
    if duty.who == Who.KIND:
        return str(duty.get_unit_kind_display())
    if duty.who == Who.ROLE:
        return f"{duty.get_role_display() if duty.role else ''} {duty.post}".strip()
    return str(duty.get_who_display())


def line_of(duty: Duty) -> tuple[Any, ...]:
    return (
        duty.name, duty.get_form_display(), when(duty), who_owes(duty), str(duty.within or ""), str(duty.owner),
        duty.document, str(duty.programme or ""), duty.since, duty.until, duty.purpose,
    )  # fmt: skip


SHEET = Sheet(_("Standing duties"), "routines:list", SORTS, COLUMNS, line_of)
