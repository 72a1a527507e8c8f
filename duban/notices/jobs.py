"""What the worker does again and again for notices. Each may run twice or be killed half-way without harm."""

from datetime import timedelta

from django.utils import timezone

from duban.calendars.periodic import Periodic
from duban.notices.outbox import pack_due
from duban.notices.reminders import remind_today
from duban.notices.telling import forget_before, tell_new

KEPT = timedelta(days=365)


def _read_on() -> None:
    while tell_new():
        pass


def _forget() -> None:
    forget_before(timezone.now() - KEPT)


PERIODIC = [
    Periodic("notices.tell", _read_on, timedelta(seconds=3)),
    Periodic("notices.pack", pack_due, timedelta(seconds=5)),
    Periodic("notices.remind", remind_today, timedelta(minutes=5)),
    Periodic("notices.forget", _forget, timedelta(days=1)),
]
