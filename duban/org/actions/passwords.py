"""A new password, and what to do when somebody else may know the old one."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.db import transaction

from duban.journal.actions import append
from duban.org import keys, kinds
from duban.org.models import Person


@transaction.atomic
def change_password(*, actor: Person, password: str, revoke: Sequence[str] = ()) -> None:
    """By who knows the present one. Other sessions end by it; of the keys only those named in `revoke`."""
    person = Person.objects.select_for_update().get(pk=actor.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    # allauth keeps the session of the one at hand, told by the new password.
    actor.password = person.password
    keys.revoke(person, list(revoke), actor=person)
    append(kinds.PASSWORD_CHANGED, actor=person, noun="person", noun_id=person.pk, body={"person": person.name})


@transaction.atomic
def reset_password(*, actor: Person, password: str) -> None:
    """By a link sent to the person's mail: whoever had the account before loses what it could be opened with."""
    person = Person.objects.select_for_update().get(pk=actor.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    actor.password = person.password
    keys.revoke(person, actor=person)
    append(kinds.PASSWORD_RESET, actor=person, noun="person", noun_id=person.pk, body={"person": person.name})


@transaction.atomic
def secure_account(*, actor: Person, session: str | None) -> int:
    """Somebody else may know the password: every key is revoked and every other session ended. Returns how many keys."""
    person = Person.objects.select_for_update().get(pk=actor.pk)
    count = keys.revoke(person, actor=person)
    others = list(UserSession.objects.filter(user=person).exclude(session_key=session))
    for each in others:
        each.end()
    append(
        kinds.SECURED,
        actor=person,
        noun="person",
        noun_id=person.pk,
        body={"person": person.name, "keys": count, "sessions": len(others)},
    )
    return count
