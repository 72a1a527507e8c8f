"""What the morning's reminders share."""

from collections.abc import Iterable
from datetime import date, timedelta

from duban.journal import canonical
from duban.journal.kinds import Kind
from duban.ledger import terms
from duban.notices.models import Notice

_NAMED = 3  # matters named in the line; the rest is counted


def late_since(today: date) -> date | None:
    """Only what ran out from this day on is news; everything that is late, on the first working day of a week."""
    before = terms.calendar().add_working_days(today, -1)
    return before if before >= today - timedelta(days=today.weekday()) else None


def named(matters: Iterable[object]) -> str:
    return "；".join(list(dict.fromkeys(map(str, matters)))[:_NAMED])


def reminder(kind: Kind, person: int, today: date, **body: object) -> Notice:
    """One of its kind for a person on a day."""
    return Notice(
        person_id=person,
        kind=kind.code,
        body=canonical.body_text(body),
        noun="today",
        noun_id=0,
        occasion=f"{kind.code.removeprefix('reminder.')}:{today.isoformat()}",
    )
