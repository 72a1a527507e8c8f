"""Appointing people, ending appointments, and naming who acts for the absent."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import kinds
from duban.org.access import standing_of
from duban.org.actions.tree import lock_tree
from duban.org.models import Appointment, Deputy, Person, Role, Unit
from duban.org.policies import is_top_administrator, people, units

LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def appoint_person(
    person: Person,
    unit: Unit,
    *,
    role: str,
    actor: Person,
    post: str = "",
    since: date | None = None,
    until: date | None = None,
    new: bool = False,
) -> Appointment:
    """Give a person a role in a unit. The supervision office sees all of the group, so only the top appoints to it."""
    unit = units.get_for(actor, unit.pk, "appoint")
    if not new:
        # Somebody without any post may be taken in by a unit; somebody who holds one elsewhere keeps it.
        person = people.get_for(actor, person.pk)
    if role == Role.SUPERVISION and not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    if not person.is_active:
        raise ValidationError(_("%(person)s has left."), params={"person": person})
    since = since or timezone.localdate()
    if unit.closed_on and (until is None or until > unit.closed_on):
        raise ValidationError(_("%(unit)s is closed."), params={"unit": unit})
    # Two administrators appointing at once must not both find the place free.
    Person.objects.select_for_update().get(pk=person.pk)
    overlapping = Appointment.objects.filter(person=person, unit=unit, role=role).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    )
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise ValidationError(
            _("%(person)s already holds this role in %(unit)s."), params={"person": person, "unit": unit}
        )
    appointment = Appointment(person=person, unit=unit, role=role, post=post.strip(), since=since, until=until)
    appointment.full_clean()
    appointment.save()
    _forget_standing(person)
    append(
        kinds.APPOINTED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        unit_id=unit.pk,
        about=("unit", unit.pk),
        body={
            "person": person.name,
            "unit": str(unit),
            "post": appointment.post or str(Role(role).label),
            "role": role,
            "since": since,
            "until": until,
        },
    )
    return appointment


@transaction.atomic
def end_appointment(appointment_id: int, *, actor: Person, until: date | None = None) -> None:
    """The last day held is the day before `until`. An appointment that never began is taken back."""
    lock_tree()  # as when somebody leaves: one administrator stays
    appointment = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if appointment is None:
        raise Http404
    unit = units.get_for(actor, appointment.unit_id, "appoint")
    day = until or timezone.localdate()
    if appointment.role == Role.SUPERVISION and not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    if appointment.until and appointment.until <= day:
        return
    if appointment.role == Role.ADMINISTRATOR and unit.is_root():
        others = Appointment.objects.in_force(day).filter(
            role=Role.ADMINISTRATOR, unit__depth=1, person__is_active=True
        )
        if not others.exclude(pk=appointment.pk).exists():
            raise ValidationError(_("This is the last administrator; appoint another one first."))
    person = appointment.person
    if day <= appointment.since:
        appointment.delete()
    else:
        appointment.until = day
        appointment.save(update_fields=["until"])
    _forget_standing(person)
    append(
        kinds.APPOINTMENT_ENDED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        unit_id=unit.pk,
        about=("unit", unit.pk),
        body={
            "person": person.name,
            "unit": str(unit),
            "post": appointment.post or appointment.get_role_display(),
            "role": appointment.role,
            "until": day,
        },
    )


@transaction.atomic
def name_deputy(person: Person, deputy: Person, *, since: date, until: date, actor: Person) -> Deputy:
    """From `since` until the day before `until`, `deputy` acts with the posts of `person`, under the deputy's own name."""
    person = people.get_for(actor, person.pk, "name_deputy", lock=True)
    if not Person.objects.filter(pk=deputy.pk, is_active=True).exists():
        raise ValidationError(_("%(person)s has left."), params={"person": deputy})
    if person.pk == deputy.pk:
        raise ValidationError(_("Name somebody else as the deputy."))
    if until <= since:
        raise ValidationError({"until": _("The end must be after the beginning.")})
    if until - since > LONGEST_ABSENCE:
        raise ValidationError({"until": _("At most a year; appoint somebody instead.")})
    if Deputy.objects.filter(person=person, since__lt=until, until__gt=since).exists():
        raise ValidationError(_("For some of these days %(person)s already has a deputy."), params={"person": person})
    if Deputy.objects.filter(person=deputy, since__lt=until, until__gt=since).exists():
        raise ValidationError(_("%(person)s is absent on some of these days."), params={"person": deputy})
    row = Deputy(person=person, deputy=deputy, since=since, until=until)
    row.full_clean()
    row.save()
    _forget_standing(deputy)
    append(
        kinds.DEPUTY_NAMED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        about=("person", deputy.pk),
        body={"person": person.name, "deputy": deputy.name, "since": since, "until": until},
    )
    return row


@transaction.atomic
def end_deputy(deputy_id: int, *, actor: Person) -> None:
    """The absent person is back: from today on nobody stands in."""
    row = Deputy.objects.select_for_update(of=("self",)).select_related("person", "deputy").filter(pk=deputy_id).first()
    if row is None:
        raise Http404
    people.get_for(actor, row.person_id, "name_deputy")
    today = timezone.localdate()
    if row.until <= today:
        return
    if row.since >= today:
        row.delete()
    else:
        row.until = today
        row.save(update_fields=["until"])
    _forget_standing(row.deputy)
    append(
        kinds.DEPUTY_ENDED,
        actor=actor,
        noun="person",
        noun_id=row.person_id,
        about=("person", row.deputy_id),
        body={"person": row.person.name, "deputy": row.deputy.name, "until": today},
    )


def _forget_standing(person: Person) -> None:
    person.__dict__.pop("_standing", None)
