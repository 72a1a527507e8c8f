"""What every act on a task begins and ends with: the locked row, the step in the table, the lights, the journal."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.ledger import asking, following, lights, terms
from duban.ledger.models import State, Task
from duban.ledger.transitions import STEPS
from duban.org.models import Person


def step(task: Task, to: State, verb: str) -> None:
    """Set the new state; the table must know this step by this act."""
    if STEPS.get((State(task.state), to)) != verb:
        raise ValidationError(
            _("This cannot be done now: the task is “%(state)s”.") % {"state": task.get_state_display()}, code="state"
        )
    task.state = to


def keep(task: Task, *fields: str, relit: bool = True) -> None:
    """Write the given fields, the lights they may have changed, and the next version."""
    names = [*fields, "version"]
    if relit:
        lights.relight(task)
        names += lights.LIGHT_FIELDS
    task.version = task.version + 1
    task.save(update_fields=names)


def touch(task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(version=F("version") + 1)


def ask_report(task: Task, after: date) -> None:
    """Set the next regular report after a day; the cycle counts from the dispatch and ends with the due date."""
    start = timezone.localtime(task.dispatched_at).date() if task.dispatched_at else after
    following = terms.next_after(after, task.report_every, start)
    task.next_report_on = following if following and following <= task.due_on else None


def tell(kind: Kind, task: Task, actor: Person | None, **body: Any) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="task",
        noun_id=task.pk,
        unit_id=task.lead_unit_id,
        body={"number": task.number, "title": task.title, **body},
    )
    asking.follow(kind, task)
    following.tell(kind, task, actor, body)


def labels(model: type[Model], names: Iterable[str]) -> list[str]:
    """What the fields are called, for a sentence."""
    return [str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in names]


def require_open_parent(task: Task) -> None:
    """A part lives inside an open whole. The whole's row is held, so that it cannot be closed at the same moment."""
    if task.parent_id is None:
        return
    parent = Task.objects.select_for_update(of=("self",)).get(pk=task.parent_id)
    if not parent.is_open:
        raise ValidationError(_("The whole it belongs to is not open; open that one first."), code="parent")


def stop_clock(task: Task, on: date) -> None:
    if task.paused_on is None:
        task.paused_on = on


def start_clock(task: Task, on: date) -> int:
    """Count the working days the clock stood still; the caller knows that nothing stops it any more."""
    if task.paused_on is None:
        return 0
    stood = max(terms.calendar().working_days_between(task.paused_on, on), 0)
    task.paused_days += stood
    task.paused_on = None
    return stood
