"""From a draft to an order: register, edit, dispatch, with the number given at the last moment."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger import asking, kinds, lights, terms
from duban.ledger.access import may_register, parties, tasks
from duban.ledger.actions.checks import check_complete, check_due_under_parent, check_milestone
from duban.ledger.actions.door import ask_report, labels, require_open_parent, step, tell
from duban.ledger.models import Category, Counter, Milestone, Programme, Receipt, State, SupportingUnit, Task, TaskType
from duban.ledger.numbers import next_serial
from duban.ledger.transitions import PERMITS
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role, Unit

# (title, due date) of each
Steps = Iterable[tuple[str, date]]


class Draft(TypedDict, total=False):
    """What an order says of itself. Responsible, looker and criterion may wait until it is dispatched."""

    title: Required[str]
    type: Required[TaskType]
    lead_unit: Required[Unit]
    due_on: Required[date]
    responsible: Person | None
    looker: Person | None
    accountable: Person | None
    criterion: str
    deliverables: str
    description: str
    source_text: str
    nature: str
    programme: Programme | None
    category: Category | None
    report_every: str
    is_acceptance: bool
    parent: Task | None


# What a person may change as long as it is a draft.
DRAFT_FIELDS = frozenset(Draft.__annotations__) - {"parent"}


@transaction.atomic
def register_task(
    *,
    actor: Person,
    supporting_units: Sequence[Unit] = (),
    milestones: Steps = (),
    origin: tuple[str, int] | None = None,
    **said: Unpack[Draft],
) -> Task:
    """Write a draft. Owner, looker and criterion may still be missing; dispatching asks for them.

    `milestones` are (title, day) pairs. `origin` is (noun, id) of what the task comes from.
    """
    task, steps = _draft(actor, said, milestones, origin)
    task.save(force_insert=True)
    _save_parts(task, supporting_units, steps)
    tell(kinds.REGISTERED, task, actor)
    return task


@transaction.atomic
def register_and_dispatch(
    *,
    actor: Person,
    supporting_units: Sequence[Unit] = (),
    milestones: Steps = (),
    origin: tuple[str, int] | None = None,
    burden_reason: str | None = None,
    **said: Unpack[Draft],
) -> Task:
    """Register and dispatch in one act: one row written once, one entry in the journal. Nothing may be missing.

    `burden_reason`: why it is asked although it goes beyond a unit's budget, from a sender who saw that; None where
    nobody was shown it.
    """
    task, steps = _draft(actor, said, milestones, origin)
    check_reach(task, actor)
    _send(task, actor, min((day for _title, day in steps), default=None))
    task.save(force_insert=True)
    _save_parts(task, supporting_units, steps)
    ask_receipts(task, supporting_units)
    others = [unit.pk for unit in supporting_units]
    asking.weigh(task, others, actor, burden_reason)
    asking.charge(task, others, new=True)
    tell(kinds.DISPATCHED, task, actor, **_order(task))
    return task


@transaction.atomic
def dispatch_task(task_id: int, *, actor: Person, due_on: date | None = None, burden_reason: str | None = None) -> Task:
    """Send a draft, or again what was declined, to its lead unit. ValidationError names every field still missing.

    `due_on`: a new date for what was declined, whose old one may have passed; its first date stays on record.
    `burden_reason` as in `register_and_dispatch`.
    """
    task = tasks.take(actor, task_id, "dispatch")
    if task.offers.hanging().exists():
        raise ValidationError(_("It hangs on the claim board; take it off first."))
    require_open_parent(task)
    again = task.state == State.DECLINED
    if again and due_on and due_on != task.due_on:
        task.due_on, task.paused_days = due_on, 0
    _send(task, actor, lights.next_milestone(task))
    task.version += 1
    task.save()
    units = [each.unit for each in task.supports.select_related("unit")]
    if again:
        task.receipts.filter(acknowledged_at__isnull=True).delete()
        task.receipts.filter(unit=task.lead_unit).delete()
    ask_receipts(task, units, again)
    others = [unit.pk for unit in units]
    asking.weigh(task, others, actor, burden_reason)
    asking.charge(task, others)
    tell(kinds.DISPATCHED, task, actor, **_order(task))
    return task


@transaction.atomic
def edit_task(task_id: int, *, actor: Person, version: int | None = None, **fields: Any) -> Task:
    """Change a draft: any of DRAFT_FIELDS, and supporting_units. With `version`, refused when another was faster."""
    task = tasks.take(actor, task_id, "edit")
    if version is not None and version != task.version:
        raise ValidationError(_("Somebody changed this task meanwhile; look at it again."), code="version")
    units = fields.pop("supporting_units", None)
    unknown = fields.keys() - DRAFT_FIELDS
    if unknown:
        raise TypeError(f"a draft has no {', '.join(sorted(unknown))}")
    changed = [name for name, value in fields.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, fields[name])
    _check(task)
    if "lead_unit" in changed and task.parent is not None:
        check_part_unit(task, task.parent, standing_of(actor))
    task.version += 1
    task.save()
    if units is not None and {u.pk for u in units} != set(task.supports.values_list("unit", flat=True)):
        task.supports.all().delete()
        _save_parts(task, units, [])
        changed.append("supporting_units")
    if changed:
        tell(kinds.EDITED, task, actor, fields=labels(Task, changed), changed=changed)
    return task


def _draft(
    actor: Person, said: Draft, milestones: Steps, origin: tuple[str, int] | None
) -> tuple[Task, list[tuple[str, date]]]:
    standing = standing_of(actor)
    parent = said.get("parent")
    if parent is not None:
        parent = tasks.take(actor, parent.pk, "decompose")
    elif not may_register(standing):
        raise PermissionDenied
    task = Task(registered_by=actor, **{**said, "parent": parent})
    if origin:
        task.origin_noun, task.origin_id = origin
    steps = [(title.strip(), day) for title, day in milestones]
    _check(task)
    if parent is not None:
        check_part_unit(task, parent, standing)
    for title, day in steps:
        check_milestone(task, title, day)
    return task, steps


def _check(task: Task) -> None:
    """What even a draft must keep to."""
    task.title = (task.title or "").strip()
    if not task.title:
        raise ValidationError({"title": _("Give the task a title.")})
    if len(task.title) > 200:
        raise ValidationError({"title": _("A title has at most 200 characters.")})
    if task.looker_id and task.looker_id == task.responsible_id:
        raise ValidationError({"looker": _("Whoever does it does not verify it: name another looker.")})
    check_due_under_parent(task, task.due_on)


def check_reach(task: Task, actor: Person) -> None:
    """A draft may be about any unit; an order reaches only those below the sender, and from the office all."""
    if not PERMITS["dispatch"].parties & parties(standing_of(actor), task):
        raise ValidationError({"lead_unit": _("You cannot give tasks to %(unit)s.") % {"unit": task.lead_unit}})


def check_part_unit(task: Task, parent: Task, standing: Standing) -> None:
    """Parts go to the lead unit of the whole, to units that support it, and below these; the office may send anywhere."""
    if standing.has(Role.SUPERVISION):
        return
    paths = [parent.lead_unit.path, *parent.supporting_units.values_list("path", flat=True)]
    if not task.lead_unit.path.startswith(tuple(paths)):
        raise ValidationError(
            {"lead_unit": _("A part goes to the lead unit, a supporting unit, or a unit below one of these.")}
        )


def _send(task: Task, actor: Person, milestone: date | None) -> None:
    """Everything that turns a draft into an order, in the object; the number comes last and holds its lock shortest."""
    check_complete(task)
    _check(task)
    step(task, State.DISPATCHED, "dispatch")
    set_out(task, actor)
    lights.set_lights(task, milestone)
    number(task)


def set_out(task: Task, actor: Person) -> None:
    today = terms.today()
    task.dispatched_by, task.dispatched_at = actor, timezone.now()
    task.original_due_on = task.original_due_on or task.due_on
    ask_report(task, today)


def number(task: Task) -> None:
    """The next number of its type and year; what was declined keeps the one it has."""
    if task.serial is not None:
        return
    task.year = terms.today().year
    task.serial = next_serial(Counter, type_id=task.type_id, year=task.year)
    task.number = task.type.number(task.year, task.serial)


def _save_parts(task: Task, units: Sequence[Unit], milestones: list[tuple[str, date]]) -> None:
    others = {unit.pk: unit for unit in units if unit.pk != task.lead_unit_id}
    if others:
        SupportingUnit.objects.bulk_create([SupportingUnit(task=task, unit=unit) for unit in others.values()])
    if milestones:
        Milestone.objects.bulk_create([Milestone(task=task, title=title, due_on=day) for title, day in milestones])


def ask_receipts(task: Task, units: Sequence[Unit], again: bool = False) -> None:
    today = terms.today()
    due = terms.moved(today, terms.rules_on(today).receipt_days)
    asked = {task.lead_unit_id: None, **{unit.pk: None for unit in units}}
    Receipt.objects.bulk_create(
        [Receipt(task=task, unit_id=unit_id, due_on=due) for unit_id in asked], ignore_conflicts=again
    )


def _order(task: Task) -> dict[str, Any]:
    return {
        "unit": str(task.lead_unit),
        "responsible": str(task.responsible),
        "looker": str(task.looker),
        "due": task.due_on,
        "criterion": task.criterion,
    }
