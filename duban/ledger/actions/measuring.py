"""Measured targets and their readings (M7)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.ledger import kinds, terms
from duban.ledger.access import programmes, targets, tasks
from duban.ledger.actions.door import labels
from duban.ledger.models import Programme, Reading, Target, Task
from duban.org.models import Person, Unit
from duban.org.said import words


def _tell(kind: Kind, target: Target, actor: Person, unit: Unit | None = None, **body: Any) -> None:
    about = ("programme", target.programme_id) if target.programme_id else ("task", target.task_id or 0)
    journal.append(
        kind,
        actor=actor,
        noun="target",
        noun_id=target.pk,
        about=about,
        unit_id=unit.pk if unit else None,
        body={"name": target.name, "measure": target.measure, **body},
    )


@transaction.atomic
def set_target(
    *,
    actor: Person,
    name: str,
    measure: str,
    baseline: Decimal,
    baseline_on: date,
    goal: Decimal,
    by_on: date,
    units: Sequence[Unit],
    programme: Programme | None = None,
    task: Task | None = None,
) -> Target:
    """Set a target on a programme, a task, or both; the units answer for it jointly."""
    if programme is not None:
        programmes.get_for(actor, programme.pk, "set_target")
    if task is not None:
        task = tasks.take(actor, task.pk, "set_target")
    if programme is None and task is None:
        raise PermissionDenied
    target = Target(
        programme=programme,
        task=task,
        name=name.strip(),
        measure=measure.strip(),
        baseline=baseline,
        baseline_on=baseline_on,
        goal=goal,
        by_on=by_on,
        set_by=actor,
    )
    _check(target, units)
    target.save()
    target.units.set(units)
    _tell(kinds.TARGET_SET, target, actor, goal=target.goal, by=by_on, baseline=target.baseline, units=_names(units))
    return target


def _check(target: Target, units: Sequence[Unit]) -> None:
    faults: dict[str, Any] = {}
    if not target.name:
        faults["name"] = _("Give the target a name.")
    if not target.measure:
        faults["measure"] = _("Say in which unit it is measured.")
    if target.goal == target.baseline:
        faults["goal"] = _("The goal differs from the baseline.")
    if target.by_on <= target.baseline_on:
        faults["by_on"] = _("The goal lies after the baseline.")
    if not units:
        faults["units"] = _("Name at least one responsible unit.")
    if faults:
        raise ValidationError(faults)


def _names(units: Sequence[Unit]) -> list[str]:
    return [str(unit) for unit in units]


@transaction.atomic
def change_target(target_id: int, *, actor: Person, units: Sequence[Unit] | None = None, **fields: Any) -> Target:
    """Change name, measure, baseline, baseline_on, goal, by_on or the units; the journal keeps what it was."""
    target = targets.get_for(actor, target_id, "edit", lock=True)
    allowed = {"name", "measure", "baseline", "baseline_on", "goal", "by_on"}
    if fields.keys() - allowed:
        raise TypeError(f"a target has no {', '.join(sorted(fields.keys() - allowed))}")
    changed = {name: value for name, value in fields.items() if getattr(target, name) != value}
    was = {name: str(getattr(target, name)) for name in changed}
    for name, value in changed.items():
        setattr(target, name, value)
    before = list(target.units.all())
    _check(target, before if units is None else units)
    target.save()
    said = labels(Target, changed)
    if units is not None and {u.pk for u in units} != {u.pk for u in before}:
        was["units"] = "、".join(_names(before))
        target.units.set(units)
        said += labels(Target, ["units"])
    if said:
        _tell(kinds.TARGET_CHANGED, target, actor, fields=said, was=was)
    return target


@transaction.atomic
def record_reading(
    target_id: int, *, actor: Person, on: date, value: Decimal, note: str = "", unit: Unit | None = None
) -> Reading:
    """Read a value of a day. A day that has one already is corrected instead (`correct_reading`)."""
    target = targets.get_for(actor, target_id, "read", lock=True)
    if on > terms.today():
        raise ValidationError({"on": _("A reading cannot lie in the future.")})
    if on < target.baseline_on:
        raise ValidationError({"on": _("A reading lies after the baseline: %(day)s.") % {"day": target.baseline_on}})
    try:
        with transaction.atomic():
            made = Reading.objects.create(
                target=target, on=on, value=value, note=note.strip(), unit=unit, read_by=actor
            )
    except IntegrityError:
        raise ValidationError({"on": _("There is a reading of this day already; correct that one.")}) from None
    _tell(kinds.READING_TAKEN, target, actor, unit, on=on, value=value, note=made.note)
    return made


@transaction.atomic
def correct_reading(reading_id: int, *, actor: Person, value: Decimal, note: str) -> Reading:
    """Replace a reading, with a reason; the old one stays on record."""
    target_id = Reading.objects.filter(pk=reading_id).values_list("target", flat=True).first()
    target = targets.get_for(actor, target_id or 0, "read", lock=True)
    old = Reading.objects.get(pk=reading_id)
    if old.replaced_by_id:
        raise ValidationError(_("This reading was corrected already."), code="replaced")
    note = words(note, "note", _("Give a reason."))
    # Out of the way of the one-a-day constraint first, then pointed to its successor.
    made = Reading(target=target, on=old.on, value=value, note=note, unit=old.unit, read_by=actor)
    old.replaced_by = old
    old.save(update_fields=["replaced_by"])
    made.save()
    old.replaced_by = made
    old.save(update_fields=["replaced_by"])
    _tell(kinds.READING_CORRECTED, target, actor, old.unit, on=old.on, was=old.value, value=value, note=note)
    return made
