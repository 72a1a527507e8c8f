"""My dates as a calendar that phones and desktops subscribe to (RFC 5545): due dates, milestones, reports due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from duban.ledger.lights import effective_due
from duban.ledger.models import Milestone, Task
from duban.org.models import Person

_MOST = 2000


def calendar_of(person: Person) -> bytes:
    """The same dates give the same bytes, so that a reader who has them is told so by their ETag."""
    calendar = Calendar()
    calendar.add("prodid", "-//Duban//dates//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Duban: %(person)s") % {"person": person.name})
    calendar.add("x-published-ttl", "PT1H")
    for event in _events(person):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(person: Person) -> Iterator[Event]:
    mine = Q(responsible=person) | Q(looker=person) | Q(accountable=person)
    tasks = list(
        Task.objects.open()
        .filter(mine)
        .only(
            "id",
            "number",
            "title",
            "criterion",
            "due_on",
            "paused_days",
            "next_report_on",
            "responsible",
            "looker",
            "dispatched_at",
        )
        .order_by("due_on", "id")[:_MOST]
    )
    for task in tasks:
        if task.responsible_id == person.pk:
            words = _("Due: %(task)s")
        else:
            words = _("To look at: %(task)s") if task.looker_id == person.pk else _("Accountable: %(task)s")
        yield _event(f"task-{task.pk}", words % {"task": task}, effective_due(task), task, task.criterion)
        if task.next_report_on and task.responsible_id == person.pk:
            words = _("Report due: %(task)s") % {"task": task}
            yield _event(f"report-{task.pk}-{task.next_report_on}", words, task.next_report_on, task, "")
    own = {task.pk: task for task in tasks if task.responsible_id == person.pk}
    steps = Milestone.objects.filter(task__in=own, done_on__isnull=True).order_by("due_on", "id")
    for step in steps:
        task = own[step.task_id]
        yield _event(f"milestone-{step.pk}", f"{step.title} · {task}", step.due_on, task, "")


def _event(uid: str, summary: str, day: date, task: Task, description: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{settings.SITE_URL.split('://')[-1]}")
    event.add("dtstamp", (task.dispatched_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC))
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{settings.SITE_URL}/tasks/{task.pk}")
    if description:
        event.add("description", description)
    return event
