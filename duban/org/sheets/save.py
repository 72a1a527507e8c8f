"""Carrying out a plan: all of it in one transaction, or nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import Draft, append, append_many
from duban.org import kinds
from duban.org.access import standing_of
from duban.org.actions.aliases import learn_name
from duban.org.actions.people import label_of, let_go
from duban.org.actions.tree import last_steps, lock_tree
from duban.org.actions.units import close_in_tree, move_in_tree
from duban.org.models import Appointment, Person, Placement, Role, Unit, UnitAlias
from duban.org.names import forget_names
from duban.org.policies import is_top_administrator
from duban.org.sheets.check import check
from duban.org.sheets.plan import PersonStep, Plan, PostStep, UnitStep
from duban.org.sheets.read import Workbook
from duban.org.spelling import spell


class ChangedMeanwhile(ValidationError):
    """The organisation is not as it was when the plan was shown; `plan` is the new one."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("The organisation was changed meanwhile. Look at the list again and confirm."))
        self.plan = plan


@transaction.atomic
def save(workbook: Workbook, *, actor: Person | None, shown: str = "") -> Plan:
    """Check again under the lock and save. `shown` is the fingerprint of the plan somebody confirmed.

    `actor` None is the operator at the command line. Raises ValidationError when a cell is faulty, ChangedMeanwhile.
    """
    if actor is not None and not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    lock_tree()
    plan = check(workbook)
    if plan.faults:
        raise ValidationError([str(fault) for fault in plan.faults[:20]])
    if shown and plan.fingerprint != shown:
        raise ChangedMeanwhile(plan)
    if not plan.steps:
        return plan
    units = _units(plan, actor)
    _aliases(plan, units, actor)
    people = _people(plan.people, actor)
    _posts(plan.posts, units, people, actor)
    for step in plan.units:
        if step.closes:
            unit = Unit.objects.get(code__iexact=str(step.line["code"]))
            close_in_tree(unit, step.values["closed_on"], actor)
    for person_step in plan.people:
        if person_step.leaves and person_step.person is not None:
            let_go(people[person_step.person.username.casefold()], timezone.localdate(), actor)
    _somebody_administers()
    counts = {"units": plan.units, "people": plan.people, "appointments": plan.posts, "aliases": plan.aliases}
    root = Unit.objects.filter(depth=1).first()
    append(
        kinds.IMPORTED,
        actor=actor,
        noun="unit",
        noun_id=root.pk if root else 0,
        unit_id=root.pk if root else None,
        body={key: len(steps) for key, steps in counts.items()},  # type: ignore[arg-type]
    )
    transaction.on_commit(forget_names)
    return plan


def _units(plan: Plan, actor: Person | None) -> dict[str, Unit]:
    units = {unit.code.casefold(): unit for unit in Unit.objects.all()}
    _open_units([step for step in plan.units if step.unit is None], units, actor)
    for step in plan.units:
        if step.unit is not None and step.changed:
            _edit_unit(step, units[str(step.line["code"]).casefold()], actor)
    for step in plan.units:
        if step.unit is not None and step.moves:
            parent = units[step.parent] if step.parent else None
            move_in_tree(units[str(step.line["code"]).casefold()], parent, step.values["placed_since"], actor)
    # Opening and moving rewrote paths.
    return {unit.code.casefold(): unit for unit in Unit.objects.all()}


def _open_units(steps: list[UnitStep], units: dict[str, Unit], actor: Person | None) -> None:
    """Put new units, parents before children, each behind the last child of its parent: in bulk, level by level."""
    last = last_steps(units.values())
    fresh: list[tuple[Unit, Unit | None]] = []
    grown: set[str] = set()
    for step in steps:
        values, parent = step.values, units.get(step.parent)
        above = parent.path if parent else ""
        last[above] = last.get(above, 0) + 1
        depth = len(above) // Unit.steplen + 1
        unit = Unit(
            path=Unit._get_path(above, depth, last[above]),
            depth=depth,
            code=str(step.line["code"]),
            name=values["name"],
            short_name=values["short_name"],
            kind=values["kind"],
            opened_on=values["opened_on"],
            closed_on=values["closed_on"],
            spelling=spell(values["name"], values["short_name"]),
        )
        if parent is not None:
            parent.numchild += 1
            grown.add(parent.code.casefold())
        units[unit.code.casefold()] = unit
        fresh.append((unit, parent))
    old = [units[code] for code in grown if units[code].pk]
    Unit.objects.bulk_create([unit for unit, _parent in fresh])
    Unit.objects.bulk_update(old, ["numchild"], batch_size=500)
    since = {id(unit): max(unit.opened_on, parent.opened_on) if parent else unit.opened_on for unit, parent in fresh}
    Placement.objects.bulk_create(Placement(unit=unit, parent=parent, since=since[id(unit)]) for unit, parent in fresh)
    append_many(
        Draft(
            kinds.OPENED,
            "unit",
            unit.pk,
            actor,
            unit.pk,
            ("unit", parent.pk) if parent else None,
            {
                "unit": unit.name,
                "parent": str(parent or ""),
                "code": unit.code,
                "kind": unit.kind,
                "since": since[id(unit)],
            },
        )
        for unit, parent in fresh
    )


def _edit_unit(step: UnitStep, unit: Unit, actor: Person | None) -> None:
    before = {key: getattr(unit, key) for key in step.changed}
    for key, value in step.changed.items():
        setattr(unit, key, value)
    unit.save()
    if "opened_on" in step.changed:
        first = Placement.objects.filter(unit=unit).order_by("since").first()
        if first and (first.until is None or first.until > unit.opened_on):
            first.since = unit.opened_on
            first.save(update_fields=["since"])
    for key in ("name", "short_name"):
        if before.get(key) and before[key] not in (unit.name, unit.short_name):
            learn_name(unit, before[key])
    append(
        kinds.EDITED,
        actor=actor,
        noun="unit",
        noun_id=unit.pk,
        unit_id=unit.pk,
        body={
            "unit": before.get("name", unit.name),
            "changes": [f"{before[key] or '—'} → {value or '—'}" for key, value in step.changed.items()],
            "before": before,
            "after": step.changed,
        },
    )


def _aliases(plan: Plan, units: dict[str, Unit], actor: Person | None) -> None:
    # A renaming earlier in this import may have learnt the former name by itself.
    known = set(UnitAlias.objects.values_list("text", flat=True))
    steps = [step for step in plan.aliases if step.text not in known]
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=units[step.unit], text=step.text, spelling=spell(step.text)) for step in steps
    )
    append_many(
        Draft(kinds.ALIAS_ADDED, "unit", unit.pk, actor, unit.pk, body={"unit": unit.name, "text": step.text})
        for step in steps
        for unit in [units[step.unit]]
    )


def _people(steps: list[PersonStep], actor: Person | None) -> dict[str, Person]:
    fresh = []
    for step in steps:
        if step.person is None:
            person = Person(**step.values, is_active=not step.leaves, spelling=spell(step.values["name"]))
            person.set_unusable_password()
            fresh.append(person)
    Person.objects.bulk_create(fresh)
    people = {person.username.casefold(): person for person in Person.objects.all()}
    drafts = [
        Draft(kinds.ADDED, "person", person.pk, actor, body={"person": person.name, "username": person.username, "number": person.number})
        for each in fresh
        for person in [people[each.username.casefold()]]
    ]  # fmt: skip
    for step in steps:
        if step.person is None:
            continue
        person = people[step.person.username.casefold()]
        if step.changed:
            before = person.name
            for key, value in step.changed.items():
                setattr(person, key, value)
            labels = [label_of(key) for key in step.changed]
            body = {"person": before, "changes": labels, "name": person.name, "fields": list(step.changed)}
            drafts.append(Draft(kinds.PERSON_EDITED, "person", person.pk, actor, body=body))
        if step.returns:
            person.is_active = True
            drafts.append(Draft(kinds.REACTIVATED, "person", person.pk, actor, body={"person": person.name}))
        if step.changed or step.returns:
            person.save()
    append_many(drafts)
    return people


def _posts(steps: list[PostStep], units: dict[str, Unit], people: dict[str, Person], actor: Person | None) -> None:
    fresh: list[Appointment] = []
    drafts: list[Draft] = []
    for step in steps:
        person, unit = people[step.person], units[step.unit]
        said = step.post or str(Role(step.role).label)
        body: dict[str, Any] = {"person": person.name, "unit": str(unit), "post": said, "role": step.role}
        if step.existing is None:
            fresh.append(
                Appointment(
                    person=person, unit=unit, role=step.role, post=step.post, since=step.since, until=step.until
                )
            )
            kind, body = kinds.APPOINTED, {**body, "since": step.since, "until": step.until}
        else:
            Appointment.objects.filter(pk=step.existing.pk).update(**step.changed)
            ended = step.until is not None and "until" in step.changed
            kind = kinds.APPOINTMENT_ENDED if ended else kinds.APPOINTED
            body = {**body, "since": step.since, "until": step.until}
        drafts.append(Draft(kind, "person", person.pk, actor, unit.pk, ("unit", unit.pk), body))
    Appointment.objects.bulk_create(fresh)
    append_many(drafts)


def _somebody_administers() -> None:
    """An import must not lock everybody out: where there was an administrator, one stays."""
    ever = Appointment.objects.filter(role=Role.ADMINISTRATOR, unit__depth=1)
    now = ever.in_force(timezone.localdate()).filter(person__is_active=True)
    if ever.exists() and not now.exists():
        raise ValidationError(_("Nobody would administer the group any more. Keep or appoint an administrator."))
