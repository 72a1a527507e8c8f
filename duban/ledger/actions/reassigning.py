"""Who is in charge of a task, and where it is filed."""

from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.ledger import kinds, terms
from duban.ledger import transitions as t
from duban.ledger.access import parties, tasks
from duban.ledger.actions.door import keep, labels, tell
from duban.ledger.actions.registering import check_part_unit, dispatch_task
from duban.ledger.models import Category, Programme, State, Task
from duban.org.access import Standing, standing_of
from duban.org.models import Appointment, Person, Unit


class _Keep:
    """Stands for "as it is", where None would mean "nobody" or "nothing"."""


KEEP: Final = _Keep()

# Who names looker and leader too, not only the responsible person.
MAY_NAME_ALL = frozenset({t.DISPATCHER, t.OFFICE, t.REGISTRAR})


@transaction.atomic
def reassign_task(
    task_id: int,
    *,
    actor: Person,
    responsible: Person | None = None,
    looker: Person | None = None,
    accountable: Person | _Keep | None = KEEP,
    lead_unit: Unit | None = None,
    reason: str = "",
) -> Task:
    """Put others in charge. The lead unit may change its responsible person; looker and leader are the sender's to name.

    Another lead unit only for what is a draft or was declined. Nothing changes when all are as they were.
    """
    task = tasks.take(actor, task_id, "reassign")
    wanted: dict[str, Any] = {"responsible": responsible, "looker": looker, "lead_unit": lead_unit}
    wanted = {name: value for name, value in wanted.items() if value is not None and value != getattr(task, name)}
    if not isinstance(accountable, _Keep) and accountable != task.accountable:
        wanted["accountable"] = accountable
    if not wanted:
        return task
    mine = parties(standing_of(actor), task)
    if wanted.keys() - {"responsible"} and not mine & MAY_NAME_ALL:
        raise PermissionDenied
    if "lead_unit" in wanted and task.state not in (State.DRAFT, State.DECLINED):
        raise ValidationError({"lead_unit": _("The lead unit has the order already; cancel it and send a new one.")})
    changes = [
        f"{label}: {getattr(task, name) or '—'} → {value or '—'}"
        for label, (name, value) in zip(labels(Task, wanted), wanted.items(), strict=True)
    ]
    for name, value in wanted.items():
        setattr(task, name, value)
    if task.looker_id is not None and task.looker_id == task.responsible_id:
        raise ValidationError({"looker": _("Whoever does it does not verify it: name another looker.")})
    if "lead_unit" in wanted:
        _check_new_unit(task, standing_of(actor))
    if "looker" in wanted and task.state == State.CLAIMED:
        claimed_by = task.claims.order_by("-pk").values_list("by", flat=True).first()
        if claimed_by == task.looker_id:
            raise ValidationError({"looker": _("Whoever does it does not verify it: name another looker.")})
    keep(task, *wanted, relit=False)
    if "lead_unit" in wanted:
        task.supports.filter(unit=task.lead_unit).delete()
    tell(kinds.REASSIGNED, task, actor, changes=changes, reason=reason.strip(), fields=sorted(wanted))
    return task


@transaction.atomic
def send_elsewhere(
    task_id: int, *, actor: Person, due_on: date | None = None, burden_reason: str | None = None, **named: Any
) -> Task:
    """Put others in charge of what was declined, as `reassign_task` does, and send it to them; both or neither."""
    was = tasks.take(actor, task_id, "reassign")
    unit, person = was.lead_unit, was.responsible
    task = reassign_task(task_id, actor=actor, **named)
    if (
        task.lead_unit != unit
        and person is not None
        and task.responsible == person
        and not _serves(person, task.lead_unit)
    ):
        # Left in the form as they were before: another unit is not answered for by somebody of the one that declined.
        raise ValidationError(
            {"responsible": _("%(person)s does not work at %(unit)s: name somebody who does.")
             % {"person": person, "unit": task.lead_unit}}
        )  # fmt: skip
    return dispatch_task(task_id, actor=actor, due_on=due_on, burden_reason=burden_reason)


def _serves(person: Person, unit: Unit) -> bool:
    """Whether they hold a post there, below it or above it."""
    posts = Appointment.objects.in_force(terms.today()).filter(person=person).select_related("unit")
    paths = [post.unit.path for post in posts]
    return any(path.startswith(unit.path) or unit.path.startswith(path) for path in paths)


def _check_new_unit(task: Task, standing: Standing) -> None:
    """Who sent it to one unit may send it again, but to another only if it might have gone there from the first."""
    if task.parent is not None:
        check_part_unit(task, task.parent, standing)
    elif task.state == State.DECLINED and not parties(standing, task) & {t.OFFICE, t.ABOVE}:
        raise ValidationError({"lead_unit": _("You send orders to your own unit and to those below it.")})


@transaction.atomic
def sort_task(
    task_id: int,
    *,
    actor: Person,
    programme: Programme | _Keep | None = KEEP,
    category: Category | _Keep | None = KEEP,
    nature: str = "",
) -> Task:
    """File it under a programme, a category, or as mandatory or elective."""
    task = tasks.take(actor, task_id, "sort")
    wanted: dict[str, Any] = {}
    if not isinstance(programme, _Keep) and programme != task.programme:
        wanted["programme"] = programme
    if not isinstance(category, _Keep) and category != task.category:
        wanted["category"] = category
    if nature and nature != task.nature:
        wanted["nature"] = nature
    if not wanted:
        return task
    for name, value in wanted.items():
        setattr(task, name, value)
    places = [str(task.get_nature_display() if name == "nature" else value or "—") for name, value in wanted.items()]
    keep(task, *wanted, relit=False)
    tell(kinds.SORTED, task, actor, places=places, fields=sorted(wanted))
    return task
