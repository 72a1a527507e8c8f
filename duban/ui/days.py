"""How days are said: today, in three days, five days late."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def as_date(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()
    return moment


def countdown(due: date | datetime, today: date | None = None) -> str:
    """How far a due date is, in calendar days."""
    return _far((as_date(due) - (today or timezone.localdate())).days, get_language())


@lru_cache(maxsize=2048)
def _far(left: int, language: str | None) -> str:
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def working_days(left: int) -> str:
    """How many working days are left, or were overrun."""
    if left < 0:
        return ngettext("%(n)s working day late", "%(n)s working days late", -left) % {"n": -left}
    if left == 0:
        return _("due today")
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}


def hours(minutes: float) -> str:
    """Minutes as hours with one decimal, none where it is whole; what is there is never nothing."""
    said = f"{minutes / 60:.1f}".removesuffix(".0")
    return "<0.1" if said == "0" and minutes > 0 else said


def ago(moment: date | datetime, today: date | None = None) -> str:
    day, now = as_date(moment), today or timezone.localdate()
    past = (now - day).days
    if past == 0:
        return f"{timezone.localtime(moment):%H:%M}" if isinstance(moment, datetime) else _("today")
    if past == 1:
        return _("yesterday")
    if 1 < past < 7:
        return ngettext("%(n)s day ago", "%(n)s days ago", past) % {"n": past}
    return f"{day:%m-%d}" if day.year == now.year else f"{day:%Y-%m-%d}"
