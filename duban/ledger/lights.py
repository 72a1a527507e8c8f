"""When a task turns yellow and red. Lights are never stored: two dates are, and comparing them with today gives the light.

The dates are worked out again in every action that changes a fact, and by a job when rules or the calendar change.
"""

from datetime import date, timedelta

from django.db import transaction

from duban.ledger import terms
from duban.ledger.models import Milestone, State, Task

RUNNING = (State.DISPATCHED, State.UNDERWAY)
# A red light that shone when the clock was stopped keeps shining; a task that ended has no light.
FROZEN = (State.CLAIMED, State.SUSPENDED, *RUNNING)
LIGHT_FIELDS = ["yellow_from", "red_from", "first_red_on"]
_DAY = timedelta(days=1)


def effective_due(task: Task) -> date:
    """The due date moved on by the working days the clock stood still since that date was set."""
    return terms.moved(task.due_on, task.paused_days)


def due_today(task: Task) -> date:
    """The date as it would be if the clock, where it stands still, ran again today."""
    return terms.moved(task.due_on, _stood(task))


def report_today(task: Task) -> date | None:
    """When the next report is due, likewise."""
    return terms.moved(task.next_report_on, _stood(task)) if task.next_report_on else None


def _stood(task: Task) -> int:
    """Working days that the clock stood still, and stands, since the due date was set."""
    stood = terms.calendar().working_days_between(task.paused_on, terms.today()) if task.paused_on else 0
    return task.paused_days + max(stood, 0)


def next_milestone(task: Task) -> date | None:
    return task.milestones.filter(done_on__isnull=True).order_by("due_on").values_list("due_on", flat=True).first()


def set_lights(task: Task, milestone: date | None, on: date | None = None) -> None:
    """Work the dates out from the facts; `milestone` is the earliest one not reached. Changes the object only."""
    on = on or terms.today()
    shone = task.red_from is not None and task.red_from <= on
    if shone and task.first_red_on is None:
        task.first_red_on = task.red_from
    if task.state not in RUNNING or task.paused_on:
        # Every red task also has a yellow day no later: counts take the red from the yellow ones.
        task.red_from = task.yellow_from = task.red_from if shone and task.state in FROZEN else None
        return
    due = effective_due(task)
    task.red_from = due + _DAY
    reasons = [terms.first_day_with_left(due, terms.rules_on(on).yellow_days)]
    if milestone:
        reasons.append(terms.moved(milestone, task.paused_days) + _DAY)
    if task.next_report_on:
        reasons.append(terms.moved(task.next_report_on, task.paused_days) + _DAY)
    task.yellow_from = min(task.red_from, *reasons)


def relight(task: Task) -> None:
    set_lights(task, next_milestone(task))


def relight_all(batch: int = 500) -> int:
    """Work out the lights of every running task again; returns how many changed. Ends soon where nothing changed."""
    changed, last, today = 0, 0, terms.today()
    while True:
        with transaction.atomic():
            rows = list(
                Task.objects.open()
                .filter(pk__gt=last, state__in=RUNNING)
                .defer("title", "description", "source_text", "criterion", "deliverables")
                .order_by("pk")
                .select_for_update(of=("self",))[:batch]
            )
            if not rows:
                return changed
            last = rows[-1].pk
            first: dict[int, date] = {}
            for task_id, due_on in Milestone.objects.filter(
                task__in=[t.pk for t in rows], done_on__isnull=True
            ).values_list("task_id", "due_on"):
                first[task_id] = min(due_on, first.get(task_id, due_on))
            moved = []
            for task in rows:
                before = (task.yellow_from, task.red_from, task.first_red_on)
                set_lights(task, first.get(task.pk), today)
                if before != (task.yellow_from, task.red_from, task.first_red_on):
                    moved.append(task)
            Task.objects.bulk_update(moved, LIGHT_FIELDS, batch_size=100)
            changed += len(moved)
