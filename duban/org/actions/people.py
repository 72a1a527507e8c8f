"""Adding people, keeping their records, inviting them, and letting them go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import keys, kinds
from duban.org.access import standing_of
from duban.org.actions.appointments import appoint_person
from duban.org.actions.tree import lock_tree
from duban.org.models import Appointment, Deputy, Invitation, Person, Unit
from duban.org.policies import is_top_administrator, people
from duban.org.spelling import spell

EDITABLE = ("name", "username", "email", "mobile", "number")


@dataclass(frozen=True, slots=True)
class FirstPost:
    """What somebody new is appointed to at once."""

    unit: Unit
    role: str
    post: str = ""


@transaction.atomic
def add_person(
    name: str,
    *,
    actor: Person,
    username: str = "",
    email: str = "",
    mobile: str = "",
    number: str = "",
    posts: Iterable[FirstPost] = (),
    since: date | None = None,
) -> Person:
    """Somebody new, without a password. Only who administers the whole group may add somebody without a post."""
    posts = list(posts)
    if not posts and not is_top_administrator(standing_of(actor)):
        raise PermissionDenied
    person = Person(
        name=name.strip(),
        username=username.strip() or free_username(name),
        email=email.strip(),
        mobile=mobile.strip(),
        number=number.strip(),
    )
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    append(
        kinds.ADDED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        unit_id=posts[0].unit.pk if posts else None,
        body={"person": person.name, "username": person.username, "number": person.number},
    )
    for first in posts:
        appoint_person(person, first.unit, role=first.role, post=first.post, since=since, actor=actor, new=True)
    return person


@transaction.atomic
def edit_person(person_id: int, *, actor: Person, **wanted: str) -> Person:
    """Change name, user name, e-mail, mobile or staff number. The journal tells which, never the number itself."""
    person = people.get_for(actor, person_id, "edit", lock=True)
    if unknown := wanted.keys() - set(EDITABLE):
        raise TypeError(f"not a field of a person: {unknown}")
    changed = {key: value.strip() for key, value in wanted.items() if value.strip() != getattr(person, key)}
    if not changed:
        return person
    before = person.name
    for key, value in changed.items():
        setattr(person, key, value)
    person.full_clean(exclude=["password"])
    person.save()
    labels = [label_of(key) for key in changed]
    append(
        kinds.PERSON_EDITED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        body={"person": before, "changes": labels, "name": person.name, "fields": list(changed)},
    )
    return person


@transaction.atomic
def deactivate_person(person_id: int, *, actor: Person, until: date | None = None) -> Person:
    """Nobody is deleted: the person can no longer log in, and posts, deputies and invitations end."""
    lock_tree()  # two who let each other go at once must not both find that one administrator stays
    person = people.get_for(actor, person_id, "deactivate", lock=True)
    if not person.is_active:
        return person
    _keep_an_administrator(person)
    return let_go(person, until or timezone.localdate(), actor)


def let_go(person: Person, day: date, actor: Person | None) -> Person:
    """End everything the person holds, without asking for rights: for actions that asked already."""
    held = Appointment.objects.filter(person=person).in_force(day)
    ended = list(held.values_list("unit__name", flat=True))
    held.filter(since__lt=day).update(until=day)
    Appointment.objects.filter(person=person, since__gte=day).delete()
    for deputy in (Deputy.objects.filter(person=person), Deputy.objects.filter(deputy=person)):
        deputy.filter(since__lt=day, until__gt=day).update(until=day)
        deputy.filter(since__gte=day).delete()
    Invitation.objects.filter(person=person, used_at__isnull=True).delete()
    keys.revoke(person, actor=actor)
    person.is_active = False
    person.set_unusable_password()
    person.save()
    append(
        kinds.DEACTIVATED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        body={"person": person.name, "appointments_ended": ended, "until": day},
    )
    return person


@transaction.atomic
def reactivate_person(person_id: int, *, actor: Person) -> Person:
    """Back again: with a new invitation and new posts, since the former ones ended."""
    person = people.get_for(actor, person_id, "edit", lock=True)
    if person.is_active:
        return person
    person.is_active = True
    person.save()
    append(kinds.REACTIVATED, actor=actor, noun="person", noun_id=person.pk, body={"person": person.name})
    return person


def label_of(key: str) -> str:
    """What a field of a person is called on the pages."""
    return str(getattr(Person._meta.get_field(key), "verbose_name", key))


def free_username(name: str) -> str:
    """A user name nobody has: the pinyin of the name, numbered when it must be."""
    return first_free(name, {username.lower() for username in Person.objects.values_list("username", flat=True)})


def first_free(name: str, taken: set[str]) -> str:
    """The pinyin of a name, numbered when it is taken. `taken` is in lower case."""
    base = spell(name).split(" ")[0]
    base = "".join(c for c in base if c.isascii() and c.isalnum())[:40] or "user"
    number, username = 1, base
    while username in taken:
        number += 1
        username = f"{base}{number}"
    return username


def _keep_an_administrator(person: Person) -> None:
    today = timezone.localdate()
    others = Appointment.objects.in_force(today).filter(role="administrator", unit__depth=1, person__is_active=True)
    if others.filter(person=person).exists() and not others.exclude(person=person).exists():
        raise ValidationError(
            _("%(person)s is the last administrator; appoint another one first."), params={"person": person}
        )
