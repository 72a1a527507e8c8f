"""Making occurrences ahead. Safe to run twice, by two workers, and to be killed half-way: each slot stands by itself."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from duban.calendars import BadRule
from duban.ledger import terms
from duban.routines import asking, timing
from duban.routines.models import Duty, Occurrence
from duban.routines.subjects import Subject, owing, subjects_of

AHEAD = timedelta(days=30)
_COLUMNS = "duty_id, subject, unit_id, person_id, day, shift, shift_name, opens_at, due_at"


def make_all(today: date | None = None) -> int:
    """Every duty in force, as far ahead as usual; returns how many occurrences are new."""
    today = today or terms.today()
    rows = Duty.objects.filter(since__lte=today + AHEAD).order_by("pk")
    return sum(make_ahead(duty, today) for duty in rows.select_related("owner", "within", "follows"))


def make_ahead(duty: Duty, today: date | None = None) -> int:
    """Make what is missing from today on, and take back what is no longer owed and nobody has touched."""
    today = today or terms.today()
    last = today + AHEAD
    calendar = terms.calendar()
    try:
        wanted = timing.slots(duty, today, last, calendar)
    except BadRule:
        wanted = []  # a calendar changed under it: the duty's page says that it never occurs
    made = 0
    subjects = subjects_of(duty, today, last) if wanted else []
    for day, shift in wanted:
        made += _make_slot(duty, day, shift, owing(subjects, day), today)
    _drop_other_slots(duty, wanted, today)
    Duty.objects.filter(pk=duty.pk).update(made_until=last)
    asking.charge(duty, today)
    return made


@transaction.atomic
def _make_slot(duty: Duty, day: date, shift: int, subjects: list[Subject], today: date) -> int:
    """One slot for everybody who owes it: in one statement, which leaves alone what is there."""
    values: dict[str, Any] = {
        "duty": duty.pk,
        "day": day,
        "shift": shift,
        "name": duty.shift_name(shift),
        "opens": duty.opens(day, shift),
        "due": duty.due(day, shift, terms.calendar()),
        "keys": [subject.key for subject in subjects],
        "units": [subject.unit_id for subject in subjects],
        "people": [subject.person_id for subject in subjects],
    }
    made = _insert(values) if subjects else 0
    if day > today:
        _drop_other_subjects(duty, day, shift, values["keys"])
        # A change of hours, term or shifts holds for what has not begun.
        now = {"opens_at": values["opens"], "due_at": values["due"], "shift_name": values["name"]}
        Occurrence.objects.filter(duty=duty, day=day, shift=shift).unmet().exclude(**now).update(**now)
    return made


def _insert(values: dict[str, Any]) -> int:
    chosen = "%(duty)s, s.key, s.unit, s.person, %(day)s, %(shift)s, %(name)s, %(opens)s, %(due)s"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO routines_occurrence ({_COLUMNS}) SELECT {chosen}"
                " FROM unnest(%(keys)s::text[], %(units)s::bigint[], %(people)s::bigint[]) AS s(key, unit, person)"
                " ON CONFLICT (duty_id, day, subject, shift) DO NOTHING",
                values,
            )
            return int(cursor.rowcount)
        rows = zip(values["keys"], values["units"], values["people"], strict=True)
        adapt = connection.ops
        opens, due = adapt.adapt_datetimefield_value(values["opens"]), adapt.adapt_datetimefield_value(values["due"])
        day = adapt.adapt_datefield_value(values["day"])
        cursor.executemany(
            f"INSERT INTO routines_occurrence ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (duty_id, day, subject, shift) DO NOTHING",
            [
                (values["duty"], key, unit, person, day, values["shift"], values["name"], opens, due)
                for key, unit, person in rows
            ],
        )
        return int(max(cursor.rowcount, 0))


def _drop_other_subjects(duty: Duty, day: date, shift: int, keys: list[str]) -> None:
    """Whoever left the post owes it no more; a slot that has not come yet was touched by nobody."""
    rows = Occurrence.objects.filter(duty=duty, day=day, shift=shift).unmet()
    kept = set(keys)
    gone = [pk for pk, key in rows.values_list("pk", "subject") if key not in kept]
    for start in range(0, len(gone), 500):
        Occurrence.objects.filter(pk__in=gone[start : start + 500]).delete()


def _drop_other_slots(duty: Duty, wanted: list[tuple[date, int]], today: date) -> None:
    """Slots to come, also those of today that have not opened, that the rule, the pauses or the last day no longer hold."""
    kept = set(wanted)
    ahead = Q(day__gt=today) | Q(day=today, opens_at__gt=timezone.now())
    rows = Occurrence.objects.filter(ahead, duty=duty).unmet().order_by()
    for day, shift in set(rows.values_list("day", "shift")) - kept:
        rows.filter(day=day, shift=shift).delete()
