"""Opening, renaming, moving, closing and merging units. The past of the tree is kept: moves add placements."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import kinds
from duban.org.access import standing_of
from duban.org.actions.aliases import hand_over_names, learn_name
from duban.org.actions.tree import forbid_circle, lock_tree, may_stand_below, stand
from duban.org.models import Appointment, Person, Placement, Unit
from duban.org.names import forget_names
from duban.org.policies import is_top_administrator, units


@transaction.atomic
def open_unit(
    name: str,
    *,
    code: str,
    kind: str,
    parent: Unit | None,
    actor: Person,
    short_name: str = "",
    opened_on: date | None = None,
) -> Unit:
    """A new unit below `parent`, or at the top. Raises ValidationError when code or names are taken."""
    if parent is not None:
        parent = units.get_for(actor, parent.pk, "open_below")
    elif not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    lock_tree()
    since = opened_on or timezone.localdate()
    may_stand_below(parent, max(since, timezone.localdate()), kind)
    unit = Unit(name=name.strip(), short_name=short_name.strip(), code=code.strip(), kind=kind, opened_on=since)
    _check(unit)
    if parent is None:
        Unit.objects.add_root(instance=unit)
    else:
        parent.refresh_from_db()
        Unit.objects.add_child(parent, instance=unit)
    Placement.objects.create(unit=unit, parent=parent, since=since)
    append(
        kinds.OPENED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        about=("unit", parent.pk) if parent else None,
        body={
            "unit": unit.name,
            "parent": str(parent) if parent else "",
            "code": unit.code,
            "kind": kind,
            "since": since,
        },
    )
    transaction.on_commit(forget_names)
    return unit


@transaction.atomic
def edit_unit(
    unit_id: int,
    *,
    actor: Person,
    name: str | None = None,
    short_name: str | None = None,
    code: str | None = None,
    kind: str | None = None,
) -> Unit:
    """Rename or reclassify. A former name stays as an alias: documents go on using it."""
    unit = units.get_for(actor, unit_id, "edit", lock=True)
    before = {"name": unit.name, "short_name": unit.short_name, "code": unit.code, "kind": unit.kind}
    wanted = {"name": name, "short_name": short_name, "code": code, "kind": kind}
    changed = {
        key: value.strip() for key, value in wanted.items() if value is not None and value.strip() != before[key]
    }
    if not changed:
        return unit
    if "kind" in changed and not units.allows(standing_of(actor), "reclassify", unit):
        raise PermissionDenied
    for key, value in changed.items():
        setattr(unit, key, value)
    _check(unit)
    unit.save()
    for key in ("name", "short_name"):
        if key in changed and before[key] and before[key] not in (unit.name, unit.short_name):
            learn_name(unit, before[key])
    append(
        kinds.EDITED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={
            "unit": before["name"],
            "changes": [f"{before[key] or '—'} → {value or '—'}" for key, value in changed.items()],
            "before": before,
            "after": {key: getattr(unit, key) for key in before},
        },
    )
    transaction.on_commit(forget_names)
    return unit


@transaction.atomic
def move_unit(unit_id: int, *, parent: Unit | None, since: date, actor: Person) -> Unit:
    """Place a unit, with all below it, under another from a day on; a day to come is carried out by the daily job."""
    unit = units.get_for(actor, unit_id, "move")
    if parent is not None:
        parent = units.get_for(actor, parent.pk, "open_below")
    elif not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    return move_in_tree(unit, parent, since, actor)


def move_in_tree(unit: Unit, parent: Unit | None, since: date, actor: Person | None) -> Unit:
    """Move without asking for rights: for actions that asked already."""
    lock_tree()
    unit.refresh_from_db()
    today = timezone.localdate()
    _check_in_force(unit, since)
    may_stand_below(parent, max(since, today), unit.kind)
    placement = Placement.objects.select_related("parent").filter(unit=unit, until__isnull=True).first()
    if placement is None or placement.since >= since:
        raise ValidationError(_("A move on or after %(since)s is already recorded."), params={"since": since})
    if placement.parent_id == (parent.pk if parent else None):
        raise ValidationError(_("%(unit)s already stands there."), params={"unit": unit})
    forbid_circle(unit, parent, since)
    placement.until = since
    placement.save(update_fields=["until"])
    Placement.objects.create(unit=unit, parent=parent, since=since)
    body = {"unit": unit.name, "before": str(placement.parent or ""), "parent": str(parent or ""), "since": since}
    if since <= today:
        unit = stand(unit, parent)
        transaction.on_commit(forget_names)
    append(
        kinds.MOVED if since <= today else kinds.MOVE_PLANNED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        about=("unit", parent.pk) if parent else None,
        body=body,
    )
    return unit


@transaction.atomic
def call_off_move(unit_id: int, *, actor: Person) -> None:
    """Take back a move whose day has not come."""
    unit = units.get_for(actor, unit_id, "move")
    lock_tree()
    planned = Placement.objects.filter(unit=unit, until__isnull=True, since__gt=timezone.localdate()).first()
    if planned is None:
        raise ValidationError(_("No move of %(unit)s is planned."), params={"unit": unit})
    since = planned.since
    planned.delete()
    Placement.objects.filter(unit=unit, until=since).update(until=None)
    append(
        kinds.MOVE_CALLED_OFF,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={"unit": unit.name, "since": since},
    )


@transaction.atomic
def close_unit(unit_id: int, *, on: date, actor: Person) -> Unit:
    """The unit exists until the day before `on`. Posts in it end then; sub-units must have gone elsewhere before."""
    unit = units.get_for(actor, unit_id, "close")
    lock_tree()
    unit.refresh_from_db()
    return close_in_tree(unit, on, actor)


def close_in_tree(unit: Unit, on: date, actor: Person | None) -> Unit:
    """Close without asking for rights: for actions that asked already."""
    _check_in_force(unit, on)
    below = Placement.objects.filter(parent=unit, unit__closed_on__isnull=True)
    below = below.filter(until__isnull=True) | below.filter(until__gt=on)
    if open_below := [str(placement.unit) for placement in below.select_related("unit")[:5]]:
        raise ValidationError(
            _("Close or move what stands below first: %(units)s."), params={"units": "、".join(open_below)}
        )
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    ended = Appointment.objects.filter(unit=unit, until__isnull=True) | Appointment.objects.filter(
        unit=unit, until__gt=on
    )
    ended.filter(since__gte=on).delete()
    count = ended.filter(since__lt=on).update(until=on)
    append(
        kinds.CLOSED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={"unit": unit.name, "on": on, "appointments_ended": count},
    )
    transaction.on_commit(forget_names)
    return unit


@transaction.atomic
def merge_unit(unit_id: int, *, into: Unit, on: date, actor: Person) -> Unit:
    """Close a unit into another: its sub-units move there, its names become names of the other."""
    unit = units.get_for(actor, unit_id, "close")
    into = units.get_for(actor, into.pk, "open_below")
    if unit.pk == into.pk:
        raise ValidationError(_("A unit cannot be merged into itself."))
    if into.path.startswith(unit.path):
        raise ValidationError(_("A unit cannot be merged into one of its own sub-units."))
    lock_tree()
    may_stand_below(into, max(on, timezone.localdate()), into.kind)
    for placement in Placement.objects.filter(parent=unit, until__isnull=True, unit__closed_on__isnull=True):
        move_in_tree(placement.unit, into, on, actor)
    unit.refresh_from_db()
    close_in_tree(unit, on, actor)
    names = [unit.name, unit.short_name, *unit.aliases.values_list("text", flat=True)]
    unit.names_to = into
    unit.save(update_fields=["names_to"])
    hand_over_names(timezone.localdate())
    append(
        kinds.MERGED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        about=("unit", into.pk),
        body={"unit": unit.name, "into": into.name, "on": on, "names": names},
    )
    return into


def _check_in_force(unit: Unit, on: date) -> None:
    if unit.closed_on is not None:
        raise ValidationError(_("%(unit)s is closed."), params={"unit": unit})
    if on <= unit.opened_on:
        raise ValidationError(
            _("%(unit)s was opened on %(on)s; choose a later day."), params={"unit": unit, "on": unit.opened_on}
        )


def _check(unit: Unit) -> None:
    if unit.code.isdecimal():
        # Pickers read a value of digits only as an id.
        raise ValidationError({"code": _("A code needs at least one letter.")})
    unit.full_clean(exclude=["path", "depth", "numchild"])
    open_units = Unit.objects.filter(closed_on__isnull=True).exclude(pk=unit.pk)
    if open_units.filter(name=unit.name).exists():
        raise ValidationError({"name": _("Another unit is already called “%(name)s”.") % {"name": unit.name}})
