"""When a notice may leave: at once or with the next digest, never in quiet hours, on working days where that is wished."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils import timezone

from duban.notices.models import Preference, Rhythm

_OPENING = time(8, 30)


class Calendar(Protocol):
    def is_working_day(self, day: date, /) -> bool: ...


def leaves_at(now: datetime, wish: Preference, calendar: Calendar) -> datetime:
    """The first moment from `now` on that respects the wish. `now` is aware; so is the answer."""
    moment = timezone.localtime(now)
    if wish.rhythm == Rhythm.DAILY:
        moment = _next_at(moment, wish.digest_at)
    elif wish.rhythm == Rhythm.WEEKLY:
        moment = _next_at(moment, wish.digest_at)
        moment += timedelta(days=(wish.digest_on - moment.weekday()) % 7)
    while True:
        if wish.working_days_only and not calendar.is_working_day(moment.date()):
            at = (wish.quiet_until or _OPENING) if wish.rhythm == Rhythm.AT_ONCE else wish.digest_at
            moment = _at(moment.date() + timedelta(days=1), at, moment)
        elif is_quiet(moment.time(), wish.quiet_from, wish.quiet_until):
            moment = _end_of_quiet(moment, wish)
        else:
            return moment


def _next_at(moment: datetime, at: time) -> datetime:
    today = _at(moment.date(), at, moment)
    return today if today > moment else today + timedelta(days=1)


def _at(day: date, at: time, like: datetime) -> datetime:
    return datetime.combine(day, at, tzinfo=like.tzinfo)


def is_quiet(at: time, begin: time | None, end: time | None) -> bool:
    if begin is None or end is None or begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def _end_of_quiet(moment: datetime, wish: Preference) -> datetime:
    end = wish.quiet_until or _OPENING
    return _next_at(moment, end)
