"""Inviting somebody to set a password. The link is shown once; only its digest is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import append
from duban.org import keys, kinds
from duban.org.models import Invitation, Person
from duban.org.policies import people

VALID_FOR = timedelta(days=7)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(person_id: int, *, actor: Person) -> str:
    """The path of a link that lets this person set a password once within a week. Earlier links stop working."""
    person = people.get_for(actor, person_id, "invite", lock=True)
    if not person.is_active:
        raise ValidationError(_("%(person)s has left."), params={"person": person})
    Invitation.objects.filter(person=person, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(32)
    expires_at = timezone.now() + VALID_FOR
    Invitation.objects.create(person=person, invited_by=actor, digest=_digest(token), expires_at=expires_at)
    append(
        kinds.INVITED,
        actor=actor,
        noun="person",
        noun_id=person.pk,
        body={"person": person.name, "expires_at": expires_at},
    )
    return f"/invitations/{token}"


@transaction.atomic
def invite_people(invited: Iterable[Person], *, actor: Person) -> list[tuple[Person, str]]:
    """Each person with the path of a link, for all or for nobody."""
    return [(person, invite_person(person.pk, actor=actor)) for person in invited]


def invited_by(token: str) -> Invitation:
    """The open invitation of a link; 404 when it is unknown, used or expired."""
    invitation = (
        Invitation.objects.select_related("person")
        .filter(digest=_digest(token), used_at__isnull=True, expires_at__gt=timezone.now(), person__is_active=True)
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> Person:
    """Set the password; a lock after wrong ones ends with it. Of two who use the link at once the second finds it used."""
    invitation = invited_by(token)
    if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise Http404
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    person.set_password(password)
    person.save()
    # Whoever had the account before, or its keys, has them no longer.
    keys.revoke(person, actor=person)
    append(kinds.JOINED, actor=person, noun="person", noun_id=person.pk, body={"person": person.name})
    return person


@transaction.atomic
def reset_second_factor(person_id: int, *, actor: Person) -> Person:
    """For somebody who lost the phone: the next log-in asks for the password only, and may require a new factor."""
    person = people.get_for(actor, person_id, "invite", lock=True)
    if person.pk == actor.pk:
        raise ValidationError(_("Your own second factor is removed on your account page."))
    gone, _rows = Authenticator.objects.filter(user=person).delete()
    if gone:
        append(kinds.MFA_RESET, actor=actor, noun="person", noun_id=person.pk, body={"person": person.name})
    return person
