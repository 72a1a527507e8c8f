"""The morning's reminder: what turned yellow or red, what is still red, which reports are due. One for each person; and
beside it, from the same run, one of findings and one of what waits for somebody's word."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.ledger import terms
from duban.ledger.lights import RUNNING
from duban.ledger.models import Task
from duban.notices import finding_reminders, waiting_reminders
from duban.notices.kinds import DEADLINES
from duban.notices.models import Bookmark, Notice
from duban.notices.reminding import named, reminder
from duban.notices.telling import keep

FROM = time(8, 0)
_MARK = "deadlines"


def remind_today(now: datetime | None = None) -> int:
    """Once on each working day, from eight in the morning on; returns how many reminders were given."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    today = local.date()
    if local.time() < FROM or not terms.calendar().is_working_day(today):
        return 0
    if Bookmark.objects.filter(name=_MARK, position__gte=today.toordinal()).exists():
        return 0
    # Before the lock: this reads much and writes nothing.
    found = reminders(today) + waiting_reminders.reminders(today) + finding_reminders.reminders(today)
    with transaction.atomic():
        Bookmark.objects.get_or_create(name=_MARK)
        mark = Bookmark.objects.select_for_update().get(name=_MARK)
        if mark.position >= today.toordinal():
            return 0  # another worker was quicker
        reminded = keep(found, now=now)
        mark.position = today.toordinal()
        mark.save(update_fields=["position"])
    return reminded


def reminders(today: date) -> list[Notice]:
    """One notice for each person with something to be reminded of on this working day."""
    before = terms.calendar().add_working_days(today, -1)
    mine: dict[int, list[Task]] = defaultdict(list)
    for task in _tasks(today, before).order_by("due_on", "id"):
        if task.responsible_id:
            mine[task.responsible_id].append(task)
    return [_reminder(person, tasks, today) for person, tasks in mine.items()]


def _tasks(today: date, before: date) -> QuerySet[Task]:
    """What changed since the last working day; all that is red on the first working day of a week."""
    turned = Q(yellow_from__gt=before, yellow_from__lte=today) | Q(red_from__gt=before, red_from__lte=today)
    report = Q(next_report_on__gt=before, next_report_on__lte=_reports_until(today))
    # Not of what stands still or says that it is done: there no report can be given.
    report &= Q(state__in=RUNNING, paused_on__isnull=True)
    if before < today - timedelta(days=today.weekday()):
        turned |= Q(red_from__lte=today)
    return (
        Task.objects.open()
        .filter(turned | report)
        .only(
            "id",
            "number",
            "title",
            "state",
            "due_on",
            "responsible",
            "yellow_from",
            "red_from",
            "next_report_on",
            "paused_on",
        )
    )


def _reports_until(today: date) -> date:
    """A report is spoken of from the working day before it is due."""
    return terms.calendar().add_working_days(today, 1)


def _reminder(person: int, tasks: list[Task], today: date) -> Notice:
    red = [t for t in tasks if t.red_from and t.red_from <= today]
    yellow = [t for t in tasks if t not in red and t.yellow_from and t.yellow_from <= today]
    until = _reports_until(today)
    body = {
        "red": len(red),
        "yellow": len(yellow),
        "reports": sum(
            1
            for t in tasks
            if t.next_report_on and t.next_report_on <= until and t.state in RUNNING and t.paused_on is None
        ),
        "tasks": named(red + yellow + tasks),
    }
    return reminder(DEADLINES, person, today, **body)
